import type { Demands } from '@bricka/domain/transparency/decide-demands'
import type { SharedResults } from '@bricka/server/exchange/emrex-share'
import type { OpenShareView } from '@bricka/server/passport/share-routes'
import { PageHead, Section } from '../kit/layout.tsx'
import { definePage } from '../kit/page.ts'
import { Callout, LinkButton, Tabs, When } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { DemandSection, encodeDemands, readDemandsFrom } from './demands.tsx'
import { RegisterResults } from './register-results.tsx'
import { ResultView } from './result-view.tsx'

/** What a share link shows its reader, each merit checked at this moment. */
export const sharePage = definePage('/s/:token', {
  get: async (visit) => {
    const demands = readDemandsFrom(visit.query)
    const query = demands ? `?demands=${encodeDemands(demands)}` : ''
    const token = encodeURIComponent(visit.params.token ?? '')
    const share = await visit.need<OpenShareView>(`/api/shares/${token}${query}`)
    const { items: results } =
      share.results > 0 ? await visit.need<{ items: SharedResults[] }>(`/api/shares/${token}/results`) : { items: [] }
    return {
      kind: 'page',
      title: visit.words.say('verifier.share-title', { name: share.holderName }),
      hidden: true,
      body: <Share share={share} results={results} demands={demands} token={token} />,
    }
  },
})

function Share(props: {
  share: OpenShareView
  results: readonly SharedResults[]
  demands: Demands | undefined
  token: string
}) {
  const { share, results, demands, token } = props
  const { query, path } = useScene()
  const { say, dateTime } = useWords()
  const asked = Number(query.get('n') ?? '1')
  const number = share.items[asked - 1] ? asked : 1
  const verified = share.items[number - 1]
  const titles = share.items.map(({ transparency: { title } }) =>
    title.stated ? title.text : say('verifier.result-untitled'),
  )
  const languages = share.items.map(({ transparency: { title } }) => (title.stated ? title.language : undefined))
  return (
    <>
      <PageHead
        eyebrow={say('verifier.checked-at', { at: dateTime(new Date()) })}
        title={say('verifier.share-title', { name: share.holderName })}
        lead={say('verifier.share-for', { audience: share.audience, purpose: share.purpose })}
      />
      <Callout tone="neutral" title={say('verifier.share-expiry-title', { at: dateTime(share.expiresAt) })}>
        <p>{say('verifier.share-expiry', { name: share.holderName })}</p>
      </Callout>
      {share.items.length > 1 && (
        <Section title={say('verifier.share-items', { count: share.items.length })}>
          <Tabs
            label={say('verifier.share-items', { count: share.items.length })}
            tabs={titles.map((text, index) => ({
              href: tabAddress(path, query, index + 1),
              text,
              current: index + 1 === number,
              lang: languages[index],
            }))}
          />
        </Section>
      )}
      {verified && (
        <article aria-label={titles[number - 1]}>
          <div className={`merit-tile glaze-${(number - 1) % 6} shared-tile`}>
            <h2 lang={languages[number - 1]}>{titles[number - 1]}</h2>
            <p>
              {verified.transparency.issuer.stated &&
                say('verifier.issued-by', { name: verified.transparency.issuer.name ?? '' })}
              {verified.transparency.issuedAt.stated && (
                <>
                  {' · '}
                  <When at={verified.transparency.issuedAt.at} />
                </>
              )}
            </p>
          </div>
          <ResultView verified={verified} demands={demands}>
            <DemandSection demands={demands} action={path} />
          </ResultView>
          <div className="section actions">
            <LinkButton
              href={`/api/shares/${token}/credentials/${number}/download`}
              look="secondary"
              icon="download"
              download
            >
              {say('kit.download')}
            </LinkButton>
            {verified.document.startsWith('{') && (
              <LinkButton
                href={`/api/shares/${token}/credentials/${number}/picture.png`}
                look="secondary"
                icon="download"
                download
              >
                {say('badge.picture-png')}
              </LinkButton>
            )}
          </div>
        </article>
      )}
      <RegisterResults items={results} />
      {share.selfClaims.length > 0 && <SelfClaims claims={share.selfClaims} name={share.holderName} />}
    </>
  )
}

function tabAddress(path: string, query: URLSearchParams, number: number): string {
  const changed = new URLSearchParams(query)
  changed.set('n', String(number))
  return `${path}?${changed}`
}

/** Apart from what somebody vouches for, and looking unlike it. */
export function SelfClaims({ claims, name }: { claims: OpenShareView['selfClaims']; name: string }) {
  const { say } = useWords()
  return (
    <Section title={say('verifier.self-title', { name })} lead={say('verifier.self-lead')} quiet>
      <ul className="results">
        {claims.map((claim) => (
          <li key={claim.id} className="prose">
            <h3>{claim.title}</h3>
            {claim.description && <p>{claim.description}</p>}
            <p className="check-means">
              {claim.setting && say(`domain.setting.${claim.setting}`)}
              {claim.from && (
                <>
                  {claim.setting && ' · '}
                  <When at={claim.from} />
                  {'–'}
                  {claim.until && <When at={claim.until} />}
                </>
              )}
            </p>
            {claim.evidenceNote && <p>{say('verifier.self-evidence', { note: claim.evidenceNote })}</p>}
          </li>
        ))}
      </ul>
    </Section>
  )
}
