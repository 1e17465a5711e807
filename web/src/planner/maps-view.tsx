import { interfaceLanguages } from '@bricka/domain/local-text'
import { objectives } from '@bricka/domain/pathway/objective'
import type { TransitionsView } from '@bricka/domain/skill/explain-transitions'
import type { ItemView } from '@bricka/domain/skill/superimposed-view'
import type { ReactNode } from 'react'
import { Checkbox, Select, TextField } from '../kit/fields.tsx'
import { languageNames } from '../kit/language.ts'
import { Section } from '../kit/layout.tsx'
import { Button, Callout, EmptyState, Tag } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'
import { Picture, type Tier, tiers } from '../public/maps-picture.tsx'
import { Closing } from './maps-closing.tsx'
import type { Chosen, EditNote, LaidOver, MapsState } from './maps-state.ts'

export type MapChoice = { readonly id: string; readonly title: string }

/** The address of the same question with some of it changed: a query to the server, or a part that stays on the device. */
export type LinkTo = (changes: Record<string, string>) => string

type MapsProps = { maps: readonly MapChoice[]; state: MapsState; linkTo: LinkTo }

/** The question, and what answers it. Rendered in the server without script, and on the device with it: the same. */
export function MapsView({ maps, state, linkTo }: MapsProps) {
  const { say } = useWords()
  const { from, to, answer } = state
  return (
    <>
      <Question maps={maps} state={state} />
      <Others name="from" chosen={from} linkTo={linkTo} />
      <Others name="to" chosen={to} linkTo={linkTo} />
      {from.text !== '' && !from.found && <EmptyState title={say('maps.unknown', { text: from.text })} />}
      {to.text !== '' && !to.found && <EmptyState title={say('maps.unknown', { text: to.text })} />}
      {answer.kind === 'no-map' && <Callout tone="warning" title={say('maps.no-map')} />}
      {answer.kind === 'laid-over' && <LaidOverView state={state} answer={answer.answer} />}
      {answer.kind === 'ways' && <Ways answer={answer.answer} linkTo={linkTo} />}
    </>
  )
}

function Question({ maps, state }: Pick<MapsProps, 'maps' | 'state'>) {
  const { say } = useWords()
  const { path } = useScene()
  const { question, from, to, answer } = state
  const names = answer.kind === 'laid-over' ? answer.answer : undefined
  return (
    <search>
      <form method="get" action={path} className="form maps-form" data-maps-form="">
        {question.kind !== 'person' && (
          <TextField
            name="from"
            label={say(`maps.from-${question.kind}`)}
            help={say(`maps.from-${question.kind}-help`)}
            value={from.text || from.found?.label || names?.from?.label}
            maxLength={400}
            list="maps-from"
            autoComplete="off"
            required
          />
        )}
        <TextField
          name="to"
          label={say('maps.to')}
          help={say(question.kind === 'merit' ? 'maps.to-help-merit' : 'maps.to-help')}
          value={to.text || to.found?.label || names?.to?.label}
          maxLength={400}
          list="maps-to"
          autoComplete="off"
          optional
        />
        {maps.length > 0 && (
          <Select
            name="map"
            label={say('maps.which')}
            value={question.map}
            empty={say('maps.as-published')}
            choices={maps.map(({ id, title }) => ({ value: id, text: title }))}
          />
        )}
        <Select
          name="aim"
          label={say('maps.aim')}
          value={question.aim}
          choices={objectives.map((aim) => ({ value: aim, text: say(`maps.aim-${aim}`) }))}
        />
        <Checkbox name="online" label={say('maps.online-only')} checked={question.online} />
        <details
          className="maps-can"
          open={[question.spoken, question.place, question.level, question.by].some(Boolean)}
        >
          <summary>{say('maps.can')}</summary>
          <div className="maps-can-fields">
            <Select
              name="spoken"
              label={say('maps.spoken')}
              value={question.spoken}
              empty={say('maps.does-not-matter')}
              choices={interfaceLanguages.map((value) => ({ value, text: languageNames[value] }))}
            />
            <TextField
              name="place"
              label={say('maps.place')}
              value={question.place}
              maxLength={120}
              list="maps-places"
              autoComplete="off"
              optional
            />
            <Select
              name="level"
              label={say('maps.level')}
              value={question.level}
              empty={say('maps.does-not-matter')}
              choices={['1', '2', '3', '4', '5', '6', '7', '8'].map((value) => ({ value, text: `EQF ${value}` }))}
            />
            <TextField name="by" type="date" label={say('maps.by')} value={question.by} optional />
          </div>
        </details>
        <div className="actions">
          <Button icon="search">{say('maps.lay')}</Button>
        </div>
        <datalist id="maps-from" />
        <datalist id="maps-to" />
        <datalist id="maps-places">
          {state.places.map((place) => (
            <option key={place} value={place} />
          ))}
        </datalist>
      </form>
    </search>
  )
}

/** What the words were taken to mean, and what they might also have meant. */
function Others({ name, chosen, linkTo }: { name: 'from' | 'to'; chosen: Chosen; linkTo: LinkTo }) {
  const { say } = useWords()
  const { found, others, text } = chosen
  if (found === undefined || text === '') return null
  const told = found.through ? say('maps.found-through', { label: found.label, through: found.through }) : found.label
  if (others.length === 0)
    return found.through ? <p className="note">{say('maps.taken-as-only', { label: told })}</p> : null
  return (
    <details className="maps-more maps-others">
      <summary>{say('maps.taken-as', { label: told })}</summary>
      <ul className="plain">
        {others.map(({ uri, label, through }) => (
          <li key={uri}>
            <a href={linkTo({ [name]: uri })}>{label}</a>
            {through && <span className="step-facts">{through}</span>}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** What the skills that are asked about are called. */
const namesIn = ({ sameFamily, relatedFamily, missing }: LaidOver): ReadonlyMap<string, string> =>
  new Map([...sameFamily, ...relatedFamily, ...missing].map(({ uri, label }) => [uri, label]))

function LaidOverView({ state, answer }: { state: MapsState; answer: LaidOver }) {
  const { say } = useWords()
  const { closing } = state.answer.kind === 'laid-over' ? state.answer : { closing: undefined }
  const from = answer.from?.label ?? ''
  return (
    <>
      <Section title={say('maps.laid-over', { from, to: answer.to?.label ?? '' })}>
        {answer.brought === 0 && <Callout tone="neutral" title={say('maps.nothing-brought')} />}
        <Picture answer={answer} />
        <p className="section-lead">{say('maps.two-answers')}</p>
      </Section>
      {closing && <Closing closing={closing} names={namesIn(answer)} aim={state.question.aim} />}
      <Section title={say('maps.skill-by-skill')} lead={say('maps.skill-by-skill-lead')}>
        {tiers.map((tier) =>
          answer[tier].length === 0 ? null : <TierTable key={tier} tier={tier} answer={answer} edits={state.edits} />,
        )}
      </Section>
      <Source framework={answer.framework} version={answer.classificationVersion} attribution={answer.attribution} />
    </>
  )
}

function TierTable({ tier, answer, edits }: { tier: Tier; answer: LaidOver; edits: MapsState['edits'] }) {
  const { say } = useWords()
  return (
    <details className={`maps-more tier-table tier-${tier}`} open={tier === 'identical' || tier === 'sameFamily'}>
      <summary>
        {say(`maps.${tier}`)} ({answer[tier].length})
      </summary>
      <p>{say(`maps.${tier}-lead`)}</p>
      <Table
        caption={say(`maps.${tier}`)}
        rows={answer[tier]}
        keyOf={({ uri }) => uri}
        columns={[
          { head: say('maps.skill'), cell: ({ uri, label }) => <a href={uri}>{label}</a> },
          {
            head: say('maps.need'),
            cell: ({ requirement }) => (
              <Tag tone={requirement === 'essential' ? 'accent' : 'neutral'}>{say(`maps.${requirement}`)}</Tag>
            ),
          },
          { head: say('maps.why'), cell: ({ reason }) => <Why reason={reason} edits={edits} /> },
        ]}
      />
    </details>
  )
}

function Why({ reason, edits }: { reason: ItemView['reason']; edits: MapsState['edits'] }): ReactNode {
  const words = useWords()
  const { say } = words
  if (reason.kind === 'new') return say('maps.reason-new')
  const [first] = reason.held
  if (reason.kind === 'same-skill')
    return first?.source ? say('maps.shown-by', { source: first.source }) : say('maps.reason-same-skill')
  const held = words.list(
    reason.held
      .slice(0, 3)
      .map(({ label, source }) => (source ? say('maps.held-by', { skill: label, source }) : label)),
  )
  const through = 'family' in reason ? reason.family.label : 'through' in reason ? reason.through.label : ''
  const edit: EditNote | undefined = reason.kind === 'equivalent' ? edits[reason.edit] : undefined
  return (
    <>
      {say(`maps.reason-${reason.kind}`, { held, through })}
      {edit && (
        <span className="step-facts">{say('maps.edit', { by: edit.by, on: edit.on, reason: edit.reason })}</span>
      )}
    </>
  )
}

function Ways({ answer, linkTo }: { answer: TransitionsView; linkTo: LinkTo }) {
  const { say } = useWords()
  const title = answer.origin?.label ? say('maps.ways', { from: answer.origin.label }) : say('maps.ways-own')
  return (
    <Section title={title} lead={say('maps.ways-lead')}>
      <Table
        caption={title}
        rows={answer.transitions}
        keyOf={({ occupation }) => occupation.uri}
        columns={[
          {
            head: say('maps.to'),
            cell: ({ occupation }) => <a href={linkTo({ to: occupation.uri })}>{occupation.label}</a>,
          },
          {
            head: say('maps.held'),
            cell: ({ coverage }) => (
              <span className="share">
                <meter min={0} max={Math.max(1, coverage.of)} value={coverage.held} aria-hidden="true" />
                {say('maps.of', { held: coverage.held, of: coverage.of })}
              </span>
            ),
          },
          { head: say('maps.sameFamily'), cell: ({ gapCost }) => gapCost.sameFamily, numeric: true },
          { head: say('maps.relatedFamily'), cell: ({ gapCost }) => gapCost.relatedFamily, numeric: true },
          { head: say('maps.missing'), cell: ({ gapCost }) => gapCost.missing, numeric: true },
        ]}
      />
      <Source framework={answer.framework} version={answer.classificationVersion} attribution={answer.attribution} />
    </Section>
  )
}

/** Of an edited map's version people need to know how many edits it has, not which id. */
function Source({ framework, version, attribution }: { framework: string; version: string; attribution: string }) {
  const { say } = useWords()
  const [, published = version, edits] = /^(.*)\+.*\.(\d+)$/.exec(version) ?? []
  return (
    <p className="note">
      {edits === undefined
        ? say('maps.version', { framework, version })
        : say('maps.version-edited', { framework, version: published, edits })}{' '}
      {attribution}
    </p>
  )
}
