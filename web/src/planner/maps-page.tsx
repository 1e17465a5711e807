import { pickText } from '@bricka/domain/local-text'
import type { CatalogueOffer, ClosingView } from '@bricka/domain/pathway/closing-view'
import type { TransitionsView } from '@bricka/domain/skill/explain-transitions'
import type { ImportedSkill } from '@bricka/server/passport/imported-skills'
import type { PassportView } from '@bricka/server/passport/passport-view'
import type { EditView, OwnMapView } from '@bricka/server/skill/own-map'
import type { ReactNode } from 'react'
import { describeBetween } from '../kit/embedded-words.ts'
import { PageHead } from '../kit/layout.tsx'
import { addressWith, definePage, type Visit } from '../kit/page.ts'
import { EmptyState, LinkButton, Tabs } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import type { Listing } from '../kit/table.tsx'
import { wordsUnder } from '../kit/words.ts'
import { titleIn } from '../learner/passport-page.tsx'
import { PassportTabs } from '../learner/passport-tabs.tsx'
import { type EmbeddedMaps, wordsOfMaps } from './embedded-maps.ts'
import {
  type Chosen,
  constraintsOf,
  findMerits,
  type HeldSkill,
  type LaidOver,
  listPlaces,
  type MapsAnswer,
  type MapsQuestion,
  type MapsState,
  missingOf,
  type Named,
  nobodyChosen,
  noteEdits,
  type OriginKind,
  type Own,
  readQuestion,
} from './maps-state.ts'
import { MapsView } from './maps-view.tsx'

/**
 * Two maps of skills laid over each other: what they share, what lies near, what is new, and which merits close the gap.
 * With an origin alone, the ways that lead from it. With script the device reckons all of it, and asks nobody.
 */
export const mapsPage = definePage('/maps', { get: (visit) => showMaps(visit, 'occupation') })
export const meritMapsPage = definePage('/maps/merits', { get: (visit) => showMaps(visit, 'merit') })

/** What oneself holds, laid over an occupation: the skills go out with one's own page, and nothing comes back. */
export const ownMapsPage = definePage('/passport/maps', { get: (visit) => showMaps(visit, 'person') })

async function showMaps(visit: Visit, kind: OriginKind) {
  const { say } = visit.words
  const question = readQuestion(kind, visit.query)
  const { items: maps } = await visit.need<Listing<OwnMapView>>('/api/skill-maps?perPage=200')
  const own = kind === 'person' ? await readOwn(visit) : { held: [], merits: [] }
  const state = await findState(visit, question, own)
  const choices = maps.map(({ id, title }) => ({ id, title: pickText(title, visit.words.language)?.text ?? id }))
  const title = say(`maps.title-${kind}`)
  const nothingHeld = kind === 'person' && own.held.length === 0
  return {
    kind: 'page' as const,
    title,
    description: say(`maps.lead-${kind}`),
    hidden: kind === 'person',
    islands: nothingHeld ? [] : (['maps'] as const),
    body: (
      <>
        <PageHead title={title} lead={say(`maps.lead-${kind}`)} />
        {kind === 'person' ? <PassportTabs /> : <MapsTabs />}
        {kind !== 'person' && (
          <p>
            <a href="/skill-maps">{say('own-map.maps')}</a>
          </p>
        )}
        {nothingHeld ? (
          <NothingHeld />
        ) : (
          <div className="maps" data-maps={embed(visit, { kind, path: visit.path, maps: choices, own })}>
            <OnDeviceNote />
            <div data-maps-view="">
              <MapsView
                maps={choices}
                state={state}
                linkTo={(changes) => addressWith(visit.path, visit.query, changes)}
              />
            </div>
          </div>
        )}
      </>
    ),
  }
}

function embed({ words }: Visit, rest: Pick<EmbeddedMaps, 'kind' | 'path' | 'maps' | 'own'>): string {
  const { language } = words
  const embedded: EmbeddedMaps = {
    ...rest,
    language,
    words: wordsUnder(language, wordsOfMaps),
    between: describeBetween(words),
  }
  return JSON.stringify(embedded)
}

/** Said once the device has what it needs; until then, and without script, the server is asked. */
function OnDeviceNote(): ReactNode {
  const { say } = useWords()
  return (
    <p className="note maps-note" role="status" data-maps-note="" data-ready={say('maps.on-device')}>
      {say('maps.on-server')}
    </p>
  )
}

function MapsTabs() {
  const { path } = useScene()
  const { say } = useWords()
  const tabs = [
    { href: '/maps', text: say('maps.tab-occupation') },
    { href: '/maps/merits', text: say('maps.tab-merit') },
    { href: '/passport/maps', text: say('maps.tab-person') },
  ]
  return <Tabs label={say('maps.tabs')} tabs={tabs.map((tab) => ({ ...tab, current: tab.href === path }))} />
}

function NothingHeld() {
  const { say } = useWords()
  return (
    <EmptyState
      title={say('maps.nothing-held')}
      action={
        <LinkButton href="/maps" look="secondary">
          {say('maps.tab-occupation')}
        </LinkButton>
      }
    />
  )
}

/** The skills that one's valid merits and credentials from elsewhere show, each with what shows it. */
async function readOwn(visit: Visit): Promise<Own> {
  const { items } = await visit.need<Listing<PassportView>>('/api/passport?perPage=200')
  const { items: imported } = await visit.need<{ items: ImportedSkill[] }>('/api/passport/imported-skills')
  const today = new Date().toISOString()
  const valid = items.filter(
    ({ state, validUntil }) => state === 'issued' && (validUntil === null || validUntil > today),
  )
  return {
    held: [
      ...valid.flatMap((merit) =>
        merit.skills.flatMap(({ uri, relation }) =>
          relation === 'exact' || relation === 'close' ? [{ uri, source: titleIn(visit.words, merit) }] : [],
        ),
      ),
      ...imported.flatMap(({ uri, source, checked }) => (checked ? [{ uri, source }] : [])),
    ],
    merits: valid.map(({ meritId }) => meritId),
  }
}

async function findState(visit: Visit, question: MapsQuestion, own: Own): Promise<MapsState> {
  const { items: offers } = await visit.need<{ items: CatalogueOffer[] }>(
    `/api/pathways/offers?language=${visit.words.language}`,
  )
  const places = listPlaces(offers)
  const chosen = { from: nobodyChosen, to: nobodyChosen, answer: { kind: 'nothing' as const } }
  const nothing = { question, ...chosen, edits: {}, places }
  if (question.from === '' && question.to === '' && visit.query.size === 0 && question.kind !== 'person') return nothing
  const to = await chooseOccupation(visit, question, question.to)
  if (to === undefined) return { ...nothing, answer: { kind: 'no-map' } }
  const origin = await chooseOrigin(visit, question, own, offers)
  const state = { question, from: origin.chosen, to, places, edits: await readEdits(visit, question.map) }
  return { ...state, answer: await ask(visit, question, origin, to, own) }
}

type Origin = { chosen: Chosen; held: readonly HeldSkill[] | undefined; label: string }

async function chooseOrigin(
  visit: Visit,
  question: MapsQuestion,
  own: Own,
  offers: readonly CatalogueOffer[],
): Promise<Origin> {
  if (question.kind === 'person')
    return { chosen: nobodyChosen, held: own.held, label: visit.words.say('maps.own-merits') }
  if (question.kind === 'occupation') {
    const chosen = (await chooseOccupation(visit, question, question.from)) ?? nobodyChosen
    return { chosen, held: undefined, label: chosen.found?.label ?? '' }
  }
  if (question.from === '') return { chosen: nobodyChosen, held: undefined, label: '' }
  const [first, ...others] = findMerits(offers, question.from)
  const name = ({ merit, title }: CatalogueOffer): Named => ({ uri: merit, label: title })
  return {
    chosen: { text: question.from, found: first && name(first), others: others.map(name) },
    held: first?.skills.map((uri) => ({ uri, source: first.title })),
    label: first?.title ?? '',
  }
}

/** An occupation by its address, or by words; `undefined` where there is no map to find it on. */
async function chooseOccupation(visit: Visit, { map }: MapsQuestion, text: string): Promise<Chosen | undefined> {
  if (text === '') return nobodyChosen
  const question = choiceOf(visit, map)
  question.set('search', text)
  question.set('limit', '9')
  const answer = await visit.call<{ items: Named[] }>('GET', `/api/skills/occupations?${question}`)
  if (!answer.ok) return undefined
  const [found, ...others] = answer.body.items
  return { text: found?.uri === text ? '' : text, found, others }
}

async function readEdits(visit: Visit, map: string): Promise<MapsState['edits']> {
  if (map === '') return {}
  const answer = await visit.call<Listing<EditView>>('GET', `/api/skill-maps/${map}/edits?decision=taken&perPage=200`)
  return answer.ok ? noteEdits(answer.body.items) : {}
}

async function ask(visit: Visit, question: MapsQuestion, origin: Origin, to: Chosen, own: Own): Promise<MapsAnswer> {
  const { found } = origin.chosen
  if (origin.held ? origin.held.length === 0 : !found) return { kind: 'nothing' }
  if (!to.found && question.to !== '') return { kind: 'nothing' }
  const choice = choiceOf(visit, question.map)
  const body = { ...Object.fromEntries(choice), held: origin.held }
  if (!to.found) {
    const answer = origin.held
      ? await visit.call<TransitionsView>('POST', '/api/skills/transitions', body)
      : await visit.call<TransitionsView>('GET', `/api/skills/transitions?${withFrom(choice, found)}`)
    return answer.ok
      ? { kind: 'ways', answer: { ...answer.body, origin: { uri: '', label: origin.label } } }
      : { kind: 'no-map' }
  }
  const answer = origin.held
    ? await visit.call<LaidOver>('POST', '/api/skills/superimpose', { ...body, wanted: { occupation: to.found.uri } })
    : await visit.call<LaidOver>(
        'GET',
        `/api/skills/superimpose?${withFrom(choice, found)}&to=${encodeURIComponent(to.found.uri)}`,
      )
  if (!answer.ok) return { kind: 'no-map' }
  const laid = { ...answer.body, from: { label: origin.label } }
  return { kind: 'laid-over', answer: laid, closing: await close(visit, question, missingOf(laid), own.merits) }
}

async function close(
  visit: Visit,
  question: MapsQuestion,
  missing: readonly string[],
  heldMerits: readonly string[],
): Promise<ClosingView | undefined> {
  if (missing.length === 0) return undefined
  const answer = await visit.call<ClosingView>('POST', '/api/pathways/closing', {
    missing,
    heldMerits,
    objective: question.aim,
    constraints: constraintsOf(question),
    alternatives: 2,
    language: visit.words.language,
  })
  return answer.ok ? answer.body : undefined
}

function choiceOf(visit: Visit, map: string): URLSearchParams {
  const choice = new URLSearchParams({ language: visit.words.language })
  if (map !== '') choice.set('map', map)
  return choice
}

function withFrom(choice: URLSearchParams, from: Named | undefined): URLSearchParams {
  const question = new URLSearchParams(choice)
  question.set('from', from?.uri ?? '')
  return question
}
