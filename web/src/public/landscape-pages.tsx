import { definitionElements, standardElements } from '@bricka/domain/landscape/european-definition'
import { areas, unitKinds } from '@bricka/domain/landscape/learning-unit'
import type { LandscapeView, UnitView } from '@bricka/server/landscape/read-units'
import { PageProblem } from '../kit/call-api.ts'
import { Checkbox, Form, Select } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { PageHead, Section } from '../kit/layout.tsx'
import { addressWith, definePage, type Page, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, EmptyState, Facts, LinkButton, Tag } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { DistanceText, elementWord, FindingBar, fieldWord, optionWord } from './landscape-parts.tsx'

/** Where which kinds of small learning occur, and how far they are from the European definition. */
const landscapePage = definePage('/landscape', {
  get: async (visit) => {
    const { say } = visit.words
    const view = await visit.need<LandscapeView>('/api/landscape')
    return {
      kind: 'page',
      title: say('landscape.title'),
      description: say('landscape.lead'),
      alternates: [{ type: 'application/json', href: '/api/landscape' }],
      body: <Landscape view={view} />,
    }
  },
})

function Landscape({ view }: { view: LandscapeView }) {
  const words = useWords()
  const { say, number } = words
  const kinds = unitKinds.filter((kind) => view.areas.some((area) => countOf(area, kind) > 0))
  return (
    <>
      <PageHead
        title={say('landscape.title')}
        lead={say('landscape.lead')}
        actions={
          <>
            <LinkButton href="/landscape/units">{say('landscape.see-units')}</LinkButton>
            <LinkButton href="/landscape/terms" look="secondary">
              {say('landscape.see-terms')}
            </LinkButton>
            <LinkButton href="/landscape/recommendations" look="secondary">
              {say('landscape.see-recommendations')}
            </LinkButton>
          </>
        }
      />
      <Callout tone="neutral" title={say('landscape.found', { count: view.total })}>
        <p>{say('landscape.qualitative')}</p>
      </Callout>
      <Section title={say('landscape.by-area')} lead={say('landscape.distance-lead')}>
        <Table
          caption={say('landscape.by-area')}
          rows={view.areas}
          keyOf={({ area }) => area}
          columns={[
            {
              head: say('landscape.area'),
              cell: ({ area }) => <a href={`/landscape/units?area=${area}`}>{words.country(area)}</a>,
            },
            { head: say('landscape.units'), numeric: true, cell: ({ units }) => number(units) },
            {
              head: say('landscape.called-so'),
              numeric: true,
              cell: ({ calledMicrocredential }) => number(calledMicrocredential),
            },
            {
              head: say('landscape.distance'),
              numeric: true,
              cell: ({ definition }) => <DistanceText distance={definition} />,
            },
          ]}
        />
      </Section>
      <Section title={say('landscape.by-kind')}>
        <Table
          caption={say('landscape.by-kind')}
          rows={kinds}
          keyOf={(kind) => kind}
          columns={[
            {
              head: say('landscape.kind'),
              cell: (kind) => <a href={`/landscape/units?kind=${kind}`}>{say(`landscape.kind-${kind}`)}</a>,
            },
            ...view.areas.map((area) => ({
              head: words.country(area.area),
              numeric: true,
              cell: (kind: (typeof kinds)[number]) => {
                const count = countOf(area, kind)
                return count === 0 ? '–' : <strong>{number(count)}</strong>
              },
            })),
          ]}
        />
        <LinkButton href="/api/landscape?format=csv" look="tertiary" icon="download" download>
          {say('kit.csv')}
        </LinkButton>
      </Section>
      <Elements view={view} of={definitionElements} title={say('landscape.definition')} />
      <Elements view={view} of={standardElements} title={say('landscape.standard')} />
    </>
  )
}

const countOf = ({ kinds }: LandscapeView['areas'][number], kind: string): number =>
  kinds.find((one) => one.kind === kind)?.units ?? 0

function Elements(props: {
  view: LandscapeView
  of: readonly LandscapeView['elements'][number]['element'][]
  title: string
}) {
  const words = useWords()
  const { say, number } = words
  const rows = props.view.elements.filter(({ element }) => props.of.includes(element))
  return (
    <Section title={props.title}>
      <Table
        caption={`${props.title}: ${say('landscape.elements')}`}
        rows={rows}
        keyOf={({ element }) => element}
        columns={[
          { head: say('landscape.element'), cell: ({ element }) => elementWord(words, element) },
          { head: say('landscape.picture'), cell: (row) => <FindingBar {...row} /> },
          { head: say('landscape.finding-yes'), numeric: true, cell: ({ yes }) => number(yes) },
          { head: say('landscape.finding-partly'), numeric: true, cell: ({ partly }) => number(partly) },
          { head: say('landscape.finding-no'), numeric: true, cell: ({ no }) => number(no) },
          { head: say('landscape.finding-unknown'), numeric: true, cell: ({ unknown }) => number(unknown) },
        ]}
      />
    </Section>
  )
}

/** All recorded units, searched and chosen. */
const unitsPage = definePage('/landscape/units', {
  get: async (visit) => {
    const { say } = visit.words
    const asked = new URLSearchParams([...visit.query].filter(([, value]) => value !== ''))
    const listing = await visit.need<Listing<UnitView>>(`/api/landscape/units?${asked}`)
    return {
      kind: 'page',
      title: say('landscape.units-title'),
      description: say('landscape.units-lead'),
      alternates: [{ type: 'application/json', href: `/api/landscape/units?${asked}` }],
      body: <Units listing={listing} />,
    }
  },
})

function Units({ listing }: { listing: Listing<UnitView> }) {
  const words = useWords()
  const { say } = words
  const { path, query } = useScene()
  return (
    <>
      <PageHead
        title={say('landscape.units-title')}
        lead={say('landscape.units-lead')}
        crumbs={[{ href: '/landscape', text: say('landscape.title') }]}
      />
      <SearchForm label={say('landscape.search')} />
      <Form method="get" action={path} className="filter-form" label={say('landscape.filter')}>
        <Select
          name="area"
          label={say('landscape.area')}
          empty={say('landscape.any')}
          value={query.get('area') ?? ''}
          choices={areas.map((value) => ({ value, text: words.country(value) }))}
        />
        <Select
          name="kind"
          label={say('landscape.kind')}
          empty={say('landscape.any')}
          value={query.get('kind') ?? ''}
          choices={unitKinds.map((value) => ({ value, text: say(`landscape.kind-${value}`) }))}
        />
        <Select
          name="order"
          label={say('landscape.order')}
          value={query.get('order') ?? 'name'}
          choices={(['name', 'nearest', 'newest'] as const).map((value) => ({
            value,
            text: say(`landscape.order-${value}`),
          }))}
        />
        <Checkbox name="examples" label={say('landscape.examples-only')} checked={query.has('examples')} />
        <Button look="secondary">{say('landscape.show')}</Button>
      </Form>
      {listing.items.length === 0 ? (
        <EmptyState title={say('landscape.none')} />
      ) : (
        <Table
          caption={say('landscape.units-title')}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            {
              head: say('landscape.name'),
              cell: ({ id, unit, goodPractice }) => (
                <>
                  <a href={`/landscape/units/${id}`} lang={unit.language}>
                    {unit.name}
                  </a>{' '}
                  {goodPractice !== null && <Tag tone="accent">{say('landscape.example')}</Tag>}
                </>
              ),
            },
            { head: say('landscape.provider'), cell: ({ unit }) => unit.provider },
            { head: say('landscape.area'), cell: ({ unit }) => words.country(unit.area) },
            { head: say('landscape.kind'), cell: ({ unit }) => say(`landscape.kind-${unit.kind}`) },
            { head: say('landscape.called'), cell: ({ unit }) => say(`landscape.called-${unit.called}`) },
            {
              head: say('landscape.distance'),
              numeric: true,
              cell: ({ definition }) => <DistanceText distance={definition} />,
            },
          ]}
        />
      )}
      <Paging listing={listing} csv={addressWith('/api/landscape/units', query, { format: 'csv', page: undefined })} />
    </>
  )
}

const unitPage = definePage('/landscape/units/:unitId', {
  get: async (visit) => {
    const view = await visit.need<UnitView>(apiOf(visit))
    return {
      kind: 'page',
      title: `${view.unit.name} – ${visit.words.say('landscape.nav')}`,
      alternates: [{ type: 'application/json', href: apiOf(visit) }],
      body: <Unit view={view} mine={designing(visit).length > 0} />,
    }
  },
})

const apiOf = (visit: Visit): string => `/api/landscape/units/${encodeURIComponent(visit.params.unitId ?? '')}`

const designing = ({ me }: Visit) =>
  me.memberships.filter(({ roles }) => roles.some((role) => role === 'creator' || role === 'representative'))

function Unit({ view, mine }: { view: UnitView; mine: boolean }) {
  const words = useWords()
  const { say, number } = words
  const { unit, study, by } = view
  const asked = Object.entries(unit.answers).map(([id, answer]): [string, string] => [
    fieldWord(words, study.template, id),
    typeof answer === 'string' && !isChoice(study.template, id)
      ? answer
      : words.enumerate([answer].flat().map((option) => optionWord(words, study.template, id, option))),
  ])
  return (
    <>
      <PageHead
        eyebrow={say(`landscape.kind-${unit.kind}`)}
        title={<span lang={unit.language}>{unit.name}</span>}
        lead={`${unit.provider}, ${words.country(unit.area)}`}
        crumbs={[
          { href: '/landscape', text: say('landscape.title') },
          { href: '/landscape/units', text: say('landscape.units-title') },
        ]}
        actions={
          mine && (
            <LinkButton href={`/landscape/units/${view.id}/merit`} icon="plus">
              {say('landscape.begin-merit')}
            </LinkButton>
          )
        }
      />
      {view.goodPractice !== null && (
        <Callout tone="success" title={say('landscape.example')}>
          <p>{view.goodPractice}</p>
        </Callout>
      )}
      <Section title={say('landscape.what')}>
        <div className="sheet">
          <Facts
            items={[
              [say('landscape.provider-kind'), say(`domain.kind.${unit.providerKind}`)],
              [say('landscape.called'), say(`landscape.called-${unit.called}`)],
              [say('landscape.language'), words.languageName(unit.language)],
              unit.hours !== undefined && [say('landscape.hours'), number(unit.hours)],
              unit.url !== undefined && [
                say('landscape.url'),
                <a key="url" href={unit.url} rel="noopener nofollow">
                  {unit.url}
                </a>,
              ],
              [say('landscape.source'), unit.source],
              [say('landscape.observed'), words.date(unit.observedOn)],
              [say('landscape.study'), study.title],
              [
                say('landscape.by'),
                <a key="by" href={`/organisations/${by.slug}`}>
                  {by.legalName}
                </a>,
              ],
            ]}
          />
        </div>
      </Section>
      {asked.length > 0 && (
        <Section title={say('landscape.asked')}>
          <div className="sheet">
            <Facts items={asked} />
          </div>
        </Section>
      )}
      <Found
        view={view}
        of={definitionElements}
        title={say('landscape.definition')}
        label={say('landscape.distance')}
        distance={view.definition}
      />
      <Found
        view={view}
        of={standardElements}
        title={say('landscape.standard')}
        label={say('landscape.distance-standard')}
        distance={view.standard}
      />
    </>
  )
}

const isChoice = (template: UnitView['study']['template'], id: string): boolean => {
  const own = template.own.find((field) => field.id === id)
  return own ? own.kind !== 'text' : id !== 'aim'
}

const tones = { yes: 'success', partly: 'warning', no: 'danger', unknown: 'neutral' } as const

function Found(props: {
  view: UnitView
  of: readonly LandscapeView['elements'][number]['element'][]
  title: string
  label: string
  distance: UnitView['definition']
}) {
  const words = useWords()
  const { say } = words
  return (
    <Section
      title={props.title}
      lead={
        <>
          {props.label}: <DistanceText distance={props.distance} />
        </>
      }
    >
      <Table
        caption={props.title}
        rows={props.of.map((element) => ({
          element,
          finding: props.view.unit.elements[element] ?? ('unknown' as const),
        }))}
        keyOf={({ element }) => element}
        columns={[
          { head: say('landscape.element'), cell: ({ element }) => elementWord(words, element) },
          {
            head: say('landscape.state'),
            cell: ({ finding }) => <Tag tone={tones[finding]}>{say(`landscape.finding-${finding}`)}</Tag>,
          },
        ]}
      />
    </Section>
  )
}

/** From what others do to a draft of one’s own, in one act. */
const unitMeritPage = definePage('/landscape/units/:unitId/merit', {
  get: async (visit) => {
    const { say } = visit.words
    const { unit } = await visit.need<UnitView>(apiOf(visit))
    const mine = designing(visit)
    if (mine.length === 0) throw new PageProblem({ code: 'login-required', status: 401, title: '', detail: '' })
    return {
      kind: 'page',
      title: `${say('landscape.begin-merit')}: ${unit.name}`,
      hidden: true,
      body: (
        <div className="narrow">
          <PageHead title={say('landscape.begin-merit')} eyebrow={unit.name} lead={say('landscape.begin-lead')} />
          <Form>
            <Select
              name="organisationId"
              label={say('landscape.begin-for')}
              choices={mine.map(({ organisationId, legalName }) => ({ value: organisationId, text: legalName }))}
            />
            <div className="actions">
              <Button>{say('landscape.begin-merit')}</Button>
              <LinkButton href={`/landscape/units/${visit.params.unitId}`} look="secondary">
                {say('kit.cancel')}
              </LinkButton>
            </div>
          </Form>
        </div>
      ),
    }
  },
  post: async (visit) => {
    const organisationId = textOf(visit.posted, 'organisationId')
    const unitId = encodeURIComponent(visit.params.unitId ?? '')
    const answer = await visit.call<{ id: string }>(
      'POST',
      `/api/organisations/${encodeURIComponent(organisationId)}/units/${unitId}/merit`,
    )
    if (!answer.ok) throw new PageProblem(answer.problem)
    const slug = visit.me.memberships.find((one) => one.organisationId === organisationId)?.slug
    return redirect(`/org/${slug}/merits/${answer.body.id}?done=saved`)
  },
})

export const landscapePages: readonly Page[] = [landscapePage, unitsPage, unitPage, unitMeritPage]
