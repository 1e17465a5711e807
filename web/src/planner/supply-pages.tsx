import type { TransitionsView } from '@bricka/domain/skill/explain-transitions'
import type { LackingSkill } from '@bricka/server/planning/list-lacking'
import type {
  BesideView,
  BreakdownView,
  PlaceFigure,
  PlaceView,
  SkillFigure,
} from '@bricka/server/planning/read-supply'
import { Form, Select, TextField } from '../kit/fields.tsx'
import { PageHead, Section } from '../kit/layout.tsx'
import { definePage, type PageAnswer, type Visit } from '../kit/page.ts'
import { Button, EmptyState, LinkButton } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { PlaceParts, readParts } from './place-parts.tsx'
import { SupplyMap } from './supply-map.tsx'
import {
  Beside,
  Breakdown,
  Exports,
  Figure,
  facetChoices,
  formKey,
  issuerKey,
  Ratio,
  Synthetic,
} from './supply-parts.tsx'

type Supply = Listing<SkillFigure> & { beside: BesideView }

/** Every region, by how many are counted there or can one skill: a picture and its table. */
export const planningPage = definePage('/planning', {
  get: async (visit) => {
    const { say } = visit.words
    const title = say('planning.title')
    const concept = visit.query.get('concept') ?? '*'
    const answer = await visit.call<{ items: PlaceFigure[] }>(
      'GET',
      `/api/planning/supply/places?concept=${encodeURIComponent(concept)}`,
    )
    const { items: places } = await visit.need<{ items: PlaceView[] }>('/api/planning/places')
    return {
      kind: 'page',
      title,
      description: say('planning.lead'),
      body: (
        <>
          <PageHead
            title={title}
            lead={say('planning.lead')}
            actions={<LinkButton href="/planning/gap">{say('gap.title')}</LinkButton>}
          />
          {answer.ok ? <Regions items={answer.body.items} places={places} /> : <NothingReleased />}
        </>
      ),
    }
  },
})

function NothingReleased() {
  const { say } = useWords()
  return (
    <EmptyState title={say('planning.nothing')}>
      <p>{say('planning.nothing-text')}</p>
    </EmptyState>
  )
}

function Regions({ items, places }: { items: readonly PlaceFigure[]; places: readonly PlaceView[] }) {
  const words = useWords()
  const { say } = words
  const nameOf = (code: string | null): string => {
    const place = places.find((one) => one.code === code)
    return place?.kind === 'country' ? words.country(place.code) : (place?.name ?? '')
  }
  const shown = [...items].sort((one, other) => (other.perThousand?.value ?? -1) - (one.perThousand?.value ?? -1))
  return (
    <>
      <SupplyMap items={items} title={say('planning.map')} caption={say('planning.map-caption')} />
      <Table
        caption={say('planning.regions')}
        captionShown
        columns={[
          {
            head: say('planning.place'),
            cell: ({ place }: PlaceFigure) => <a href={`/planning/${place.code}`}>{place.name}</a>,
          },
          { head: say('planning.country'), cell: ({ place }) => nameOf(place.parent) },
          { head: say('planning.people'), numeric: true, cell: ({ people }) => <Figure people={people} /> },
          {
            head: say('planning.per-thousand'),
            numeric: true,
            cell: ({ perThousand }) => <Ratio ratio={perThousand} />,
          },
        ]}
        rows={shown}
        keyOf={({ place }) => place.code}
      />
    </>
  )
}

/** The stock of one place, skill by skill, with what must be known to read it. */
export const placeSupplyPage = definePage('/planning/:place', {
  get: async (visit) => {
    const { place, address } = readAddress(visit)
    const answer = await visit.call<Supply>('GET', address)
    if (!answer.ok) return showNothing(visit, answer.problem.code)
    const { beside } = answer.body
    const { say } = visit.words
    const title = say('planning.supply-in', { place: nameOf(visit, beside) })
    const parts = await readParts(visit, beside, '*')
    return {
      kind: 'page',
      title,
      description: say('planning.supply-lead'),
      body: (
        <>
          <PageHead
            title={title}
            lead={say('planning.supply-lead')}
            actions={
              <>
                <LinkButton href={`/planning/${place}/gap`}>{say('gap.title')}</LinkButton>
                <LinkButton href={`/planning/${place}/what-if`} look="secondary">
                  {say('what-if.title', { place: nameOf(visit, beside) })}
                </LinkButton>
                <LinkButton href={`/planning/${place}/report`} look="secondary">
                  {say('report.title', { place: nameOf(visit, beside) })}
                </LinkButton>
              </>
            }
          />
          <Synthetic synthetic={beside.synthetic} />
          <RoleForm place={place} />
          <Stock supply={answer.body} address={address} />
          <PlaceParts parts={parts} beside={beside} title={title} />
          <Beside beside={beside} />
        </>
      ),
    }
  },
})

const nameOf = ({ words }: Visit, { place }: BesideView): string =>
  place.kind === 'country' ? words.country(place.code) : place.name

async function showNothing(visit: Visit, code: string): Promise<PageAnswer> {
  const { say } = visit.words
  if (code !== 'statistics-not-released') {
    await visit.need(`/api/planning/supply?place=${encodeURIComponent(visit.params.place ?? '')}`)
  }
  return {
    kind: 'page',
    title: say('planning.nothing'),
    body: (
      <>
        <PageHead title={say('planning.title')} lead={say('planning.lead')} />
        <NothingReleased />
      </>
    ),
  }
}

const kept = ['facet', 'kind', 'order', 'search', 'page', 'period'] as const

function readAddress(visit: Visit): { place: string; address: string } {
  const place = encodeURIComponent(visit.params.place ?? '')
  const asked = new URLSearchParams({ language: visit.words.language })
  for (const name of kept) {
    const value = visit.query.get(name)
    if (value) asked.set(name, value)
  }
  return { place, address: `/api/planning/supply?place=${place}&${asked}` }
}

function Stock({ supply, address }: { supply: Supply; address: string }) {
  const { path, query } = useScene()
  const { say } = useWords()
  const { beside } = supply
  return (
    <Section title={say('planning.stock')} lead={say('planning.stock-lead')}>
      <Form method="get" action={path} className="filter-form" label={say('planning.choose')}>
        <Select
          name="period"
          label={say('planning.release')}
          value={query.get('period') ?? beside.period}
          choices={beside.periods.map((value) => ({ value, text: value }))}
        />
        <Select
          name="facet"
          label={say('planning.facet')}
          value={query.get('facet') ?? 'all'}
          choices={[
            { value: 'all', text: say('planning.facet-all') },
            ...['1', '2', '3', '4', '5', '6', '7', '8'].map((level) => ({
              value: `level:${level}`,
              text: say('planning.level', { level }),
            })),
            ...facetChoices.map(({ value, key }) => ({ value, text: say(key) })),
          ]}
        />
        <Select
          name="kind"
          label={say('planning.kind')}
          value={query.get('kind') ?? 'any'}
          choices={(['any', 'skill', 'family'] as const).map((value) => ({
            value,
            text: say(`planning.kind-${value}`),
          }))}
        />
        <Select
          name="order"
          label={say('planning.order')}
          value={query.get('order') ?? 'most'}
          choices={(['most', 'fewest'] as const).map((value) => ({ value, text: say(`planning.order-${value}`) }))}
        />
        <Button look="secondary">{say('planning.show')}</Button>
      </Form>
      <SearchForm label={say('planning.search')} />
      <Table
        caption={say('planning.stock')}
        columns={[
          {
            head: say('planning.skill'),
            cell: ({ uri, label }: SkillFigure) => (
              <a href={`${path}/skill?${new URLSearchParams({ concept: uri })}`}>{label}</a>
            ),
          },
          { head: say('planning.kind'), cell: ({ type }) => say(`planning.kind-${type}`) },
          { head: say('planning.people'), numeric: true, cell: ({ people }) => <Figure people={people} /> },
          {
            head: say('planning.per-thousand'),
            numeric: true,
            cell: ({ perThousand }) => <Ratio ratio={perThousand} />,
          },
        ]}
        rows={supply.items}
        keyOf={({ uri }) => uri}
      />
      <Paging listing={supply} />
      <Exports address={address} />
    </Section>
  )
}

/** One skill in one place: who has it by which way, when it ends, and how it has gone. */
export const skillSupplyPage = definePage('/planning/:place/skill', {
  get: async (visit) => {
    const place = encodeURIComponent(visit.params.place ?? '')
    const concept = visit.query.get('concept') ?? '*'
    const question = new URLSearchParams({ concept, language: visit.words.language })
    const answer = await visit.call<BreakdownView & { beside: BesideView }>(
      'GET',
      `/api/planning/supply/skill?place=${place}&${question}`,
    )
    if (!answer.ok) return showNothing(visit, answer.problem.code)
    const { beside, ...skill } = answer.body
    const { say } = visit.words
    const label = skill.label === '' ? say('planning.any-skill') : skill.label
    const title = say('planning.skill-in', { skill: label, place: nameOf(visit, beside) })
    const parts = await readParts(visit, beside, concept)
    return {
      kind: 'page',
      title,
      body: (
        <>
          <PageHead title={title} lead={say('planning.skill-lead')} />
          <Synthetic synthetic={beside.synthetic} />
          <SkillView skill={skill} />
          <PlaceParts parts={parts} beside={beside} title={title} />
          <Beside beside={beside} />
          <div className="actions">
            <LinkButton href={`/planning/${place}`} look="secondary">
              {say('planning.supply-in', { place: nameOf(visit, beside) })}
            </LinkButton>
          </div>
        </>
      ),
    }
  },
})

function SkillView({ skill }: { skill: BreakdownView }) {
  const { say } = useWords()
  return (
    <Section title={say('planning.breakdowns')}>
      <Breakdown title={say('planning.by-period')} rows={skill.periods.map((row) => ({ ...row, text: row.code }))} />
      <Breakdown
        title={say('planning.by-level')}
        rows={skill.levels.map((row) => ({
          ...row,
          text: row.code === 'none' ? say('planning.level-none') : say('planning.level', { level: row.code }),
        }))}
      />
      <Breakdown
        title={say('planning.by-form')}
        rows={skill.forms.map((row) => ({ ...row, text: say(formKey(row.code)) }))}
      />
      <Breakdown
        title={say('planning.by-issuer')}
        rows={skill.issuers.map((row) => ({ ...row, text: say(issuerKey(row.code)) }))}
      />
      {skill.ends.length === 0 ? (
        <p>{say('planning.no-ends')}</p>
      ) : (
        <Breakdown title={say('planning.by-end')} rows={skill.ends.map((row) => ({ ...row, text: row.code }))} />
      )}
    </Section>
  )
}

function RoleForm({ place, value }: { place: string; value?: string }) {
  const { say } = useWords()
  return (
    <Form method="get" action={`/planning/${place}/role`} className="filter-form" label={say('planning.role-form')}>
      <TextField
        name="role"
        label={say('planning.role')}
        help={say('planning.role-help')}
        value={value}
        maxLength={200}
      />
      <Button look="secondary">{say('planning.role-show')}</Button>
    </Form>
  )
}

/** What a role cannot do without, the scarcest here first, and where people come from that are near it. */
export const roleSupplyPage = definePage('/planning/:place/role', {
  get: async (visit) => {
    const place = encodeURIComponent(visit.params.place ?? '')
    const { say, language } = visit.words
    const text = visit.query.get('role') ?? ''
    const found =
      text === ''
        ? undefined
        : await visit.call<{ items: { uri: string; label: string }[] }>(
            'GET',
            `/api/skills/occupations?${new URLSearchParams({ search: text, limit: '1', language })}`,
          )
    const role = found?.ok ? found.body.items[0] : undefined
    const answer =
      role &&
      (await visit.call<{ items: LackingSkill[]; beside: BesideView }>(
        'GET',
        `/api/planning/lacking?place=${place}&${new URLSearchParams({ occupation: role.uri, language })}`,
      ))
    if (answer && !answer.ok) return showNothing(visit, answer.problem.code)
    const { items: all } = await visit.need<{ items: PlaceView[] }>('/api/planning/places')
    const here = all.find(({ code }) => code === visit.params.place)
    const name = here?.kind === 'country' ? visit.words.country(here.code) : (here?.name ?? place)
    const near =
      role &&
      (await visit.call<TransitionsView>(
        'GET',
        `/api/skills/transitions?${new URLSearchParams({ from: role.uri, limit: '5', language })}`,
      ))
    const title = role
      ? say('planning.lacking', { place: name, role: role.label })
      : say('planning.lacking-any', { place: name })
    return {
      kind: 'page',
      title,
      body: (
        <>
          <PageHead title={title} lead={say('planning.lacking-lead')} />
          <RoleForm place={place} value={text} />
          {answer?.ok && role ? (
            <>
              <Synthetic synthetic={answer.body.beside.synthetic} />
              <Lacking items={answer.body.items.slice(0, 10)} place={place} />
              {near?.ok && <Near items={near.body.transitions} />}
              <Beside beside={answer.body.beside} />
            </>
          ) : (
            text !== '' && <EmptyState title={say('planning.role-unknown', { text })} />
          )}
        </>
      ),
    }
  },
})

function Lacking({ items, place }: { items: readonly LackingSkill[]; place: string }) {
  const { say } = useWords()
  return (
    <Section title={say('planning.ten')} lead={say('planning.ten-lead')}>
      <Table
        caption={say('planning.ten')}
        columns={[
          {
            head: say('planning.skill'),
            cell: ({ uri, label }: LackingSkill) => (
              <a href={`/planning/${place}/skill?${new URLSearchParams({ concept: uri })}`}>{label}</a>
            ),
          },
          { head: say('planning.people'), numeric: true, cell: ({ people }) => <Figure people={people} /> },
          {
            head: say('planning.per-thousand'),
            numeric: true,
            cell: ({ perThousand }) => <Ratio ratio={perThousand} />,
          },
          { head: say('planning.elsewhere'), numeric: true, cell: ({ elsewhere }) => <Ratio ratio={elsewhere} /> },
          {
            head: say('planning.merits'),
            cell: ({ uri, label }) => (
              <a href={`/catalogue?${new URLSearchParams({ skill: uri })}`}>
                {say('planning.find-merits')}
                <span className="visually-hidden"> {label}</span>
              </a>
            ),
          },
        ]}
        rows={items}
        keyOf={({ uri }) => uri}
      />
    </Section>
  )
}

function Near({ items }: { items: TransitionsView['transitions'] }) {
  const { say } = useWords()
  return (
    <Section title={say('planning.near')} lead={say('planning.near-lead')}>
      <ul className="plain-list">
        {items.map(({ occupation }) => (
          <li key={occupation.uri}>{occupation.label}</li>
        ))}
      </ul>
    </Section>
  )
}
