import { pickText } from '@bricka/domain/local-text'
import type { CataloguePage } from '@bricka/server/merit/search-catalogue'
import type { OrganisationView } from '@bricka/server/organisation/organisation-view'
import { PageHead, Section } from '../kit/layout.tsx'
import { Local } from '../kit/local.tsx'
import { definePage } from '../kit/page.ts'
import { Callout, Facts, Tag } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { GoesOn } from '../verifier/goes-on.tsx'
import { OuterLink } from '../verifier/said.tsx'
import { Result } from './catalogue-page.tsx'

export const organisationsPage = definePage('/organisations', {
  get: async (visit) => {
    const listing = await visit.need<Listing<OrganisationView>>(`/api/organisations?${visit.query}`)
    return { kind: 'page', title: visit.words.say('public.organisations'), body: <Organisations listing={listing} /> }
  },
})

function Organisations({ listing }: { listing: Listing<OrganisationView> }) {
  const { say, country } = useWords()
  const { query } = useScene()
  const csv = new URLSearchParams({ search: query.get('search') ?? '', format: 'csv' })
  return (
    <>
      <PageHead title={say('public.organisations')} lead={say('public.organisations-lead')} />
      <SearchForm label={say('public.search-organisations')} />
      <div className="section">
        <Table
          caption={say('public.organisations')}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            {
              head: say('public.org-name'),
              cell: ({ slug, legalName, endedAt }) => (
                <>
                  <a href={`/organisations/${slug}`}>{legalName}</a>
                  {endedAt && (
                    <>
                      {' '}
                      <Tag>{say('estate.ended')}</Tag>
                    </>
                  )}
                </>
              ),
            },
            { head: say('public.org-kind'), cell: ({ kind }) => say(`domain.kind.${kind}`) },
            { head: say('public.org-country'), cell: (one) => country(one.country) },
            { head: say('public.org-region'), cell: ({ region }) => region ?? '' },
          ]}
        />
        <Paging listing={listing} csv={`/api/organisations?${csv}`} />
      </div>
    </>
  )
}

type OrganisationDetail = OrganisationView & {
  successor: { slug: string; legalName: string } | null
  movedTo: string | null
  legalIdentifiers: readonly { scheme: string; value: string }[]
  keys: readonly {
    id: string
    verificationMethod: string
    validFrom: string
    retiredAt: string | null
    compromisedAt: string | null
  }[]
}

export const organisationPage = definePage('/organisations/:slug', {
  get: async (visit) => {
    const slug = encodeURIComponent(visit.params.slug ?? '')
    const organisation = await visit.need<OrganisationDetail>(`/api/organisations/${slug}`)
    const merits = await visit.call<CataloguePage>('GET', `/api/catalogue?organisation=${slug}&perPage=100`)
    return {
      kind: 'page',
      title: organisation.legalName,
      description: (pickText(organisation.about ?? {}, visit.words.language)?.text ?? '').slice(0, 160),
      alternates: [{ type: 'application/did+json', href: `/organisations/${slug}/did.json` }],
      body: <Organisation organisation={organisation} merits={merits.ok ? merits.body.items : []} />,
    }
  },
})

function Organisation(props: { organisation: OrganisationDetail; merits: CataloguePage['items'] }) {
  const { organisation, merits } = props
  const { say, country, date } = useWords()
  return (
    <>
      <PageHead
        eyebrow={say(`domain.kind.${organisation.kind}`)}
        title={organisation.legalName}
        lead={<Local text={organisation.about ?? undefined} />}
        crumbs={[{ href: '/organisations', text: say('public.organisations') }]}
      />
      {organisation.endedAt && (
        <Callout title={say('estate.ended-on', { at: date(organisation.endedAt) })}>
          <p>{say('estate.ended-public')}</p>
          <GoesOn successor={organisation.successor} movedTo={organisation.movedTo} />
        </Callout>
      )}
      <div className="sheet">
        <Facts
          items={[
            [say('public.org-country'), country(organisation.country)],
            organisation.region ? [say('public.org-region'), organisation.region] : undefined,
            organisation.homepage
              ? [
                  say('public.org-home'),
                  <OuterLink key="home" href={organisation.homepage}>
                    {organisation.homepage}
                  </OuterLink>,
                ]
              : undefined,
            ...organisation.legalIdentifiers.map(
              ({ scheme, value }) => [`${say('public.org-register')} (${scheme})`, value] as const,
            ),
            [say('public.org-did'), <code key="did">{organisation.did}</code>],
          ]}
        />
      </div>
      {merits.length > 0 && (
        <Section title={say('public.org-merits')}>
          <ul className="results">
            {merits.map((item) => (
              <li key={item.meritId}>
                <Result item={item} />
              </li>
            ))}
          </ul>
          <p>
            <a href={`/organisations/${organisation.slug}/principles`}>{say('principle.link')}</a>
          </p>
        </Section>
      )}
      <Section title={say('public.org-keys')} lead={say('public.org-keys-lead')}>
        <ul className="timeline">
          {organisation.keys.map(({ id, verificationMethod, validFrom, retiredAt, compromisedAt }) => (
            <li key={id}>
              <code className="breakable">{verificationMethod}</code>
              <br />
              <span className="check-means">
                {compromisedAt
                  ? say('public.key-compromised', { at: date(compromisedAt) })
                  : retiredAt
                    ? say('public.key-retired', { from: date(validFrom), until: date(retiredAt) })
                    : say('public.key-now', { from: date(validFrom) })}
              </span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}
