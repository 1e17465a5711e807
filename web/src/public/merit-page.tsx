import { describeCourse } from '@bricka/domain/exchange/describe-course'
import type { Offer } from '@bricka/domain/exchange/offer'
import { pickText } from '@bricka/domain/local-text'
import type { BenefitsView } from '@bricka/server/follow-up/read-benefits'
import type { OccasionView } from '@bricka/server/issuing/occasion'
import type { MeritView } from '@bricka/server/merit/merit-views'
import type { EndorsementView } from '@bricka/server/trust/list-endorsements'
import { PageHead, Section } from '../kit/layout.tsx'
import { Local } from '../kit/local.tsx'
import { addressWith, definePage, type PageAnswer, type Visit } from '../kit/page.ts'
import { Callout, LinkButton, Tabs, Tag } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import type { Listing } from '../kit/table.tsx'
import { Benefits } from './benefits.tsx'
import { Endorsements } from './endorsements.tsx'
import { glazeOf } from './glaze.ts'
import { AssessmentFacts, LearnerFacts, Outcomes, Recognitions } from './merit-parts.tsx'
import { Occasions } from './occasions.tsx'

export const meritPage = definePage('/merits/:meritId', {
  get: (visit) => show(visit, `/api/merits/${encodeURIComponent(visit.params.meritId ?? '')}`),
})

export const meritVersionPage = definePage('/merits/:meritId/:number', {
  get: (visit) => {
    const { meritId = '', number = '' } = visit.params
    return show(visit, `/api/merits/${encodeURIComponent(meritId)}/versions/${encodeURIComponent(number)}`)
  },
})

/** The same address answers programs with JSON and people with a page: it is the achievement's id. */
async function show(visit: Visit, api: string): Promise<PageAnswer> {
  const merit = await visit.need<MeritView>(api)
  const accepted = visit.request.headers.accept ?? ''
  if (/json/.test(accepted) && !/text\/html/.test(accepted))
    return { kind: 'text', type: 'application/json', text: JSON.stringify(merit) }
  const { items: occasions } = await visit.need<Listing<OccasionView>>(`/api/occasions?meritId=${merit.meritId}`)
  const benefits = await visit.need<BenefitsView>(`/api/merits/${merit.meritId}/benefits`)
  const { items: endorsements } = await visit.need<{ items: EndorsementView[] }>(
    `/api/merits/${merit.meritId}/endorsements`,
  )
  const name = pickText(merit.design.title, visit.words.language)?.text ?? ''
  const { say, date } = visit.words
  const version = say('public.version-line', { number: merit.number, date: date(merit.publishedAt) })
  const title = visit.params.number ? `${name} · ${version}` : name
  return {
    kind: 'page',
    title,
    description: (pickText(merit.design.description, visit.words.language)?.text ?? '').slice(0, 160),
    alternates: [
      { type: 'application/json', href: api },
      ...(merit.state === 'published'
        ? [{ type: 'application/ld+json', href: `/api/open-data/learning-opportunities/${merit.meritId}` }]
        : []),
    ],
    ...(merit.state === 'published' && {
      linkedData: describeCourse(offerOf(merit, occasions, visit), visit.words.language),
    }),
    body: <Merit merit={merit} api={api} occasions={occasions} benefits={benefits} endorsements={endorsements} />,
  }
}

/** The merit as the catalogue offers it: by its issuers, or by its creator where nobody else has a mandate. */
function offerOf(
  { design, issuers, meritId, number, owner, ...merit }: MeritView,
  occasions: readonly OccasionView[],
  { settings }: Visit,
): Offer {
  const toParty = ({ did, legalName, country, homepage }: MeritView['owner']) => ({
    id: did,
    name: legalName,
    country,
    ...(homepage && { url: homepage }),
    legalIdentifiers: [],
  })
  return {
    version: { design, number, publishedAt: merit.publishedAt },
    versionUrl: merit.url,
    meritUrl: `${settings.baseUrl}/merits/${meritId}`,
    creator: toParty(owner),
    issuers: (issuers.length > 0 ? issuers : [owner]).map(toParty),
    occasions: occasions.map(({ id, issuer, occasion }) => ({
      id,
      by: {
        id: `${settings.baseUrl}/organisations/${issuer.slug}`,
        name: issuer.legalName,
        country: issuer.country,
        legalIdentifiers: [],
      },
      occasion,
    })),
  }
}

function Merit(props: {
  merit: MeritView
  api: string
  occasions: readonly OccasionView[]
  benefits: BenefitsView
  endorsements: readonly EndorsementView[]
}) {
  const { merit, api, occasions, benefits, endorsements } = props
  const { say, country } = useWords()
  const { path, query } = useScene()
  const { design, owner } = merit
  const employer = query.get('view') === 'employer'
  const newest = merit.versions[0]?.number ?? merit.number
  return (
    <article>
      <div className={`merit-tile glaze-${glazeOf(merit.meritId)}`}>
        <PageHead
          eyebrow={say('public.merit-eyebrow', { owner: `${owner.legalName}, ${country(owner.country)}` })}
          title={<Local text={design.title} />}
          lead={<Local text={design.description} />}
        />
        {design.pilot && (
          <p>
            <Tag tone="warning">{say('public.pilot')}</Tag>
          </p>
        )}
      </div>
      {merit.number !== newest && (
        <Callout tone="warning" title={say('public.version-old')}>
          <p>
            <a href={`/merits/${merit.meritId}`}>{say('public.version-newest')}</a>
          </p>
        </Callout>
      )}
      {merit.state === 'retired' && (
        <Callout tone="warning" title={say('public.retired')}>
          {merit.retiredReason && (
            <p>{merit.retiredReason === 'organisation-ended' ? say('estate.reason-ended') : merit.retiredReason}</p>
          )}
          {merit.replacedBy && (
            <p>
              <a href={`/merits/${merit.replacedBy}`}>{say('public.retired-see')}</a>
            </p>
          )}
        </Callout>
      )}
      <Tabs
        label={say('public.view')}
        tabs={[
          { href: addressWith(path, query, { view: undefined }), text: say('public.view-learner'), current: !employer },
          {
            href: addressWith(path, query, { view: 'employer' }),
            text: say('public.view-employer'),
            current: employer,
          },
        ]}
      />
      <div className="columns">
        <div>
          <Outcomes design={design} title={say(employer ? 'public.outcomes-employer' : 'public.outcomes')} />
          {employer ? (
            <>
              <AssessmentFacts design={design} needs={merit.needs} />
              <Recognitions design={design} />
              <LearnerFacts design={design} requires={merit.requires} />
            </>
          ) : (
            <>
              <LearnerFacts design={design} requires={merit.requires} />
              <Recognitions design={design} />
              <AssessmentFacts design={design} needs={merit.needs} />
            </>
          )}
          <Endorsements merit={merit} items={endorsements} />
          <Benefits view={benefits} meritId={merit.meritId} />
          <Occasions occasions={occasions} />
        </div>
        <aside>
          <Issuers merit={merit} />
          <Versions merit={merit} />
          <div className="section actions">
            <LinkButton href={api} look="tertiary" icon="file">
              {say('public.as-json')}
            </LinkButton>
            {merit.state === 'published' && (
              <LinkButton href={`/merits/${merit.meritId}/principles`} look="tertiary" icon="check">
                {say('principle.link')}
              </LinkButton>
            )}
          </div>
        </aside>
      </div>
    </article>
  )
}

function Issuers({ merit: { owner, issuers } }: { merit: MeritView }) {
  const { say, date } = useWords()
  return (
    <Section title={say('public.issuers')}>
      <ul className="timeline">
        <li>
          <a href={`/organisations/${owner.slug}`}>{owner.legalName}</a>
          <br />
          <span className="check-means">{say('public.issuers-owner')}</span>
        </li>
        {issuers.map(({ id, slug, legalName, mandate: { from, until } }) => (
          <li key={id}>
            <a href={`/organisations/${slug}`}>{legalName}</a>
            <br />
            <span className="check-means">
              {until
                ? say('public.issuers-mandate-until', { from: date(from), until: date(until) })
                : say('public.issuers-mandate', { from: date(from) })}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Versions({ merit }: { merit: MeritView }) {
  const { say, date } = useWords()
  return (
    <Section title={say('public.versions')}>
      <ol className="timeline" reversed>
        {merit.versions.map(({ number, publishedAt, changes }) => (
          <li key={number}>
            <a href={`/merits/${merit.meritId}/${number}`} aria-current={number === merit.number ? 'page' : undefined}>
              {say('public.version-line', { number, date: date(publishedAt) })}
            </a>
            {changes.length > 0 ? (
              <ul className="plain check-means">
                {changes.map((change) => (
                  <li key={change}>{change}</li>
                ))}
              </ul>
            ) : (
              <p className="check-means">{say('public.version-first')}</p>
            )}
          </li>
        ))}
      </ol>
    </Section>
  )
}
