import type { ClosingView } from '@bricka/domain/pathway/closing-view'
import type { NamedView } from '@bricka/domain/skill/superimposed-view'
import type { ReachView } from '@bricka/server/planning/read-reach'
import type { BesideView, PlaceView } from '@bricka/server/planning/read-supply'
import type { Superimposition } from '@bricka/server/skill/map-routes'
import { PageHead, Section } from '../kit/layout.tsx'
import { definePage, type Visit } from '../kit/page.ts'
import { Callout, EmptyState, LinkButton } from '../kit/pieces.tsx'
import { missingOf } from './maps-state.ts'
import { Beside, Synthetic } from './supply-parts.tsx'
import { Assumed, type Moves, MovesForm, MovesList, type Way, WaySection } from './what-if-moves.tsx'
import { ReachForm, ReachResult } from './what-if-reach.tsx'

/** What if: how many are near an occupation, and where people could go whose jobs end here. Reckoned from the classification and from figures alone. */
export const whatIfPage = definePage('/planning/:place/what-if', {
  get: async (visit) => {
    const { say } = visit.words
    const place = encodeURIComponent(visit.params.place ?? '')
    const name = await findName(visit)
    const title = say('what-if.title', { place: name })
    const moves = await readMoves(visit, place)
    const reach = await readReach(visit, place)
    const beside = reach?.answer?.beside ?? moves?.answer?.beside
    return {
      kind: 'page',
      title,
      description: say('what-if.lead'),
      body: (
        <>
          <PageHead
            title={title}
            lead={say('what-if.lead')}
            crumbs={[
              { href: '/planning', text: say('planning.title') },
              { href: `/planning/${place}`, text: say('planning.supply-in', { place: name }) },
            ]}
            actions={
              <LinkButton href={`/planning/${place}/gap`} look="secondary">
                {say('gap.title')}
              </LinkButton>
            }
          />
          {beside && <Synthetic synthetic={beside.synthetic} />}
          <Section title={say('what-if.reach')} lead={say('what-if.reach-lead')}>
            <ReachForm role={reach?.label ?? ''} />
            {reach?.refused && <EmptyState title={reach.refused} />}
            {reach?.answer && <ReachResult reach={reach.answer} address={reach.address} />}
          </Section>
          <Section title={say('what-if.moves')} lead={say('what-if.moves-lead')}>
            <MovesForm from={moves?.label ?? ''} people={visit.query.get('people') ?? '100'} />
            {moves?.refused && <EmptyState title={moves.refused} />}
            {moves?.answer && (
              <>
                <Callout title={say('what-if.assumed')}>
                  <Assumed assumed={moves.answer.assumed} />
                </Callout>
                <MovesList moves={moves.answer} address={moves.address} />
              </>
            )}
          </Section>
          {moves?.answer && moves.way && <WaySection way={moves.way} moves={moves.answer} />}
          {beside && <Beside beside={beside} />}
        </>
      ),
    }
  },
})

async function findName({ need, params, words }: Visit): Promise<string> {
  const { items } = await need<{ items: PlaceView[] }>('/api/planning/places')
  const place = items.find(({ code }) => code === params.place)
  // What is no place is not found.
  if (!place) await need(`/api/planning/supply?place=${encodeURIComponent(params.place ?? '')}`)
  return place?.kind === 'country' ? words.country(place.code) : (place?.name ?? '')
}

async function findOccupation({ call, words }: Visit, text: string): Promise<NamedView | undefined> {
  const question = new URLSearchParams({ search: text, limit: '1', language: words.language })
  const found = await call<{ items: NamedView[] }>('GET', `/api/skills/occupations?${question}`)
  return found.ok ? found.body.items[0] : undefined
}

type Asked<Answer> = { label: string; address: string; answer?: Answer & { beside: BesideView }; refused?: string }

async function readReach(visit: Visit, place: string): Promise<Asked<ReachView> | undefined> {
  const { query, words, call } = visit
  const text = query.get('role')?.trim() ?? ''
  if (text === '') return undefined
  const role = await findOccupation(visit, text)
  if (!role) return { label: text, address: '', refused: words.say('planning.role-unknown', { text }) }
  const asked = new URLSearchParams({ occupation: role.uri, language: words.language })
  const address = `/api/planning/what-if/reach?place=${place}&${asked}`
  const answer = await call<ReachView & { beside: BesideView }>('GET', address)
  if (!answer.ok) return { label: role.label, address, refused: words.say('planning.nothing') }
  return { label: role.label, address, answer: answer.body }
}

async function readMoves(visit: Visit, place: string): Promise<(Asked<Moves> & { way?: Way | undefined }) | undefined> {
  const { query, words, call } = visit
  const text = query.get('from')?.trim() ?? ''
  if (text === '') return undefined
  const from = await findOccupation(visit, text)
  if (!from) return { label: text, address: '', refused: words.say('planning.role-unknown', { text }) }
  const asked = new URLSearchParams({ from: from.uri, language: words.language })
  for (const name of ['people', 'order', 'search', 'page']) {
    const value = query.get(name)
    if (value) asked.set(name, value)
  }
  const address = `/api/planning/what-if/moves?place=${place}&${asked}`
  const answer = await call<Moves & { beside: BesideView }>('GET', `${address}&perPage=10`)
  if (!answer.ok)
    return {
      label: from.label,
      address,
      refused: words.say(
        answer.problem.code === 'statistics-not-released' ? 'planning.nothing' : 'what-if.people-wrong',
      ),
    }
  return { label: from.label, address, answer: answer.body, way: await readWay(visit, from) }
}

async function readWay({ query, words, call }: Visit, from: NamedView): Promise<Way | undefined> {
  const to = query.get('to') ?? ''
  if (to === '') return undefined
  const { language } = words
  const laid = await call<Superimposition>(
    'GET',
    `/api/skills/superimpose?${new URLSearchParams({ from: from.uri, to, language })}`,
  )
  if (!laid.ok) return undefined
  const missing = missingOf(laid.body)
  const closing =
    missing.length > 0
      ? await call<ClosingView>('POST', '/api/pathways/closing', { missing, objective: 'fewest', language })
      : undefined
  return { to: laid.body.to?.label ?? to, view: laid.body, closing: closing?.ok ? closing.body : undefined }
}
