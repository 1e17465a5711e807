import type { StatusChange } from '@bricka/domain/issuing/decide-status-change'
import type { IssuedDetails } from '@bricka/server/issuing/issued-view'
import type { AuditView } from '@bricka/server/organisation/list-audit'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { wordFor } from '../creator/design-words.ts'
import { Section } from '../kit/layout.tsx'
import { definePage } from '../kit/page.ts'
import { Callout, Facts, LinkButton, When } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { StateTag } from './issued-page.tsx'

/** One credential as its issuer sees it: what it says, what has happened to it, and what can still be done. */
export const credentialPage = definePage('/org/:slug/issued/:credentialId', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const credential = await visit.need<IssuedDetails>(
      `/api/organisations/${workplace.id}/credentials/${encodeURIComponent(visit.params.credentialId ?? '')}`,
    )
    return {
      kind: 'page',
      title: visit.words.say('issuer.credential-title', { name: credential.recipientName }),
      hidden: true,
      body: <Credential workplace={workplace} credential={credential} />,
    }
  },
})

const offered = ['suspend', 'reinstate', 'replace', 'revoke'] as const satisfies readonly StatusChange[]

function Credential({ workplace, credential }: { workplace: Workplace; credential: IssuedDetails }) {
  const words = useWords()
  const { say } = words
  const home = `/org/${workplace.slug}/issued`
  const { facts } = credential
  const said = (list: Parameters<typeof wordFor>[1], code: string | undefined) =>
    code === undefined ? say('kit.not-said') : wordFor(words, list, code)
  return (
    <Console
      workplace={workplace}
      title={say('issuer.credential-title', { name: credential.recipientName })}
      lead={credential.title}
      crumbs={[{ href: home, text: say('creator.nav-issued') }]}
      actions={
        workplace.may('issue') && (
          <>
            {(credential.state === 'issued' || credential.state === 'awaiting-approval') && (
              <LinkButton href={`${home}/${credential.id}/wallet`} look="secondary">
                {say('exchange.issuer-offer')}
              </LinkButton>
            )}
            {offered
              .filter((change) => credential.changes.includes(change))
              .map((change) => (
                <LinkButton key={change} href={`${home}/${credential.id}/${change}`} look="secondary">
                  {say(`issuer.${change}`)}
                </LinkButton>
              ))}
          </>
        )
      }
    >
      {credential.state === 'awaiting-approval' && <Callout title={say('issuer.waits-for-another')} />}
      {credential.replacementWaiting !== null && (
        <Callout title={say('issuer.replacement-waiting')}>
          <p>{say('issuer.replacement-waiting-what')}</p>
          <a href={`${home}/${credential.replacementWaiting}`}>{say('issuer.see-waiting')}</a>
        </Callout>
      )}
      {credential.reason && (
        <Callout tone="warning" title={say('issuer.reason')}>
          {credential.reason}
        </Callout>
      )}
      <Facts
        items={[
          [say('creator.state'), <StateTag key="state" state={credential.state} />],
          [say('issuer.recipient-email'), credential.recipientEmail],
          [
            say('creator.merit'),
            <a key="merit" href={`/merits/${credential.meritId}/${credential.meritVersion}`}>
              {`${credential.title}, ${say('creator.version').toLowerCase()} ${credential.meritVersion}`}
            </a>,
          ],
          credential.issuedAt !== null && [say('issuer.issued-at'), <When key="at" at={credential.issuedAt} time />],
          credential.validUntil !== null && [
            say('issuer.valid-until'),
            <When key="until" at={credential.validUntil} />,
          ],
          [
            say('issuer.claimed'),
            credential.claimedAt ? <When key="claimed" at={credential.claimedAt} time /> : say('issuer.not-claimed'),
          ],
          credential.requestedBy !== null && [say('issuer.requested-by'), credential.requestedBy],
          credential.replacedBy !== null && [
            say('issuer.replaced-by'),
            <a key="new" href={`${home}/${credential.replacedBy}`}>
              {say('issuer.see-new')}
            </a>,
          ],
          credential.replaces !== null && [
            say(credential.issuedAt === null ? 'issuer.to-replace' : 'issuer.replaces'),
            <a key="old" href={`${home}/${credential.replaces}`}>
              {say('issuer.see-old')}
            </a>,
          ],
          credential.replacementReason !== null && [say('issuer.replacement-reason'), credential.replacementReason],
        ]}
      />
      {facts && (
        <Section title={say('issuer.facts-title')}>
          <Facts
            items={[
              [say('issuer.assessed-on'), <When key="on" at={facts.assessedOn} />],
              [say('issuer.route'), said('route', facts.route)],
              [say('issuer.supervision'), said('supervision', facts.supervision)],
              [say('issuer.assessor-role'), said('assessor', facts.assessor?.role)],
              [say('issuer.assessor-independence'), said('independence', facts.assessor?.independence)],
              facts.grade !== undefined && [say('issuer.grade'), facts.grade],
              facts.note !== undefined && [say('issuer.note'), facts.note],
            ]}
          />
          <p>{say('issuer.facts-hint')}</p>
        </Section>
      )}
      <Section title={say('issuer.history')}>
        <ul className="timeline">
          {credential.history.map((entry) => (
            <li key={entry.id}>
              <When at={entry.at} time /> · {wordFor(words, 'act', entry.act)}
              {entry.actorName && ` · ${entry.actorName}`}
              <Said entry={entry} />
            </li>
          ))}
        </ul>
      </Section>
    </Console>
  )
}

/** The reason that was given, where the log holds one. */
function Said({ entry: { details } }: { entry: AuditView }) {
  return typeof details.reason === 'string' ? <p>{details.reason}</p> : null
}
