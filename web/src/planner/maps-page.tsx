import { pickText } from '@bricka/domain/local-text'
import type { TransitionsView } from '@bricka/domain/skill/explain-transitions'
import type { ItemView } from '@bricka/domain/skill/superimposed-view'
import type { SkillView } from '@bricka/server/skill/find-skills'
import type { Superimposition } from '@bricka/server/skill/map-routes'
import type { OwnMapView } from '@bricka/server/skill/own-map'
import type { ReactNode } from 'react'
import { Select, TextField } from '../kit/fields.tsx'
import { PageHead, Section } from '../kit/layout.tsx'
import { addressWith, definePage, type Visit } from '../kit/page.ts'
import { Button, Callout, EmptyState, Tag } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Table } from '../kit/table.tsx'
import type { Words } from '../kit/words.ts'

/** One of the two fields: what was written, and what it was taken to mean. */
type Chosen = {
  text: string
  found: { uri: string; label: string } | undefined
  others: readonly SkillView[]
}

type Answer =
  | { kind: 'nothing' }
  | { kind: 'no-map' }
  | { kind: 'laid-over'; answer: Superimposition }
  | { kind: 'ways'; answer: TransitionsView }

/**
 * Two maps of skills laid over each other: what they share, what lies near, what is new. With one occupation alone, the
 * ways that lead from it.
 */
export const mapsPage = definePage('/maps', {
  get: async (visit) => {
    const { say } = visit.words
    const { items: maps } = await visit.need<Listing<OwnMapView>>('/api/skill-maps?perPage=200')
    const from = await choose(visit, 'from')
    const to = await choose(visit, 'to')
    return {
      kind: 'page',
      title: say('maps.title'),
      description: say('maps.lead'),
      body: <Maps maps={maps} from={from} to={to} answer={await ask(visit, from, to)} />,
    }
  },
})

/** An occupation by its address, or by words: the one that is called just so, else the first that is like it. */
async function choose(visit: Visit, name: 'from' | 'to'): Promise<Chosen> {
  const text = visit.query.get(name)?.trim() ?? ''
  if (text === '') return { text, found: undefined, others: [] }
  const question = new URLSearchParams({
    search: text.startsWith('http') ? '' : text,
    type: 'occupation',
    language: visit.words.language,
    perPage: '8',
  })
  if (text.startsWith('http')) return { text: '', found: { uri: text, label: '' }, others: [] }
  const { items } = await visit.need<Listing<SkillView>>(`/api/skills?${question}`)
  const named = items.find(({ label }) => label.toLowerCase() === text.toLowerCase())
  const best = named ?? items[0]
  return { text, found: best, others: items.filter((one) => one !== best) }
}

async function ask(visit: Visit, from: Chosen, to: Chosen): Promise<Answer> {
  if (!from.found) return { kind: 'nothing' }
  const question = new URLSearchParams({ language: visit.words.language, from: from.found.uri })
  const map = visit.query.get('map')
  if (map) question.set('map', map)
  if (to.found) question.set('to', to.found.uri)
  const answer = await visit.call<Superimposition & TransitionsView>(
    'GET',
    `/api/skills/${to.found ? 'superimpose' : 'transitions'}?${question}`,
  )
  if (!answer.ok) return { kind: 'no-map' }
  return to.found ? { kind: 'laid-over', answer: answer.body } : { kind: 'ways', answer: answer.body }
}

function Maps(props: { maps: readonly OwnMapView[]; from: Chosen; to: Chosen; answer: Answer }) {
  const { say, language } = useWords()
  const { query } = useScene()
  const { maps, from, to, answer } = props
  const names = answer.kind === 'laid-over' ? answer.answer : undefined
  return (
    <>
      <PageHead title={say('maps.title')} lead={say('maps.lead')} />
      <search>
        <form method="get" action="/maps" className="form narrow">
          <TextField
            name="from"
            label={say('maps.from')}
            help={say('maps.from-help')}
            value={from.text || names?.from?.label}
            maxLength={200}
            required
          />
          <TextField
            name="to"
            label={say('maps.to')}
            help={say('maps.to-help')}
            value={to.text || names?.to?.label}
            maxLength={200}
            optional
          />
          {maps.length > 0 && (
            <Select
              name="map"
              label={say('maps.which')}
              value={query.get('map') ?? ''}
              empty={say('maps.as-published')}
              choices={maps.map(({ id, title }) => ({ value: id, text: pickText(title, language)?.text ?? id }))}
            />
          )}
          <div className="actions">
            <Button icon="search">{say('maps.lay')}</Button>
          </div>
        </form>
      </search>
      <Others name="from" chosen={from} />
      <Others name="to" chosen={to} />
      {from.text !== '' && !from.found && <EmptyState title={say('maps.unknown', { text: from.text })} />}
      {to.text !== '' && !to.found && <EmptyState title={say('maps.unknown', { text: to.text })} />}
      {answer.kind === 'no-map' && <Callout tone="warning" title={say('maps.no-map')} />}
      {answer.kind === 'laid-over' && <LaidOver answer={answer.answer} />}
      {answer.kind === 'ways' && <Ways answer={answer.answer} />}
    </>
  )
}

/** What the words might also have meant. */
function Others({ name, chosen }: { name: 'from' | 'to'; chosen: Chosen }) {
  const { say } = useWords()
  const { path, query } = useScene()
  if (chosen.others.length === 0 || chosen.found === undefined) return null
  return (
    <details className="sheet">
      <summary>{say('maps.taken-as', { label: chosen.found.label })}</summary>
      <ul className="plain">
        {chosen.others.map(({ uri, label, language }) => (
          <li key={uri}>
            <a href={addressWith(path, query, { [name]: label })} lang={language}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </details>
  )
}

const tiers = ['identical', 'sameFamily', 'relatedFamily', 'missing'] as const
type Tier = (typeof tiers)[number]

function LaidOver({ answer }: { answer: Superimposition }) {
  const { say } = useWords()
  const { coverage, from, to } = answer
  const essential = (tier: Tier) => answer[tier].filter(({ requirement }) => requirement === 'essential').length
  return (
    <>
      <Section title={say('maps.laid-over', { from: from?.label ?? '', to: to?.label ?? '' })}>
        <p className="lead">{say('maps.coverage', { held: coverage.held, of: coverage.of })}</p>
        <figure className="overlay">
          <div
            role="img"
            aria-label={say('maps.picture', Object.fromEntries(tiers.map((tier) => [tier, essential(tier)])) as Counts)}
          >
            {tiers.map((tier) => (
              <div key={tier} className={`overlay-tier overlay-${tier}`}>
                <span className="overlay-name">
                  {say(`maps.${tier}`)} <b>{essential(tier)}</b>
                </span>
                <span className="overlay-tiles">
                  {answer[tier].map(({ uri, label, requirement }) => (
                    <i key={uri} title={label} data-requirement={requirement} />
                  ))}
                </span>
              </div>
            ))}
          </div>
          <figcaption>{say('maps.picture-caption')}</figcaption>
        </figure>
        <p>{say('maps.two-answers')}</p>
      </Section>
      {tiers.map((tier) =>
        answer[tier].length === 0 ? null : (
          <Section key={tier} title={`${say(`maps.${tier}`)} (${answer[tier].length})`} lead={say(`maps.${tier}-lead`)}>
            <Skills caption={say(`maps.${tier}`)} items={answer[tier]} />
          </Section>
        ),
      )}
      <Source answer={answer} />
    </>
  )
}

type Counts = Record<Tier, number>

function Skills({ caption, items }: { caption: string; items: readonly ItemView[] }) {
  const words = useWords()
  const { say } = words
  return (
    <Table
      caption={caption}
      rows={items}
      keyOf={({ uri }) => uri}
      columns={[
        { head: say('maps.skill'), cell: ({ uri, label }) => <a href={uri}>{label}</a> },
        {
          head: say('maps.need'),
          cell: ({ requirement }) => (
            <Tag tone={requirement === 'essential' ? 'accent' : 'neutral'}>{say(`maps.${requirement}`)}</Tag>
          ),
        },
        { head: say('maps.why'), cell: ({ reason }) => <Why words={words} reason={reason} /> },
      ]}
    />
  )
}

function Why({ words, reason }: { words: Words; reason: ItemView['reason'] }): ReactNode {
  const { say } = words
  if (reason.kind === 'new') return say('maps.reason-new')
  const held = words.list(reason.held.slice(0, 3).map(({ label }) => label))
  const through = 'family' in reason ? reason.family.label : 'through' in reason ? reason.through.label : ''
  return say(`maps.reason-${reason.kind}`, { held, through })
}

function Ways({ answer }: { answer: TransitionsView }) {
  const { say } = useWords()
  const { path, query } = useScene()
  return (
    <Section title={say('maps.ways', { from: answer.origin?.label ?? '' })} lead={say('maps.ways-lead')}>
      <Table
        caption={say('maps.ways', { from: answer.origin?.label ?? '' })}
        rows={answer.transitions}
        keyOf={({ occupation }) => occupation.uri}
        columns={[
          {
            head: say('maps.to'),
            cell: ({ occupation }) => (
              <a href={addressWith(path, query, { to: occupation.label })}>{occupation.label}</a>
            ),
          },
          {
            head: say('maps.held'),
            cell: ({ coverage }) => say('maps.of', { held: coverage.held, of: coverage.of }),
          },
          { head: say('maps.sameFamily'), cell: ({ gapCost }) => gapCost.sameFamily, numeric: true },
          { head: say('maps.relatedFamily'), cell: ({ gapCost }) => gapCost.relatedFamily, numeric: true },
          { head: say('maps.missing'), cell: ({ gapCost }) => gapCost.missing, numeric: true },
        ]}
      />
      <Source answer={answer} />
    </Section>
  )
}

function Source({ answer }: { answer: { framework?: string; classificationVersion: string; attribution: string } }) {
  const { say } = useWords()
  return (
    <p className="note">
      {say('maps.version', { framework: answer.framework ?? '', version: answer.classificationVersion })}{' '}
      {answer.attribution}
    </p>
  )
}
