import type { ReachView } from '@bricka/server/planning/read-reach'
import { Form, TextField } from '../kit/fields.tsx'
import { Button, EmptyState } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'
import { Breakdown, Exports, Figure, Ratio } from './supply-parts.tsx'

/** Which occupation people are to come near. */
export function ReachForm({ role }: { role: string }) {
  const { path, query } = useScene()
  const { say } = useWords()
  return (
    <Form method="get" action={path} className="filter-form" label={say('what-if.reach')} scope="reach">
      {(['from', 'people'] as const).map((name) => {
        const value = query.get(name)
        return value ? <input key={name} type="hidden" name={name} value={value} /> : null
      })}
      <TextField
        name="role"
        label={say('what-if.role')}
        help={say('planning.role-help')}
        value={role}
        maxLength={200}
      />
      <Button look="secondary">{say('what-if.count')}</Button>
    </Form>
  )
}

const most = 10
/** A phone has room for so many. */
const named = 3

/** How many lack at most so many skills, which ones, and what would move most of them. */
export function ReachResult({ reach, address }: { reach: ReachView; address: string }) {
  const { say } = useWords()
  const { occupation, essential, steps, lacking, merits } = reach
  const names = new Map(lacking.map(({ uri, label }) => [uri, label]))
  const near = steps.at(-1)?.people ?? null
  // Of the steps without a figure the widest says it for all that lie in it.
  const blank = steps.findLast(({ people }) => people === null)
  const shown = steps.filter((step) => step.people !== null || step === blank)
  const missed = lacking.filter(({ people }) => people !== null)
  if (steps.length === 0) return <EmptyState title={say('what-if.too-few', { role: occupation.label })} />
  return (
    <>
      <p className="reach-sum">
        {near === null
          ? say('what-if.near-none', { role: occupation.label })
          : say('what-if.near-sum', { near, role: occupation.label, essential })}
      </p>
      <Table
        caption={say('what-if.steps', { role: occupation.label })}
        captionShown
        columns={[
          {
            head: say('what-if.lacks'),
            cell: ({ lacksAtMost }: ReachView['steps'][number]) =>
              say('what-if.at-most', { count: lacksAtMost, essential }),
          },
          { head: say('planning.people'), numeric: true, cell: ({ people }) => <Figure people={people} /> },
          {
            head: say('planning.per-thousand'),
            numeric: true,
            cell: ({ perThousand }) => <Ratio ratio={perThousand} />,
          },
        ]}
        rows={shown}
        keyOf={({ lacksAtMost }) => String(lacksAtMost)}
      />
      <p className="check-means">{say('what-if.near-means')}</p>
      {missed.length > 0 ? (
        <Breakdown
          title={say('what-if.lacking')}
          rows={missed.slice(0, most).map(({ uri, label, people }) => ({ code: uri, text: label, people }))}
        />
      ) : (
        <p>{say('what-if.lacking-none')}</p>
      )}
      <Merits merits={merits.slice(0, most)} names={names} />
      <Exports address={address} />
    </>
  )
}

function Merits({ merits, names }: { merits: ReachView['merits']; names: ReadonlyMap<string, string> }) {
  const { say, number, list } = useWords()
  if (merits.length === 0) return <EmptyState title={say('what-if.no-merits')} />
  return (
    <>
      <Table
        caption={say('what-if.merits')}
        captionShown
        columns={[
          {
            head: say('planning.merits'),
            cell: ({ title, url, ownerName }: ReachView['merits'][number]) => (
              <>
                <a href={url}>{title}</a> <small>{ownerName}</small>
              </>
            ),
          },
          {
            head: say('gap.brings'),
            cell: ({ gives }) => (
              <>
                {say('gap.of', { count: gives.length, all: names.size })}{' '}
                <small>{list(gives.slice(0, named).map((uri) => names.get(uri) ?? uri))}</small>
              </>
            ),
          },
          {
            head: say('what-if.moved'),
            numeric: true,
            cell: ({ atLeast, atMost }) =>
              atLeast === null || atMost === null || atLeast === atMost ? (
                <Figure people={atLeast} />
              ) : (
                `${number(atLeast)}–${number(atMost)}`
              ),
          },
        ]}
        rows={merits}
        keyOf={({ url }) => url}
      />
      <p className="check-means">{say('what-if.moved-means')}</p>
    </>
  )
}
