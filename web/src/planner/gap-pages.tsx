import { horizons } from '@bricka/domain/need/survey'
import type { ClosingView } from '@bricka/domain/pathway/closing-view'
import { type Objective, objectives } from '@bricka/domain/pathway/objective'
import { branches } from '@bricka/domain/planning/branch'
import type { GapFigure, NearView, PlaceGap } from '@bricka/server/planning/read-gap'
import type { BesideView, PlaceView } from '@bricka/server/planning/read-supply'
import type { ReactNode } from 'react'
import { Form, Select } from '../kit/fields.tsx'
import { PageHead, Section } from '../kit/layout.tsx'
import { definePage, type PageAnswer, type Visit } from '../kit/page.ts'
import { Button, EmptyState, LinkButton } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { GapBar, Lacking } from './gap-parts.tsx'
import { GapPlaces, readPartGaps } from './gap-places.tsx'
import { Closing } from './maps-closing.tsx'
import { allRegions } from './supply-map.tsx'
import { Beside, Exports, Figure, Synthetic } from './supply-parts.tsx'

type Gaps = Listing<GapFigure> & { beside: BesideView }

/** Where what employers want and who is there differ most: a picture and its table. */
export const gapPage = definePage('/planning/gap', {
  get: async (visit) => {
    const { say } = visit.words
    const asked = keepAsked(visit, ['branch', 'until'])
    const answer = await visit.call<{ items: PlaceGap[] }>('GET', `/api/planning/gap/places?${asked}`)
    const { items: places } = await visit.need<{ items: PlaceView[] }>('/api/planning/places')
    const title = say('gap.title')
    return {
      kind: 'page',
      title,
      description: say('gap.lead'),
      body: (
        <>
          <PageHead
            title={title}
            lead={say('gap.lead')}
            crumbs={[{ href: '/planning', text: say('planning.title') }]}
          />
          <Choose />
          {answer.ok && answer.body.items.length > 0 ? (
            <GapPlaces
              items={answer.body.items}
              places={places.filter(({ kind }) => kind === 'region')}
              picture={allRegions}
              title={say('gap.map')}
              csv={`/api/planning/gap/places?${asked}&format=csv`}
            />
          ) : (
            <NobodyAsked />
          )}
        </>
      ),
    }
  },
})

function keepAsked({ query, words }: Visit, names: readonly string[]): URLSearchParams {
  const asked = new URLSearchParams({ language: words.language })
  for (const name of names) for (const value of query.getAll(name)) if (value) asked.append(name, value)
  return asked
}

/** The branch, and until when. */
function Choose() {
  const { path, query } = useScene()
  const { say } = useWords()
  return (
    <Form method="get" action={path} className="filter-form" label={say('gap.choose')}>
      <Select
        name="branch"
        label={say('gap.branch')}
        empty={say('gap.branch-any')}
        value={query.get('branch') ?? ''}
        choices={branches.map((value) => ({ value, text: say(`gap.branch-${value}`) }))}
      />
      <Select
        name="until"
        label={say('gap.until')}
        value={query.get('until') ?? 'three-years'}
        choices={horizons.map((value) => ({ value, text: say(`gap.until-${value}`) }))}
      />
      <Button look="secondary">{say('planning.show')}</Button>
    </Form>
  )
}

function NobodyAsked() {
  const { say } = useWords()
  return (
    <EmptyState title={say('gap.none')} action={<LinkButton href="/needs">{say('gap.needs')}</LinkButton>}>
      <p>{say('gap.none-text')}</p>
    </EmptyState>
  )
}

/** What is wanted in a place beside who is there, skill by skill; from here one plans for some of them. */
export const placeGapPage = definePage('/planning/:place/gap', {
  get: async (visit) => {
    const { say } = visit.words
    const place = encodeURIComponent(visit.params.place ?? '')
    const asked = keepAsked(visit, ['branch', 'until', 'search', 'page'])
    const address = `/api/planning/gap?place=${place}&perPage=10&${asked}`
    const answer = await visit.call<Gaps>('GET', address)
    if (!answer.ok) return refuse(visit, answer.problem.code)
    const { beside, ...listing } = answer.body
    const name = nameOf(visit, beside)
    const title = say('gap.in', { place: name })
    const parts = await readPartGaps(visit, beside, keepAsked(visit, ['branch', 'until']))
    const asksNobody = listing.total === 0 && !visit.query.get('search')
    return {
      kind: 'page',
      title,
      description: say('gap.lead'),
      body: (
        <>
          <PageHead
            title={title}
            lead={say('gap.lead')}
            crumbs={[
              { href: '/planning', text: say('planning.title') },
              { href: '/planning/gap', text: say('gap.title') },
            ]}
            actions={
              <>
                <LinkButton href={`/planning/${place}`} look="secondary">
                  {say('planning.supply-in', { place: name })}
                </LinkButton>
                <LinkButton href={`/planning/${place}/what-if`} look="secondary">
                  {say('what-if.title', { place: name })}
                </LinkButton>
                <LinkButton href={`/planning/${place}/report`} look="secondary">
                  {say('report.title', { place: name })}
                </LinkButton>
              </>
            }
          />
          <Synthetic synthetic={beside.synthetic} />
          <Choose />
          {asksNobody ? <NobodyAsked /> : <GapList place={place} listing={listing} address={address} />}
          {parts && (
            <Section title={say('gap.parts')} lead={say('gap.parts-lead')}>
              <GapPlaces {...parts} title={say('planning.parts-map', { title })} />
            </Section>
          )}
          <Beside beside={beside} />
        </>
      ),
    }
  },
})

const nameOf = ({ words }: Visit, { place }: BesideView): string =>
  place.kind === 'country' ? words.country(place.code) : place.name

/** Where there is no release yet, that is said; what is no place is not found. */
export async function refuse(visit: Visit, code: string): Promise<PageAnswer> {
  if (code !== 'statistics-not-released')
    await visit.need(`/api/planning/supply?place=${encodeURIComponent(visit.params.place ?? '')}`)
  const { say } = visit.words
  return {
    kind: 'page',
    title: say('planning.nothing'),
    body: (
      <>
        <PageHead title={say('gap.title')} lead={say('gap.lead')} />
        <EmptyState title={say('planning.nothing')}>
          <p>{say('planning.nothing-text')}</p>
        </EmptyState>
      </>
    ),
  }
}

function GapList({ place, listing, address }: { place: string; listing: Listing<GapFigure>; address: string }) {
  const { query } = useScene()
  const { say } = useWords()
  const first = (listing.page - 1) * listing.perPage
  return (
    <Section title={say('gap.list')} lead={say('gap.list-lead')}>
      <SearchForm label={say('planning.search')} />
      <Form method="get" action={`/planning/${place}/plan`} className="wide-form" label={say('gap.plan-for')}>
        {query.get('until') && <input type="hidden" name="until" value={query.get('until') ?? ''} />}
        <GapTable
          place={place}
          items={listing.items}
          first={first}
          choose={(uri, label) => (
            <input
              type="checkbox"
              name="skill"
              value={uri}
              aria-label={say('gap.choose-skill', { skill: label })}
              defaultChecked={first === 0}
            />
          )}
        />
        <Button>{say('gap.plan-for')}</Button>
      </Form>
      <Paging listing={listing} />
      <Exports address={address} />
    </Section>
  )
}

function GapTable(props: {
  place: string
  items: readonly GapFigure[]
  first: number
  choose?: (uri: string, label: string) => ReactNode
}) {
  const words = useWords()
  const { say, number } = words
  const { place, items, first, choose } = props
  const most = Math.max(1, ...items.map(({ wantedAtMost, people }) => Math.max(wantedAtMost, people ?? 0)))
  return (
    <>
      <Table
        caption={say('gap.list')}
        columns={[
          ...(choose ? [{ head: say('gap.chosen'), cell: ({ uri, label }: GapFigure) => choose(uri, label) }] : []),
          {
            head: say('planning.skill'),
            cell: ({ uri, label }: GapFigure) => (
              <>
                {first + items.findIndex((item) => item.uri === uri) + 1}.{' '}
                <a href={`/planning/${place}/skill?${new URLSearchParams({ concept: uri })}`}>{label}</a>
              </>
            ),
          },
          {
            head: say('gap.wanted'),
            numeric: true,
            cell: ({ wanted, wantedAtLeast, wantedAtMost }) => (
              <>
                {number(wanted)}{' '}
                <small>{say('planning.between', { from: number(wantedAtLeast), to: number(wantedAtMost) })}</small>
              </>
            ),
          },
          { head: say('gap.people'), numeric: true, cell: ({ people }) => <Figure people={people} /> },
          { head: say('gap.lacking'), numeric: true, cell: (gap) => <Lacking gap={gap} /> },
          { head: say('gap.picture'), cell: (gap) => <GapBar gap={gap} most={most} /> },
          {
            head: say('gap.source'),
            cell: ({ waveId, otherSurveys, label }) => (
              <>
                <a href={`/needs/${waveId}`}>
                  {say('gap.survey')}
                  <span className="visually-hidden"> {label}</span>
                </a>
                {otherSurveys > 0 && <small> {say('gap.other-surveys', { count: otherSurveys })}</small>}
              </>
            ),
          },
        ]}
        rows={items}
        keyOf={({ uri }) => uri}
      />
      <p className="check-means">{say('gap.picture-means')}</p>
    </>
  )
}

/** For some chosen skills: who is near, and which merits would do it. Made to be shown, printed and taken along. */
export const planPage = definePage('/planning/:place/plan', {
  get: async (visit) => {
    const { say, language } = visit.words
    const place = encodeURIComponent(visit.params.place ?? '')
    const skills = [...new Set(visit.query.getAll('skill'))].slice(0, 30)
    if (skills.length === 0)
      return { kind: 'redirect', to: `/planning/${place}/gap?${keepAsked(visit, ['branch', 'until'])}` }
    const asked = keepAsked(visit, ['until', 'skill'])
    const address = `/api/planning/gap?place=${place}&perPage=30&${asked}`
    const answer = await visit.call<Gaps>('GET', address)
    if (!answer.ok) return refuse(visit, answer.problem.code)
    const { beside, items } = answer.body
    const near = await visit.need<NearView>(`/api/planning/near?place=${place}&${keepAsked(visit, ['skill'])}`)
    const aim = objectives.find((one) => one === visit.query.get('aim')) ?? 'fewest'
    const closing = await visit.call<ClosingView>('POST', '/api/pathways/closing', {
      missing: skills,
      objective: aim,
      language,
    })
    const title = say('gap.plan', { count: skills.length, place: nameOf(visit, beside) })
    const names = new Map(near.skills.map(({ uri, label }) => [uri, label]))
    return {
      kind: 'page',
      title,
      description: say('gap.plan-lead'),
      body: (
        <>
          <PageHead
            title={title}
            lead={say('gap.plan-lead')}
            crumbs={[
              { href: '/planning', text: say('planning.title') },
              { href: `/planning/${place}/gap`, text: say('gap.in', { place: nameOf(visit, beside) }) },
            ]}
          />
          <Synthetic synthetic={beside.synthetic} />
          {items.length > 0 && (
            <Section title={say('gap.list')}>
              <GapTable place={place} items={items} first={0} />
              <Exports address={address} />
            </Section>
          )}
          <Near near={near} place={place} />
          <AimForm aim={aim} />
          {closing.ok && <Closing closing={closing.body} names={names} aim={aim} />}
          <Beside beside={beside} />
        </>
      ),
    }
  },
})

function AimForm({ aim }: { aim: Objective }) {
  const { path, query } = useScene()
  const { say } = useWords()
  return (
    <Form method="get" action={path} className="filter-form" label={say('maps.aim')}>
      {query.getAll('skill').map((skill) => (
        <input key={skill} type="hidden" name="skill" value={skill} />
      ))}
      {query.get('until') && <input type="hidden" name="until" value={query.get('until') ?? ''} />}
      <Select
        name="aim"
        label={say('maps.aim')}
        value={aim}
        choices={objectives.map((value) => ({ value, text: say(`maps.aim-${value}`) }))}
      />
      <Button look="secondary">{say('planning.show')}</Button>
    </Form>
  )
}

function Near({ near, place }: { near: NearView; place: string }) {
  const { say } = useWords()
  const names = new Map(near.skills.map(({ uri, label }) => [uri, label]))
  return (
    <Section title={say('gap.near')} lead={say('gap.near-lead')}>
      <Table
        caption={say('gap.near')}
        columns={[
          { head: say('planning.skill'), cell: ({ label }: NearView['skills'][number]) => label },
          { head: say('gap.people'), numeric: true, cell: ({ people }) => <Figure people={people} /> },
          {
            head: say('gap.family'),
            cell: ({ family }) =>
              family ? (
                <a href={`/planning/${place}/skill?${new URLSearchParams({ concept: family.uri })}`}>{family.label}</a>
              ) : (
                '–'
              ),
          },
          {
            head: say('gap.family-people'),
            numeric: true,
            cell: ({ family }) => <Figure people={family?.people ?? null} />,
          },
        ]}
        rows={near.skills}
        keyOf={({ uri }) => uri}
      />
      {near.occupations.length > 0 && (
        <Table
          caption={say('gap.occupations')}
          captionShown
          columns={[
            {
              head: say('gap.occupation'),
              cell: ({ label }: NearView['occupations'][number]) => label,
            },
            {
              head: say('gap.brings'),
              cell: ({ skills }) =>
                `${say('gap.of', { count: skills.length, all: near.skills.length })}: ${skills.map((uri) => names.get(uri) ?? uri).join(', ')}`,
            },
          ]}
          rows={near.occupations}
          keyOf={({ uri }) => uri}
        />
      )}
      <p className="check-means">{say('gap.occupations-lead')}</p>
    </Section>
  )
}
