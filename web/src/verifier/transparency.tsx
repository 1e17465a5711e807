import type { StatedOutcome } from '@bricka/domain/transparency/transparency-profile'
import { Section } from '../kit/layout.tsx'
import { Facts, Tag, When } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { PlainMarkdown } from './plain-markdown.tsx'
import { fact, factIfSaid, NotSaid, OuterLink, type Profile, wordOf } from './said.tsx'
import { showLevel, showWorkload } from './show-size.tsx'

/** What the credential says of who, what and how; what it leaves unsaid is said as plainly. */
export function Transparency({ profile }: { profile: Profile }) {
  return (
    <>
      <Who profile={profile} />
      <What profile={profile} />
      <How profile={profile} />
      <More profile={profile} />
    </>
  )
}

export function Who({ profile }: { profile: Profile }) {
  const words = useWords()
  const { say } = words
  const { issuer, creator } = profile
  const owns = issuer.stated && creator.stated && issuer.id !== undefined && issuer.id === creator.id
  const party = (one: { name?: string; url?: string; country?: string; id?: string }) => (
    <>
      <OuterLink href={one.url}>{one.name ?? one.id}</OuterLink>
      {one.country && `, ${words.country(one.country)}`}
    </>
  )
  return (
    <Section title={say('verifier.who')}>
      <div className="sheet">
        <Facts
          items={[
            fact(say('verifier.holder'), profile.holder, ({ name, id, identifiedBy }) => (
              <>
                {name ?? id ?? (identifiedBy.length === 0 && <NotSaid />)}
                {identifiedBy.length > 0 && (
                  <div className="check-means">
                    {say('verifier.identified-by', {
                      kinds: words.list(
                        identifiedBy.map(({ kind, hashed }) => {
                          const word = words.find(`verifier.identified.${kind}`) ?? say('verifier.identified.other')
                          return hashed ? say('verifier.hashed', { kind: word }) : word
                        }),
                      ),
                    })}
                  </div>
                )}
              </>
            )),
            fact(say('verifier.issuer'), issuer, party),
            fact(say('verifier.creator'), creator, party),
            [
              say('verifier.mandate'),
              profile.mandate.stated ? (
                <OuterLink key="mandate" href={profile.mandate.url}>
                  {say('verifier.mandate-stated')}
                </OuterLink>
              ) : owns ? (
                say('verifier.mandate-own')
              ) : (
                <NotSaid key="mandate" />
              ),
            ],
            fact(say('verifier.issued-at'), profile.issuedAt, ({ at }) => <When at={at} />),
            fact(say('verifier.assessed-on'), profile.assessedOn, ({ on }) => <When at={on} />),
            [
              say('verifier.expires'),
              profile.expiresAt.stated ? (
                <When key="expires" at={profile.expiresAt.at} />
              ) : (
                say('verifier.expires-never')
              ),
            ],
          ]}
        />
      </div>
    </Section>
  )
}

/** What the credential's own texts are in: it has one language, whoever reads it. */
const languageOf = ({ title }: Profile): string | undefined => (title.stated ? title.language : undefined)

function What({ profile }: { profile: Profile }) {
  const { say } = useWords()
  const lang = languageOf(profile)
  return (
    <Section title={say('verifier.what')}>
      {profile.description.stated && (
        <p className="prose" lang={lang}>
          {profile.description.text}
        </p>
      )}
      {profile.outcomes.stated ? (
        <ol className="outcomes">
          {profile.outcomes.items.map((outcome, index) => (
            <li key={outcome.id ?? index} lang={lang}>
              <Outcome outcome={outcome} />
            </li>
          ))}
        </ol>
      ) : (
        <p>
          <NotSaid />
        </p>
      )}
      {profile.criteria.stated && <Criteria profile={profile} criteria={profile.criteria} />}
    </Section>
  )
}

/** The whole merit's criteria: as text only where the outcomes carry none of their own, for it is the same said again. */
function Criteria(props: { profile: Profile; criteria: { text?: string; url?: string } }) {
  const { say } = useWords()
  const { text, url } = props.criteria
  const { outcomes } = props.profile
  const saidByOutcomes = outcomes.stated && outcomes.items.some(({ criteria }) => criteria.length > 0)
  return (
    <>
      {text && !saidByOutcomes && (
        <>
          <h3>{say('verifier.criteria')}</h3>
          <div lang={languageOf(props.profile)}>
            <PlainMarkdown text={text} />
          </div>
        </>
      )}
      {url && (
        <p>
          <OuterLink href={url}>{say('verifier.criteria-page')}</OuterLink>
        </p>
      )}
    </>
  )
}

function Outcome({ outcome }: { outcome: StatedOutcome }) {
  const words = useWords()
  const { say, language } = words
  const { result } = outcome
  return (
    <>
      {outcome.statement ? (
        <h3>{outcome.statement}</h3>
      ) : (
        <h3 lang={language}>
          <NotSaid />
        </h3>
      )}
      <ul className="tags" lang={language}>
        <li>
          {result.stated ? (
            <Tag tone={result.met ? 'success' : 'danger'}>
              {say(result.met ? 'verifier.outcome-met' : 'verifier.outcome-not-met')}
            </Tag>
          ) : (
            <Tag tone="warning">{say('verifier.outcome-not-said')}</Tag>
          )}
        </li>
        {outcome.type && (
          <li>
            <Tag>{say(`domain.outcome-type.${outcome.type}`)}</Tag>
          </li>
        )}
        {result.stated && result.grade && (
          <li>
            <Tag>{say('verifier.grade', { grade: result.grade })}</Tag>
          </li>
        )}
      </ul>
      {outcome.criteria.length > 0 && (
        <ul>
          {outcome.criteria.map((criterion) => (
            <li key={criterion}>{criterion}</li>
          ))}
        </ul>
      )}
      {outcome.methods.length > 0 && (
        <p lang={language}>
          {say('verifier.assessed-by', {
            methods: words.enumerate(outcome.methods.map((method) => wordOf(words, 'assessment', method))),
          })}
        </p>
      )}
      {outcome.alignments.length > 0 && (
        <p lang={language}>
          {say('verifier.skills')}:{' '}
          {outcome.alignments.map(({ name, url, framework, relation }, index) => (
            <span key={url ?? name}>
              {index > 0 && ', '}
              <OuterLink href={url}>{name}</OuterLink>
              {framework && ` (${framework}${relation ? `: ${say(`domain.relation.${relation}`)}` : ''})`}
            </span>
          ))}
        </p>
      )}
    </>
  )
}

function How({ profile }: { profile: Profile }) {
  const words = useWords()
  const { say } = words
  return (
    <Section title={say('verifier.how')} lead={say('verifier.how-lead')}>
      <div className="sheet">
        <Facts
          items={[
            fact(say('verifier.assessment-types'), profile.assessmentTypes, ({ items }) =>
              words.enumerate(items.map((item) => wordOf(words, 'assessment', item))),
            ),
            fact(say('verifier.supervised'), profile.supervision, ({ supervised, place }) => (
              <>
                {say(supervised ? 'verifier.supervised-yes' : 'verifier.supervised-no')}
                {supervised && place && `, ${say(`verifier.${place}`)}`}
              </>
            )),
            fact(say('verifier.identity'), profile.supervision, ({ identityChecked }) =>
              say(identityChecked ? 'verifier.identity-yes' : 'verifier.identity-no'),
            ),
            fact(say('verifier.assessor'), profile.assessor, ({ role, name, count }) => (
              <>
                {role ? wordOf(words, 'assessor', role) : (name ?? <NotSaid />)}
                {count !== undefined && count > 1 && ` (${words.number(count)})`}
              </>
            )),
            fact(say('verifier.independence'), profile.assessor, ({ independence }) =>
              independence ? say(`domain.independence.${independence}`) : <NotSaid />,
            ),
            profile.assessor.stated && profile.assessor.qualification
              ? ([say('verifier.qualification'), profile.assessor.qualification] as const)
              : undefined,
            fact(say('verifier.evidence'), profile.evidence, ({ items }) =>
              words.enumerate(
                items.map(({ kind, name, narrative }) =>
                  kind ? wordOf(words, 'evidence', kind) : (name ?? narrative ?? say('kit.not-said')),
                ),
              ),
            ),
            fact(say('verifier.route'), profile.route, ({ value }) => say(`domain.route.${value}`)),
            fact(say('verifier.quality'), profile.qualityAssurance, ({ items }) => (
              <ul className="plain">
                {items.map(({ kind, body, standard, url }) => (
                  <li key={body + (kind ?? '')}>
                    {kind && `${say(`domain.quality.${kind}`)}: `}
                    <OuterLink href={url}>{body}</OuterLink>
                    {standard && ` (${standard})`}
                  </li>
                ))}
              </ul>
            )),
            fact(say('verifier.legal'), profile.legalBasis, (basis) =>
              basis.kind === 'none' ? (
                say('domain.legal.none')
              ) : (
                <>
                  {say('domain.legal.law')}
                  {basis.reference && (
                    <>
                      {': '}
                      <OuterLink href={basis.url}>{basis.reference}</OuterLink>
                    </>
                  )}
                </>
              ),
            ),
          ]}
        />
      </div>
    </Section>
  )
}

function More({ profile }: { profile: Profile }) {
  const words = useWords()
  const { say } = words
  return (
    <Section title={say('verifier.more')}>
      <div className="sheet">
        <Facts
          items={[
            fact(say('verifier.workload'), profile.workload, (workload) => showWorkload(words, workload)),
            [say('verifier.level'), showLevel(words, profile.level)],
            fact(say('verifier.participation'), profile.participation, ({ forms }) =>
              words.enumerate(forms.map((form) => wordOf(words, 'participation', form))),
            ),
            factIfSaid(say('verifier.setting'), profile.setting, ({ value }) => wordOf(words, 'setting', value)),
            factIfSaid(say('verifier.prior-learning'), profile.priorLearning, ({ replaces }) =>
              say(`domain.prior-learning.${replaces}`),
            ),
            factIfSaid(say('verifier.benefits'), profile.benefits, ({ items }) =>
              words.enumerate(items.map((benefit) => say(`domain.benefit.${benefit}`))),
            ),
            fact(say('verifier.recognition'), profile.recognition, ({ items }) => (
              <ul className="plain">
                {items.map(({ body, scope, reference, url }) => (
                  <li key={body + (scope ?? '')}>
                    <OuterLink href={url}>{body}</OuterLink>
                    {scope && `: ${scope}`}
                    {reference && ` (${reference})`}
                  </li>
                ))}
              </ul>
            )),
            factIfSaid(say('verifier.prerequisites'), profile.prerequisites, ({ text }) => (
              <span lang={languageOf(profile)}>{text}</span>
            )),
            factIfSaid(say('verifier.stackability'), profile.stackability, ({ standing, towards }) => (
              <>
                {say(`domain.stacking.${standing}`)}
                {towards.length > 0 && `: ${words.list([...towards])}`}
              </>
            )),
            factIfSaid(say('verifier.further'), profile.furtherInformation, ({ text }) => (
              <span lang={languageOf(profile)}>{text}</span>
            )),
            factIfSaid(say('verifier.note'), profile.note, ({ text }) => (
              <span lang={languageOf(profile)}>{text}</span>
            )),
          ]}
        />
        {profile.pilot && <p>{say('verifier.pilot')}</p>}
      </div>
    </Section>
  )
}
