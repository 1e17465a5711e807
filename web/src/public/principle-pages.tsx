import { pickText } from '@bricka/domain/local-text'
import type { JudgedMerit } from '@bricka/server/landscape/judge-merits'
import type { OrganisationView } from '@bricka/server/organisation/organisation-view'
import { PageHead, Section } from '../kit/layout.tsx'
import { Local } from '../kit/local.tsx'
import { addressWith, definePage, type Page } from '../kit/page.ts'
import { Callout, EmptyState, LinkButton, Tag } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, Table } from '../kit/table.tsx'

/** One merit beside the ten principles of the European recommendation: what can be seen of each, and what is not said. */
const meritPrinciplesPage = definePage('/merits/:meritId/principles', {
  get: async (visit) => {
    const api = `/api/merits/${encodeURIComponent(visit.params.meritId ?? '')}/principles`
    const merit = await visit.need<JudgedMerit>(api)
    const name = pickText(merit.title, visit.words.language)?.text ?? ''
    return {
      kind: 'page',
      title: visit.words.say('principle.title', { name }),
      description: visit.words.say('principle.lead'),
      alternates: [{ type: 'application/json', href: api }],
      body: <MeritPrinciples merit={merit} name={name} />,
    }
  },
})

function MeritPrinciples({ merit, name }: { merit: JudgedMerit; name: string }) {
  const { say } = useWords()
  return (
    <>
      <PageHead
        title={say('principle.title', { name })}
        lead={say('principle.lead')}
        crumbs={[{ href: `/merits/${merit.meritId}`, text: name }]}
      />
      <Callout tone="neutral" title={say('principle.no-sum')} />
      {merit.principles.map(({ principle, signs }) => (
        <Section key={principle} title={say(`principle.${principle}`)}>
          <Table
            caption={say(`principle.${principle}`)}
            rows={signs}
            keyOf={({ sign }) => sign}
            columns={[
              { head: say('principle.sign'), cell: ({ sign }) => say(`principle.sign-${sign}`) },
              { head: say('principle.seen'), cell: ({ shown }) => <Shown shown={shown} /> },
            ]}
          />
        </Section>
      ))}
    </>
  )
}

function Shown({ shown }: { shown: boolean }) {
  const { say } = useWords()
  return <Tag tone={shown ? 'success' : 'neutral'}>{say(shown ? 'principle.shown' : 'principle.not-said')}</Tag>
}

/** All of an organisation's merits beside the principles: how many signs of each principle each shows. */
const organisationPrinciplesPage = definePage('/organisations/:slug/principles', {
  get: async (visit) => {
    const slug = encodeURIComponent(visit.params.slug ?? '')
    const owner = await visit.need<OrganisationView>(`/api/organisations/${slug}`)
    const api = `/api/organisations/${slug}/principles`
    const listing = await visit.need<Listing<JudgedMerit>>(`${api}?${visit.query}`)
    return {
      kind: 'page',
      title: visit.words.say('principle.organisation-title', { name: owner.legalName }),
      description: visit.words.say('principle.lead'),
      alternates: [{ type: 'application/json', href: api }],
      body: <OrganisationPrinciples owner={owner} listing={listing} api={api} />,
    }
  },
})

function OrganisationPrinciples(props: { owner: OrganisationView; listing: Listing<JudgedMerit>; api: string }) {
  const { say } = useWords()
  const { query } = useScene()
  const { owner, listing, api } = props
  const title = say('principle.organisation-title', { name: owner.legalName })
  const [first] = listing.items
  return (
    <>
      <PageHead
        title={title}
        lead={say('principle.lead')}
        crumbs={[{ href: `/organisations/${owner.slug}`, text: owner.legalName }]}
      />
      <Callout tone="neutral" title={say('principle.no-sum')} />
      {first ? (
        <Table
          caption={title}
          rows={listing.items}
          keyOf={({ meritId }) => meritId}
          columns={[
            {
              head: say('principle.merit'),
              cell: (merit) => (
                <a href={`/merits/${merit.meritId}/principles`}>
                  <Local text={merit.title} />
                </a>
              ),
            },
            ...first.principles.map(({ principle }) => ({
              head: say(`principle.${principle}`),
              numeric: true,
              cell: (merit: JudgedMerit) => {
                const signs = merit.principles.find((one) => one.principle === principle)?.signs ?? []
                return say('principle.of', { shown: signs.filter(({ shown }) => shown).length, of: signs.length })
              },
            })),
          ]}
        />
      ) : (
        <EmptyState
          title={say('principle.none')}
          action={<LinkButton href={`/organisations/${owner.slug}`}>{owner.legalName}</LinkButton>}
        />
      )}
      <Paging listing={listing} csv={addressWith(api, query, { format: 'csv', page: undefined })} />
    </>
  )
}

export const principlePages: readonly Page[] = [meritPrinciplesPage, organisationPrinciplesPage]
