import type { CatalogueItem, CataloguePage } from '@bricka/server/merit/search-catalogue'
import { Select, TextField } from '../kit/fields.tsx'
import { PageHead } from '../kit/layout.tsx'
import { Local } from '../kit/local.tsx'
import { definePage } from '../kit/page.ts'
import { Button, EmptyState, LinkButton, Tag } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { Paging } from '../kit/table.tsx'
import type { Words } from '../kit/words.ts'
import { showWorkload } from '../verifier/show-size.tsx'
import { glazeOf } from './glaze.ts'

const facetNames = ['skill', 'level', 'form', 'place', 'benefit', 'setting', 'language', 'country'] as const
type FacetName = (typeof facetNames)[number]

export const cataloguePage = definePage('/catalogue', {
  get: async (visit) => {
    // An empty choice of a form is no condition.
    const asked = new URLSearchParams([...visit.query].filter(([, value]) => value !== ''))
    const page = await visit.need<CataloguePage>(`/api/catalogue?${asked}`)
    return {
      kind: 'page',
      title: visit.words.say('public.catalogue'),
      description: visit.words.say('public.catalogue-lead'),
      alternates: [{ type: 'application/json', href: `/api/catalogue?${asked}` }],
      body: <Catalogue page={page} />,
    }
  },
})

function Catalogue({ page }: { page: CataloguePage }) {
  const { say } = useWords()
  const { query } = useScene()
  const csv = new URLSearchParams([...query].filter(([name, value]) => name !== 'page' && value !== ''))
  csv.set('format', 'csv')
  return (
    <>
      <PageHead title={say('public.catalogue')} lead={say('public.catalogue-lead')} />
      <div className="catalogue">
        <search className="facets" aria-label={say('public.filters')}>
          <form method="get" action="/catalogue" className="form">
            <TextField
              name="search"
              type="search"
              label={say('public.search-merits')}
              value={query.get('search') ?? ''}
              maxLength={200}
            />
            {facetNames.map((name) => (
              <Facet key={name} name={name} values={page.facets[name]} />
            ))}
            <Select
              name="endorsed"
              label={say('endorsement.facet')}
              empty={say('public.facet-any')}
              value={query.get('endorsed') ?? ''}
              choices={(['true', 'both'] as const).map((value) => ({ value, text: say(`endorsement.facet-${value}`) }))}
            />
            <Select
              name="pilot"
              label={say('endorsement.facet-pilot')}
              empty={say('public.facet-any')}
              value={query.get('pilot') ?? ''}
              choices={(['true', 'false'] as const).map((value) => ({
                value,
                text: say(`endorsement.facet-pilot-${value}`),
              }))}
            />
            <TextField
              name="maxHours"
              label={say('public.facet-hours')}
              inputMode="numeric"
              value={query.get('maxHours') ?? ''}
            />
            {query.get('organisation') && (
              <input type="hidden" name="organisation" value={query.get('organisation') ?? ''} />
            )}
            <div className="actions">
              <Button>{say('public.filter')}</Button>
              <LinkButton href="/catalogue" look="tertiary">
                {say('public.clear')}
              </LinkButton>
            </div>
          </form>
        </search>
        <section className="stack" aria-label={say('public.catalogue')}>
          {page.items.length === 0 ? (
            <EmptyState title={say('public.none-title')}>
              <p>{say('public.none-text')}</p>
            </EmptyState>
          ) : (
            <ul className="results">
              {page.items.map((item) => (
                <li key={item.meritId}>
                  <Result item={item} />
                </li>
              ))}
            </ul>
          )}
          <Paging listing={page} csv={`/api/catalogue?${csv}`} />
        </section>
      </div>
    </>
  )
}

type Value = { value: string; count: number; label?: string }

function Facet({ name, values }: { name: FacetName; values: readonly Value[] }) {
  const words = useWords()
  const { query } = useScene()
  const chosen = query.get(name) ?? ''
  if (values.length === 0 && chosen === '') return null
  const shown =
    values.some(({ value }) => value === chosen) || chosen === '' ? values : [...values, { value: chosen, count: 0 }]
  return (
    <Select
      name={name}
      label={words.say(`public.facet-${name}`)}
      value={chosen}
      empty={words.say('public.facet-any')}
      choices={shown.map(({ value, count, label }) => ({
        value,
        text: words.say('public.facet-count', { text: label || wordFacet(words, name, value), count }),
      }))}
    />
  )
}

function wordFacet(words: Words, name: FacetName, value: string): string {
  switch (name) {
    case 'level':
      return `EQF ${value}`
    case 'form':
      return words.find(`domain.participation.${value}`) ?? value
    case 'benefit':
    case 'setting':
      return words.find(`domain.${name}.${value}`) ?? value
    case 'language':
      return words.languageName(value)
    case 'country':
      return words.country(value)
    case 'place':
    case 'skill':
      return value
  }
}

export function Result({ item }: { item: CatalogueItem }) {
  const words = useWords()
  const { say } = words
  const workload = showWorkload(words, item.workload)
  return (
    <article className={`result edge-${glazeOf(item.meritId)}`}>
      <h2 className="result-title">
        <a href={`/merits/${item.meritId}`}>
          <Local text={item.title} />
        </a>
      </h2>
      <p>
        {item.owner.legalName}, {words.country(item.owner.country)}
      </p>
      <p className="clamp">
        <Local text={item.description} />
      </p>
      <ul className="result-facts">
        {workload && <li>{workload}</li>}
        {item.level && <li>{say('domain.level', { framework: item.level.framework, level: item.level.level })}</li>}
        {item.participation.length > 0 && (
          <li>{words.enumerate(item.participation.map((form) => say(`domain.participation.${form}`)))}</li>
        )}
        {item.places.length > 0 && <li>{words.list(item.places)}</li>}
        <li>{say('public.issuers-count', { count: item.issuers })}</li>
      </ul>
      {(item.pilot || item.endorsedBy.length > 0) && (
        <p>
          {item.pilot && <Tag tone="warning">{say('public.pilot')}</Tag>}{' '}
          {item.endorsedBy.map((side) => (
            <Tag key={side} tone="success">
              {say(`endorsement.by-${side}`)}
            </Tag>
          ))}
        </p>
      )}
    </article>
  )
}
