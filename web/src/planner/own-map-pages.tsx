import { pickText } from '@bricka/domain/local-text'
import type { EditView, OwnMapView } from '@bricka/server/skill/own-map'
import { roleMay } from '../creator/console.tsx'
import { PageHead, Section } from '../kit/layout.tsx'
import { Local } from '../kit/local.tsx'
import { addressWith, definePage, type Me, type Visit } from '../kit/page.ts'
import { EmptyState, Facts, LinkButton, Tabs, Tag } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { Proposed, Standing, sayEdit } from './edit-line.tsx'

const standings = ['open', 'taken', 'refused', 'withdrawn'] as const

/** Maps that organisations have made beside the classifications. */
export const ownMapListPage = definePage('/skill-maps', {
  get: async (visit) => {
    const asked = new URLSearchParams([...visit.query].filter(([, value]) => value !== ''))
    const listing = await visit.need<Listing<OwnMapView>>(`/api/skill-maps?${asked}`)
    return {
      kind: 'page',
      title: visit.words.say('own-map.maps'),
      description: visit.words.say('own-map.maps-lead'),
      alternates: [{ type: 'application/json', href: `/api/skill-maps?${asked}` }],
      body: <OwnMaps listing={listing} />,
    }
  },
})

function OwnMaps({ listing }: { listing: Listing<OwnMapView> }) {
  const { say } = useWords()
  const { query, me } = useScene()
  const designing = designersOf(me)
  return (
    <>
      <PageHead
        title={say('own-map.maps')}
        lead={say('own-map.maps-lead')}
        actions={designing.map(({ slug, legalName }) => (
          <LinkButton key={slug} href={`/org/${slug}/skill-maps/new`} icon="plus" look="secondary">
            {say('own-map.new-for', { organisation: legalName })}
          </LinkButton>
        ))}
      />
      <SearchForm label={say('own-map.search')} />
      {listing.items.length === 0 ? <EmptyState title={say('own-map.none')} /> : <MapTable maps={listing.items} />}
      <Paging listing={listing} csv={addressWith('/api/skill-maps', query, { format: 'csv', page: undefined })} />
    </>
  )
}

function MapTable({ maps }: { maps: readonly OwnMapView[] }) {
  const words = useWords()
  const { say } = words
  return (
    <Table
      caption={say('own-map.maps')}
      rows={maps}
      keyOf={({ id }) => id}
      columns={[
        {
          head: say('own-map.map'),
          cell: ({ id, title, closedAt }) => (
            <>
              <a href={`/skill-maps/${id}`}>
                <Local text={title} />
              </a>{' '}
              {closedAt && <Tag tone="neutral">{say('own-map.closed')}</Tag>}
            </>
          ),
        },
        { head: say('own-map.owner'), cell: ({ ownerName }) => ownerName },
        { head: say('own-map.base'), cell: (map) => baseOf(map) ?? say('own-map.base-none') },
        { head: say('own-map.edits'), cell: ({ edits }) => words.number(edits), numeric: true },
      ]}
    />
  )
}

const baseOf = ({ framework, version }: OwnMapView): string | undefined =>
  framework === null ? undefined : [framework, version].filter(Boolean).join(' ')

/** One map: whose it is, what it is edited from, and each edit with who, when and why. */
export const ownMapPage = definePage('/skill-maps/:mapId', {
  get: async (visit) => {
    const { map, title } = await openMap(visit)
    const asked = new URLSearchParams([...visit.query].filter(([name, value]) => name !== 'done' && value !== ''))
    asked.set('language', visit.words.language)
    const listing = await visit.need<Listing<EditView>>(`/api/skill-maps/${map.id}/edits?${asked}`)
    return {
      kind: 'page',
      title,
      description: pickText(map.about ?? undefined, visit.words.language)?.text ?? visit.words.say('own-map.maps-lead'),
      alternates: [{ type: 'application/json', href: `/api/skill-maps/${map.id}/edits?${asked}` }],
      body: <OwnMap map={map} title={title} listing={listing} />,
    }
  },
})

/** @throws PageProblem where there is no such map */
export async function openMap(visit: Visit): Promise<{ map: OwnMapView; title: string }> {
  const map = await visit.need<OwnMapView>(`/api/skill-maps/${encodeURIComponent(visit.params.mapId ?? '')}`)
  return { map, title: pickText(map.title, visit.words.language)?.text ?? map.id }
}

function OwnMap(props: { map: OwnMapView; title: string; listing: Listing<EditView> }) {
  const words = useWords()
  const { say } = words
  const { path, query, me } = useScene()
  const { map, title, listing } = props
  const designing = designersOf(me)
  const owner = designing.find(({ organisationId }) => organisationId === map.ownerId)
  const filter = (decision: string | undefined) => addressWith(path, query, { decision, page: undefined })
  return (
    <>
      <PageHead
        title={title}
        lead={map.about ? <Local text={map.about} /> : undefined}
        crumbs={[{ href: '/skill-maps', text: say('own-map.maps') }]}
        actions={
          <>
            <LinkButton href={`/maps?map=${map.id}`}>{say('own-map.use')}</LinkButton>
            {!map.closedAt &&
              designing.map(({ slug, legalName }) => (
                <LinkButton key={slug} href={`/org/${slug}/skill-maps/${map.id}/propose`} look="secondary" icon="plus">
                  {say('own-map.propose-for', { organisation: legalName })}
                </LinkButton>
              ))}
            {owner && !map.closedAt && (
              <LinkButton href={`/org/${owner.slug}/skill-maps/${map.id}/close`} look="tertiary">
                {say('own-map.close')}
              </LinkButton>
            )}
          </>
        }
      />
      <Facts
        items={[
          [say('own-map.owner'), map.ownerName],
          [say('own-map.base'), baseOf(map) ?? say('own-map.base-none')],
          [say('own-map.since'), words.date(map.createdAt)],
          map.closedAt !== null && [say('own-map.closed'), words.date(map.closedAt)],
        ]}
      />
      <Section title={say('own-map.history')} lead={say(owner ? 'own-map.history-owner' : 'own-map.history-lead')}>
        <SearchForm label={say('own-map.search-edits')} />
        <Tabs
          label={say('own-map.standing')}
          tabs={[
            { href: filter(undefined), text: say('own-map.all'), current: !query.get('decision') },
            ...standings.map((standing) => ({
              href: filter(standing),
              text: say(`own-map.${standing}`),
              current: query.get('decision') === standing,
            })),
          ]}
        />
        {listing.items.length === 0 ? (
          <EmptyState title={say('own-map.no-edits')} />
        ) : (
          <Table
            caption={say('own-map.history')}
            rows={listing.items}
            keyOf={({ id }) => id}
            columns={[
              { head: say('own-map.edit'), cell: (edit) => sayEdit(words, edit) },
              { head: say('own-map.why'), cell: (edit) => <Proposed edit={edit} /> },
              { head: say('own-map.standing'), cell: (edit) => <Standing edit={edit} /> },
              { head: say('creator.acts'), cell: (edit) => <Acts map={map} edit={edit} /> },
            ]}
          />
        )}
        <Paging
          listing={listing}
          csv={addressWith(`/api/skill-maps/${map.id}/edits`, query, { format: 'csv', page: undefined })}
        />
      </Section>
    </>
  )
}

/** What the visitor may do with an open proposal: decide it for the owner, or withdraw their own. A closed map takes none. */
function Acts({ map, edit }: { map: OwnMapView; edit: EditView }) {
  const words = useWords()
  const { me } = useScene()
  const designing = designersOf(me)
  const owner = designing.find(({ organisationId }) => organisationId === map.ownerId)
  const own = designing.find(({ organisationId }) => organisationId === edit.proposedBy.organisationId)
  if (edit.decision || !(owner || own)) return '–'
  const acts = [
    ...(owner && !map.closedAt ? ([['take', owner.slug]] as const) : []),
    ...(owner ? ([['refuse', owner.slug]] as const) : []),
    ...(own ? ([['withdraw', own.slug]] as const) : []),
  ]
  return (
    <ul className="plain">
      {acts.map(([act, slug]) => (
        <li key={act}>
          <a href={`/org/${slug}/skill-maps/${map.id}/edits/${edit.id}/${act}`}>
            {words.say(`own-map.${act}`)} <span className="visually-hidden">{sayEdit(words, edit)}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}

/** The visitor's organisations for which they design. */
const designersOf = ({ memberships }: Me): Me['memberships'] =>
  memberships.filter(({ roles }) => roleMay(roles, 'design'))
