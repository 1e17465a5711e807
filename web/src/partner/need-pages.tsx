import type {
  NeedDetail,
  NeedFigure,
  NeedsView,
  PublishedWave,
  UnmetNeed,
  UnmetView,
} from '@bricka/server/need/read-needs'
import { roleMay } from '../creator/console.tsx'
import { PageProblem } from '../kit/call-api.ts'
import { Form, Select } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { PageHead, Section } from '../kit/layout.tsx'
import { addressWith, definePage, redirect } from '../kit/page.ts'
import { Button, Callout, EmptyState, Facts, LinkButton } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import type { Words } from '../kit/words.ts'
import { StrataTable } from './wave-pages.tsx'

/** What has been published of needed skills. */
export const needsPage = definePage('/needs', {
  get: async (visit) => {
    const { say } = visit.words
    const asked = new URLSearchParams([...visit.query].filter(([, value]) => value !== ''))
    const listing = await visit.need<Listing<PublishedWave>>(`/api/needs/waves?${asked}`)
    return {
      kind: 'page',
      title: say('need.published'),
      description: say('need.published-lead'),
      body: <Needs {...{ listing }} />,
    }
  },
})

function Needs({ listing }: { listing: Listing<PublishedWave> }) {
  const words = useWords()
  const { say } = words
  const { query } = useScene()
  return (
    <>
      <PageHead title={say('need.published')} lead={say('need.published-lead')} />
      <SearchForm label={say('need.search')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('need.none-published')} />
      ) : (
        <Table
          caption={say('need.published')}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            {
              head: say('need.title'),
              cell: ({ id, survey, period }) => (
                <a href={`/needs/${id}`}>
                  {survey.title}, {period}
                </a>
              ),
            },
            { head: say('need.owner'), cell: ({ organisation }) => organisation.legalName },
            { head: say('need.side'), cell: ({ survey }) => say(`need.side-${survey.side}`) },
            {
              head: say('need.place'),
              cell: ({ place, placeName }) => <a href={`/needs/unmet?place=${place}`}>{placeName}</a>,
            },
            { head: say('need.published-on'), cell: ({ publishedAt }) => words.date(publishedAt) },
          ]}
        />
      )}
      <Paging listing={listing} csv={addressWith('/api/needs/waves', query, { format: 'csv', page: undefined })} />
    </>
  )
}

/** The figures of one wave, weighted, with how sure they are; laid beside another wave where one is chosen. */
export const needResultsPage = definePage('/needs/:waveId', {
  get: async (visit) => {
    const asked = new URLSearchParams({ language: visit.words.language })
    const against = visit.query.get('against')
    if (against) asked.set('against', against)
    const id = encodeURIComponent(visit.params.waveId ?? '')
    const view = await visit.need<NeedsView>(`/api/needs/waves/${id}?${asked}`)
    asked.set('format', 'csv')
    return {
      kind: 'page',
      title: `${visit.words.say('need.results')} – ${view.survey.title}, ${view.period}`,
      body: <Results view={view} csv={`/api/needs/waves/${id}?${asked}`} against={against ?? ''} />,
    }
  },
})

/** An answer in the words that it was chosen by; a level as the EQF has it. */
const sayDetail = (words: Words, question: NeedDetail['question'], value: string): string =>
  question === 'level' ? `EQF ${value}` : (words.find(`need.${question}-${value}`) ?? value)

function Results({ view, csv, against }: { view: NeedsView; csv: string; against: string }) {
  const words = useWords()
  const { say, number } = words
  const { path } = useScene()
  const { survey, items } = view
  const most = Math.max(1, ...items.map(({ wanted }) => wanted))
  const other = view.others.find(({ id }) => id === against)
  const between = (from: number | null, to: number | null) =>
    from === null || to === null ? '–' : say('need.between', { from: number(from), to: number(to) })
  return (
    <>
      <PageHead
        eyebrow={view.organisation.legalName}
        title={`${survey.title}, ${view.period}`}
        lead={survey.about}
        crumbs={[{ href: '/needs', text: say('need.published') }]}
        actions={
          <>
            <LinkButton href={csv} look="secondary" icon="download">
              {say('kit.csv')}
            </LinkButton>
            <LinkButton href={`/needs/unmet?place=${view.place}`} look="secondary">
              {say('need.unmet-link')}
            </LinkButton>
          </>
        }
      />
      <Section title={say('need.wanted-skills')} lead={say('need.wanted-lead')}>
        {items.length === 0 ? (
          <EmptyState title={say('need.nothing-shown')}>
            <p>{say('need.nothing-shown-text')}</p>
          </EmptyState>
        ) : (
          <Table
            caption={say('need.wanted-skills')}
            rows={items}
            keyOf={({ concept, horizon }) => concept + horizon}
            columns={[
              { head: say('need.skill'), cell: ({ label }) => label },
              { head: say('need.horizon'), cell: ({ horizon }) => say(`need.horizon-${horizon}`) },
              { head: say('need.wanted'), numeric: true, cell: ({ wanted }) => number(wanted) },
              { head: say('need.interval'), numeric: true, cell: ({ atLeast, atMost }) => between(atLeast, atMost) },
              {
                head: say('need.chart'),
                cell: ({ wanted }) => (
                  <svg
                    className="bar"
                    viewBox="0 0 100 10"
                    preserveAspectRatio="none"
                    aria-hidden="true"
                    focusable="false"
                  >
                    <rect width={(100 * wanted) / most} height="10" />
                  </svg>
                ),
              },
              {
                head: say('need.share'),
                numeric: true,
                cell: ({ share }) => (
                  <>
                    {number(share.value)} <small>{between(share.atLeast, share.atMost)}</small>
                  </>
                ),
              },
              { head: say('need.base'), numeric: true, cell: ({ base }) => number(base) },
              ...(items.some(({ stating }) => stating.length > 0)
                ? [
                    {
                      head: say('answered-need.stating'),
                      cell: ({ stating }: NeedFigure) => <Merits items={stating} />,
                    },
                  ]
                : []),
              ...(other
                ? [
                    {
                      head: say('need.difference'),
                      numeric: true,
                      cell: ({ against: than }: (typeof items)[number]) =>
                        than ? (
                          <>
                            {number(than.value)} <small>{between(than.atLeast, than.atMost)}</small>{' '}
                            {than.sure ? '' : say('need.unsure')}
                          </>
                        ) : (
                          '–'
                        ),
                    },
                  ]
                : []),
            ]}
          />
        )}
        {view.others.length > 0 && (
          <Form method="get" action={path} className="filter-form">
            <Select
              name="against"
              label={say('need.against')}
              value={against}
              empty={say('need.against-none')}
              choices={view.others.map(({ id, survey: than, period }) => ({
                value: id,
                text: `${than.title}, ${period} (${say(`need.side-${than.side}`)})`,
              }))}
            />
            <Button look="secondary">{say('need.compare')}</Button>
          </Form>
        )}
      </Section>
      {view.details.length > 0 && (
        <Section title={say('need.details')} lead={say('need.details-lead')}>
          <Table
            caption={say('need.details')}
            rows={view.details}
            keyOf={({ concept, question, value }) => `${concept} ${question} ${value}`}
            columns={[
              { head: say('need.skill'), cell: ({ label }) => label },
              { head: say('need.question'), cell: ({ question }) => say(`need.ask-${question}`) },
              { head: say('need.answer'), cell: ({ question, value }) => sayDetail(words, question, value) },
              {
                head: say('need.details-share'),
                numeric: true,
                cell: ({ share }) => (
                  <>
                    {number(share.value)} <small>{between(share.atLeast, share.atMost)}</small>
                  </>
                ),
              },
              { head: say('need.base'), numeric: true, cell: ({ base }) => number(base) },
            ]}
          />
          <LinkButton href={`${csv}&part=details`} look="tertiary" icon="download" download>
            {say('need.details-csv')}
          </LinkButton>
        </Section>
      )}
      <Section title={say('need.how-made')}>
        <Facts
          items={[
            [say('need.level'), say(`need.level-${survey.level}`)],
            [say('need.side'), say(`need.side-${survey.side}`)],
            [say('need.population'), survey.population],
            [say('need.frame'), survey.frame],
            [say('need.place'), view.placeName],
            [say('need.weighting'), say('need.weighting-text')],
            [say('need.protection'), say('need.protection-text')],
            [say('need.self-selected'), say('need.self-selected-text', { count: view.selfSelected })],
            [say('need.uncoded'), number(view.uncoded)],
          ]}
        />
        <StrataTable strata={view.strata} />
      </Section>
    </>
  )
}

/** What a place asks for and no merit answers, with the way to one that does. */
export const unmetPage = definePage('/needs/unmet', {
  get: async (visit) => {
    const { say, language } = visit.words
    const { items: waves } = await visit.need<Listing<PublishedWave>>('/api/needs/waves?perPage=200')
    const places = [...new Map(waves.map((wave) => [wave.place, wave.placeName]))]
    const place = visit.query.get('place') ?? places[0]?.[0] ?? 'SE'
    const view = await visit.need<UnmetView>(`/api/needs/unmet?place=${encodeURIComponent(place)}&language=${language}`)
    return { kind: 'page', title: say('need.unmet'), body: <Unmet view={view} place={place} places={places} /> }
  },
})

function Unmet({ view, place, places }: { view: UnmetView; place: string; places: readonly [string, string][] }) {
  const { say, number } = useWords()
  const { me, path } = useScene()
  const designs = me.memberships.some(({ roles }) => roleMay(roles, 'design'))
  const columns = [
    { head: say('need.skill'), cell: ({ label }: UnmetNeed) => label },
    { head: say('need.horizon'), cell: ({ horizon }: UnmetNeed) => say(`need.horizon-${horizon}`) },
    { head: say('need.wanted'), numeric: true, cell: ({ wanted }: UnmetNeed) => number(wanted) },
  ]
  const keyOf = ({ concept, horizon, waveId }: UnmetNeed): string => waveId + concept + horizon
  const stating = (needs: readonly UnmetNeed[]) =>
    needs.some((need) => need.stating.length > 0)
      ? [{ head: say('answered-need.stating'), cell: (need: UnmetNeed) => <Merits items={need.stating} /> }]
      : []
  return (
    <>
      <PageHead
        title={say('need.unmet')}
        lead={say('need.unmet-lead')}
        crumbs={[{ href: '/needs', text: say('need.published') }]}
      />
      {places.length > 0 && (
        <Form method="get" action={path} className="filter-form">
          <Select
            name="place"
            label={say('need.place')}
            value={place}
            choices={places.map(([value, text]) => ({ value, text }))}
          />
          <Button look="secondary">{say('kit.search')}</Button>
        </Form>
      )}
      <Section title={say('need.unanswered')}>
        {view.unmet.length === 0 ? (
          <Callout tone="neutral" title={say('need.no-unmet')} />
        ) : (
          <Table
            caption={say('need.unanswered')}
            rows={view.unmet}
            keyOf={keyOf}
            columns={[
              ...columns,
              ...stating(view.unmet),
              ...(designs
                ? [
                    {
                      head: say('need.answer-it'),
                      cell: ({ concept, label, waveId }: UnmetNeed) => (
                        <a href={`/needs/design?${new URLSearchParams({ concept, label, wave: waveId })}`}>
                          {say('need.design')} <span className="visually-hidden">{label}</span>
                        </a>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
      </Section>
      {view.met.length > 0 && (
        <Section title={say('need.met')}>
          <Table
            caption={say('need.met')}
            rows={view.met}
            keyOf={keyOf}
            columns={[
              ...columns,
              {
                head: say('need.merits'),
                cell: ({ merits }) => <Merits items={merits} />,
              },
              ...stating(view.met),
            ]}
          />
        </Section>
      )}
      {view.unasked.length > 0 && (
        <Section title={say('need.unasked')} lead={say('need.unasked-lead', { count: view.unaskedTotal })}>
          <ul>
            {view.unasked.map(({ id, title }) => (
              <li key={id}>
                <a href={`/merits/${id}`}>{title}</a>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

const Merits = ({ items }: { items: UnmetNeed['merits'] }) => (
  <ul className="plain">
    {items.map(({ id, title }) => (
      <li key={id}>
        <a href={`/merits/${id}`}>{title}</a>
      </li>
    ))}
  </ul>
)

/** From a need to a draft that answers it: its name, its skill and which need it answers are there from the start. */
export const designForNeedPage = definePage('/needs/design', {
  get: async (visit) => {
    const { say } = visit.words
    const label = visit.query.get('label') ?? ''
    const mine = visit.me.memberships.filter(({ roles }) => roleMay(roles, 'design'))
    if (mine.length === 0) throw new PageProblem({ code: 'login-required', status: 401, title: '', detail: '' })
    return {
      kind: 'page',
      title: say('need.design-title'),
      hidden: true,
      body: (
        <div className="narrow">
          <PageHead title={say('need.design-title')} lead={say('need.design-lead', { skill: label })} />
          <Form>
            <Select
              name="organisationId"
              label={say('need.design-for')}
              choices={mine.map(({ organisationId, legalName }) => ({ value: organisationId, text: legalName }))}
            />
            <div className="actions">
              <Button>{say('need.design')}</Button>
            </div>
          </Form>
        </div>
      ),
    }
  },
  post: async (visit) => {
    const organisationId = textOf(visit.posted, 'organisationId')
    const { language } = visit.words
    const label = visit.query.get('label') ?? ''
    const uri = visit.query.get('concept') ?? ''
    const wave = visit.query.get('wave')
    const framework = uri.startsWith('http://data.europa.eu/esco/') ? 'ESCO' : 'JobTech Taxonomy'
    const answer = await visit.call<{ id: string }>('POST', '/api/merits', {
      organisationId,
      design: {
        title: { [language]: label },
        languagesOfContent: [language],
        answersNeeds: wave ? [{ waveId: wave, concept: uri }] : [],
        outcomes: [
          {
            id: 'need',
            type: 'skill',
            statement: { [language]: label },
            alignments: [{ uri, label, framework, relation: 'exact' }],
          },
        ],
      },
    })
    if (!answer.ok) throw new PageProblem(answer.problem)
    const slug = visit.me.memberships.find((one) => one.organisationId === organisationId)?.slug
    return redirect(`/org/${slug}/merits/${answer.body.id}?done=saved`)
  },
})
