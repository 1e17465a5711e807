import type { MeritView } from '@bricka/server/merit/merit-views'
import type { EndorsementView } from '@bricka/server/trust/list-endorsements'
import { Section } from '../kit/layout.tsx'
import { LinkButton, Tag, When } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { EndorsementStanding } from '../verifier/endorsements.tsx'

/** Which social partners stand behind the merit, in their own words; and the doors for those who may. */
export function Endorsements({ merit, items }: { merit: MeritView; items: readonly EndorsementView[] }) {
  const { me } = useScene()
  const { say } = useWords()
  const partners = me.memberships.filter(({ kind }) => kind === 'social-partner')
  const takingPart = me.memberships.filter(
    ({ slug, kind }) =>
      kind === 'social-partner' || slug === merit.owner.slug || merit.issuers.some((issuer) => issuer.slug === slug),
  )
  if (items.length === 0 && takingPart.length === 0) return null
  return (
    <Section title={say('endorsement.title')} lead={say('endorsement.lead')}>
      {items.length === 0 ? (
        <p>{say('endorsement.none')}</p>
      ) : (
        <ul className="plain sheet-list">
          {items.map(({ id, url, by, side, reason, at, checked, merit: { version, current } }) => (
            <li key={id} className="sheet">
              <p>
                <a href={`/organisations/${by.slug}`}>{by.legalName}</a> <Tag>{say(`endorsement.side-${side}`)}</Tag>{' '}
                {version < current && <Tag tone="warning">{say('endorsement.of-version', { number: version })}</Tag>}
              </p>
              {(checked?.standing === 'holds' || checked?.standing === 'unchecked') && <p>{reason}</p>}
              {checked && (
                <div>
                  {say('verifier.endorsement-now')}: <EndorsementStanding of={checked} />
                </div>
              )}
              <p className="check-means">
                <When at={at} /> · <a href={url}>{say('endorsement.signed')}</a>
              </p>
            </li>
          ))}
        </ul>
      )}
      <div className="actions">
        {partners
          .filter(({ roles, slug }) => roles.includes('representative') && slug !== merit.owner.slug)
          .filter(
            ({ slug }) => !items.some(({ by, merit: { version, current } }) => by.slug === slug && version === current),
          )
          .map(({ slug, legalName }) => (
            <LinkButton key={slug} href={`/org/${slug}/merits/${merit.meritId}/endorse`} look="secondary" icon="check">
              {say('endorsement.endorse-for', { organisation: legalName })}
            </LinkButton>
          ))}
        {takingPart.map(({ slug, legalName }) => (
          <LinkButton key={slug} href={`/org/${slug}/merits/${merit.meritId}/discussion`} look="tertiary">
            {say('endorsement.discuss-for', { organisation: legalName })}
          </LinkButton>
        ))}
      </div>
    </Section>
  )
}
