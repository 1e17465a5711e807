import { pickText } from '@bricka/domain/local-text'
import type { ImportView } from '@bricka/server/passport/import-credential'
import type { PassportView } from '@bricka/server/passport/passport-view'
import type { SelfClaimView } from '@bricka/server/passport/self-claim'
import { PageProblem } from '../kit/call-api.ts'
import { Icon } from '../kit/icon.tsx'
import { PageHead, Section } from '../kit/layout.tsx'
import { definePage, redirect } from '../kit/page.ts'
import { Button, Callout, EmptyState, LinkButton, Tag, When } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm } from '../kit/table.tsx'
import type { Words } from '../kit/words.ts'
import { glazeOf } from '../public/glaze.ts'
import { PassportTabs } from './passport-tabs.tsx'

type Passport = {
  merits: Listing<PassportView>
  imports: Listing<ImportView>
  selfClaims: readonly SelfClaimView[]
}

export const passportPage = definePage('/passport', {
  get: async (visit) => {
    const query = new URLSearchParams({ perPage: '60', ...Object.fromEntries(visit.query) })
    const passport = {
      merits: await visit.need<Listing<PassportView>>(`/api/passport?${query}`),
      imports: await visit.need<Listing<ImportView>>(`/api/passport/imports?${query}`),
      selfClaims: (await visit.need<{ items: SelfClaimView[] }>('/api/passport/self-claims')).items,
    }
    return {
      kind: 'page',
      title: visit.words.say('learner.passport'),
      hidden: true,
      body: <PassportWall passport={passport} />,
    }
  },
  post: async (visit) => {
    const answer = await visit.call('POST', '/api/passport/claim')
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect('/passport')
  },
})

export const titleIn = (words: Words, view: Pick<PassportView, 'title' | 'titles'>): string =>
  pickText(view.titles, words.language)?.text ?? view.title

function PassportWall({ passport: { merits, imports, selfClaims } }: { passport: Passport }) {
  const { say } = useWords()
  const { me, query } = useScene()
  const waits = merits.items.some(({ claimedAt }) => claimedAt === null)
  const nothing = merits.items.length + imports.items.length === 0
  return (
    <>
      <PageHead
        eyebrow={me.name}
        title={say('learner.passport')}
        lead={say('learner.passport-lead', { count: merits.total })}
        actions={
          merits.total + imports.total > 0 && (
            <LinkButton href="/passport/share" icon="share">
              {say('learner.share-new')}
            </LinkButton>
          )
        }
      />
      <PassportTabs />
      <div className="section">
        {(merits.total > 3 || query.get('search')) && <SearchForm label={say('learner.search')} />}
        {waits && (
          <Callout title={say('learner.waits')}>
            <form method="post" action="/passport">
              <Button look="secondary">{say('learner.take-waiting')}</Button>
            </form>
          </Callout>
        )}
        {nothing ? (
          <EmptyState title={say(query.get('search') ? 'learner.none-found' : 'learner.empty')}>
            {!query.get('search') && <p className="section-lead">{say('learner.empty-text')}</p>}
          </EmptyState>
        ) : (
          <ul className="wall">
            {merits.items.map((merit) => (
              <li key={merit.id}>
                <MeritTile merit={merit} />
              </li>
            ))}
          </ul>
        )}
        {merits.total > merits.perPage && <Paging listing={merits} />}
      </div>
      {imports.items.length > 0 && (
        <Section title={say('learner.imports')}>
          <ul className="wall">
            {imports.items.map((one) => (
              <li key={one.id}>
                <div className="tile glaze-5">
                  <h3>
                    <a href={`/passport/imports/${one.id}`}>{one.title}</a>
                  </h3>
                  <p>{one.issuerName}</p>
                </div>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {selfClaims.length > 0 && (
        <Section title={say('learner.self')} lead={say('learner.self-lead')}>
          <ul className="wall">
            {selfClaims.map((claim) => (
              <li key={claim.id}>
                <div className="tile tile-raw">
                  <h3>
                    <a href={`/passport/self-claims/${claim.id}`}>{claim.title}</a>
                  </h3>
                  {claim.setting && <p>{say(`domain.setting.${claim.setting}`)}</p>}
                </div>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <div className="section actions">
        <LinkButton href="/passport/import" look="secondary" icon="plus">
          {say('learner.import')}
        </LinkButton>
        {!nothing && (
          <LinkButton href="/passport/clr" look="secondary" icon="download">
            {say('clr.link')}
          </LinkButton>
        )}
      </div>
    </>
  )
}

function MeritTile({ merit }: { merit: PassportView }) {
  const words = useWords()
  const { say } = words
  const broken = merit.state !== 'issued'
  return (
    <div className={`tile ${broken ? 'tile-broken' : `glaze-${glazeOf(merit.meritId)}`}`}>
      <h2>
        <a href={`/passport/${merit.id}`}>{titleIn(words, merit)}</a>
      </h2>
      <p>{merit.issuer.name}</p>
      <p className="tile-foot">
        <span>
          <When at={merit.issuedAt} />
        </span>
        {broken && <Tag tone="warning">{say(`domain.state.${merit.state}`)}</Tag>}
        {merit.claimedAt === null && (
          <span>
            <Icon name="clock" /> {say('learner.waits')}
          </span>
        )}
      </p>
    </div>
  )
}
