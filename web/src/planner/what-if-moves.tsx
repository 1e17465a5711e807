import type { ClosingView } from '@bricka/domain/pathway/closing-view'
import { moveOrders } from '@bricka/domain/planning/find-moves'
import type { SuperimposedView } from '@bricka/domain/skill/superimposed-view'
import type { MovesAssumed, MoveView } from '@bricka/server/planning/read-moves'
import { Form, Select, TextField } from '../kit/fields.tsx'
import { Section } from '../kit/layout.tsx'
import { addressWith } from '../kit/page.ts'
import { Button, EmptyState, Facts, LinkButton } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { showPrice } from '../public/step-of-set.tsx'
import { Closing } from './maps-closing.tsx'
import { Exports } from './supply-parts.tsx'

export type Moves = Listing<MoveView> & { assumed: MovesAssumed }
export type Way = { to: string; view: SuperimposedView; closing: ClosingView | undefined }

/** Which occupation has people free, and how many. */
export function MovesForm({ from, people }: { from: string; people: string }) {
  const { path, query } = useScene()
  const { say } = useWords()
  return (
    <Form method="get" action={path} className="filter-form" label={say('what-if.moves')} scope="moves">
      {query.get('role') && <input type="hidden" name="role" value={query.get('role') ?? ''} />}
      <TextField name="from" label={say('what-if.from')} help={say('what-if.from-help')} value={from} maxLength={200} />
      <TextField
        name="people"
        label={say('what-if.people')}
        help={say('what-if.people-help')}
        value={people}
        inputMode="numeric"
        maxLength={7}
      />
      <Button look="secondary">{say('what-if.reckon')}</Button>
    </Form>
  )
}

/** What the reckoning rests on, said before its result. */
export function Assumed({ assumed }: { assumed: MovesAssumed }) {
  const { say, number } = useWords()
  const { people, essential, optional, lacking, classification, attribution } = assumed
  return (
    <Facts
      items={[
        [say('what-if.assumed-people'), say('what-if.assumed-people-text', { people: number(people) })],
        [
          say('what-if.assumed-skills'),
          say('what-if.assumed-skills-text', { essential: number(essential), optional: number(optional) }),
        ],
        [
          say('what-if.assumed-lacking'),
          lacking === 0 ? say('gap.none') : say('what-if.assumed-lacking-text', { count: lacking }),
        ],
        [say('what-if.assumed-source'), [classification, attribution].filter(Boolean).join('. ')],
      ]}
    />
  )
}

export function MovesList({ moves, address }: { moves: Moves; address: string }) {
  const { path, query } = useScene()
  const { say, number } = useWords()
  const { assumed } = moves
  const title = say('what-if.moves-list', { people: assumed.people, occupation: assumed.origin.label })
  return (
    <>
      <Form method="get" action={path} className="filter-form" label={say('planning.order')} scope="order">
        {[...query].map(([name, value]) =>
          ['role', 'from', 'people', 'to', 'search'].includes(name) ? (
            <input key={name} type="hidden" name={name} value={value} />
          ) : null,
        )}
        <Select
          name="order"
          label={say('planning.order')}
          value={query.get('order') ?? 'near'}
          choices={moveOrders.map((value) => ({ value, text: say(`what-if.order-${value}`) }))}
        />
        <Button look="secondary">{say('planning.show')}</Button>
      </Form>
      <SearchForm label={say('what-if.search')} />
      <Table
        caption={title}
        captionShown
        columns={[
          {
            head: say('gap.occupation'),
            cell: ({ uri, label }: MoveView) => <a href={`${addressWith(path, query, { to: uri })}#way`}>{label}</a>,
          },
          {
            head: say('maps.held'),
            numeric: true,
            cell: ({ held, of }) => say('maps.of', { held, of }),
          },
          { head: say('gap.picture'), cell: (move) => <MoveBar move={move} /> },
          {
            head: say('what-if.kin'),
            numeric: true,
            cell: ({ sameFamily, relatedFamily }) => number(sameFamily + relatedFamily),
          },
          { head: say('maps.missing'), numeric: true, cell: ({ missing }) => number(missing) },
          { head: say('what-if.wanted'), numeric: true, cell: ({ wanted }) => number(wanted) },
        ]}
        rows={moves.items}
        keyOf={({ uri }) => uri}
      />
      <p className="check-means">{say('what-if.bar-means')}</p>
      <Paging listing={moves} />
      <Exports address={address} />
    </>
  )
}

/** The same, near and new as one bar: nothing that the table lacks. */
function MoveBar({ move: { held, sameFamily, relatedFamily, of } }: { move: MoveView }) {
  const at = (value: number): number => (100 * value) / Math.max(1, of)
  return (
    <svg
      className="gap-bar move-bar"
      viewBox="0 0 100 14"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <rect className="move-new" width="100" height="14" />
      <rect className="move-kin" width={at(held + sameFamily + relatedFamily)} height="14" />
      <rect className="move-near" width={at(held + sameFamily)} height="14" />
      <rect className="move-held" width={at(held)} height="14" />
    </svg>
  )
}

/** From one occupation to another: what is new, which merits give it, and what that is for all of them. */
export function WaySection({ way, moves }: { way: Way; moves: Moves }) {
  const words = useWords()
  const { say, number } = words
  const { origin, people } = moves.assumed
  const { to, view, closing } = way
  const names = new Map(
    [...view.identical, ...view.sameFamily, ...view.relatedFamily, ...view.missing].map(({ uri, label }) => [
      uri,
      label,
    ]),
  )
  const best = closing?.best
  return (
    <Section title={say('what-if.way', { from: origin.label, to })} lead={say('what-if.way-lead')} id="way">
      <Facts
        items={[
          [say('maps.held'), say('maps.of', { held: view.coverage.held, of: view.coverage.of })],
          [say('maps.sameFamily'), number(view.gapCost.sameFamily)],
          [say('maps.relatedFamily'), number(view.gapCost.relatedFamily)],
          [say('maps.missing'), number(view.gapCost.missing)],
          best?.hours !== undefined && [
            say('what-if.hours'),
            say('what-if.times', {
              each: number(best.hours),
              people: number(people),
              all: number(best.hours * people),
            }),
          ],
          best?.price !== undefined && [
            say('what-if.price'),
            say('what-if.times', {
              each: showPrice(words, best.price, best.currency),
              people: number(people),
              all: showPrice(words, best.price * people, best.currency),
            }),
          ],
        ]}
      />
      {closing ? (
        <Closing closing={closing} names={names} aim="fewest" />
      ) : (
        <EmptyState title={say('what-if.nothing-new')} />
      )}
      <div className="actions">
        <LinkButton href={`/maps?${new URLSearchParams({ from: origin.label, to })}`} look="secondary">
          {say('what-if.whole-map')}
        </LinkButton>
      </div>
    </Section>
  )
}
