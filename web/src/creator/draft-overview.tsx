import { Section } from '../kit/layout.tsx'
import { Callout, Facts, LinkButton, Tag, When } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import type { Workplace } from './console.tsx'
import { wordFor } from './design-words.ts'
import type { Draft } from './draft.ts'
import { DraftFindings } from './findings.tsx'

/** Where a merit stands: what it still lacks, what is worth a second look, and what can be done with it. */
export function DraftOverview({ draft: merit, workplace }: { draft: Draft; workplace: Workplace }) {
  const words = useWords()
  const { say } = words
  const { draft, published, state } = merit
  const home = `/org/${workplace.slug}/merits/${merit.id}`
  const stops = draft ? [...draft.check.missing, ...draft.check.refused] : []
  const maySend = workplace.may('design') && state !== 'retired'
  return (
    <>
      <Facts
        items={[
          [say('creator.state'), <Tag key="state">{wordFor(words, 'merit-state', state)}</Tag>],
          published && [
            say('creator.version'),
            <a key="version" href={`/merits/${merit.id}/${published.number}`}>
              {say('creator.version-of', { number: published.number, date: words.date(published.publishedAt) })}
            </a>,
          ],
          published && [say('creator.issuers'), words.list(published.issuers.map((issuer) => issuer.legalName)) || '–'],
          draft && [say('creator.draft-saved'), <When key="saved" at={draft.savedAt} time />],
          draft && [say('creator.rules'), wordFor(words, 'profile', draft.profileId)],
        ]}
      />
      {state === 'retired' && <Callout title={say('creator.is-retired')}>{published?.retiredReason}</Callout>}
      {draft && stops.length > 0 && (
        <Section title={say('creator.lacks-title', { count: stops.length })} lead={say('creator.lacks-lead')}>
          <DraftFindings findings={draft.check.missing} home={home} />
          {draft.check.refused.length > 0 && <DraftFindings findings={draft.check.refused} home={home} list="claim" />}
        </Section>
      )}
      {draft && stops.length === 0 && maySend && (
        <Callout tone="success" title={say('creator.complete')}>
          <p>{say('creator.complete-lead')}</p>
        </Callout>
      )}
      {draft && <SecondLook merit={draft} home={home} />}
      <div className="actions">
        {draft && maySend && stops.length === 0 && (
          <LinkButton href={`${home}/publish`}>{say('creator.publish')}</LinkButton>
        )}
        {maySend && (
          <LinkButton href={`${home}?part=basics`} look={stops.length > 0 || !draft ? 'primary' : 'secondary'}>
            {say(draft ? 'creator.go-on-writing' : 'creator.new-version')}
          </LinkButton>
        )}
        {published && workplace.may('mandate') && (
          <LinkButton href={`${home}/mandates`} look="secondary">
            {say('creator.mandates')}
          </LinkButton>
        )}
        {published && workplace.may('issue') && state === 'published' && (
          <LinkButton href={`/org/${workplace.slug}/issue/${merit.id}`} look="secondary">
            {say('creator.go-issue')}
          </LinkButton>
        )}
        {workplace.may('design') && state !== 'retired' && (
          <LinkButton href={`${home}/break-down`} look="secondary">
            {say('stack.break-down')}
          </LinkButton>
        )}
        {draft && maySend && (
          <LinkButton href={`${home}/discard`} look="tertiary" icon="bin">
            {say(published ? 'creator.discard-draft' : 'creator.delete-merit')}
          </LinkButton>
        )}
        {published && workplace.may('design') && (
          <LinkButton href={`${home}/${state === 'retired' ? 'reinstate' : 'retire'}`} look="tertiary">
            {say(state === 'retired' ? 'creator.reinstate' : 'creator.retire')}
          </LinkButton>
        )}
      </div>
      {published && published.versions.length > 0 && <Versions merit={merit} />}
    </>
  )
}

function SecondLook({ merit, home }: { merit: NonNullable<Draft['draft']>; home: string }) {
  const { say } = useWords()
  const { check, warnings, nearDuplicates } = merit
  if (check.advice.length + warnings.length + nearDuplicates.length === 0) return null
  return (
    <Section title={say('creator.second-look')} lead={say('creator.second-look-lead')} quiet>
      {check.advice.length > 0 && <DraftFindings findings={check.advice} home={home} list="claim" />}
      {warnings.length > 0 && <DraftFindings findings={warnings} home={home} list="warning" />}
      {nearDuplicates.length > 0 && (
        <>
          <h3>{say('creator.near-duplicates')}</h3>
          <ul>
            {nearDuplicates.map(({ meritId, title, owner }) => (
              <li key={meritId}>
                <a href={`/merits/${meritId}`}>{title}</a> · {owner}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}

function Versions({ merit }: { merit: Draft }) {
  const words = useWords()
  return (
    <Section title={words.say('creator.versions')} quiet>
      <ul className="timeline">
        {merit.published?.versions.map(({ number, publishedAt, changes }) => (
          <li key={number}>
            <a href={`/merits/${merit.id}/${number}`}>
              {words.say('creator.version-of', { number, date: words.date(publishedAt) })}
            </a>
            {changes.length > 0 && (
              <ul>
                {changes.map((change) => (
                  <li key={change}>{change}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
