import { hasText, pickText } from '@bricka/domain/local-text'
import { toEqf } from '@bricka/domain/merit/level-framework'
import type { MeritDesign } from '@bricka/domain/merit/merit'
import type { StatedLevel } from '@bricka/domain/transparency/transparency-profile'
import type { MeritView } from '@bricka/server/merit/merit-views'
import { Section } from '../kit/layout.tsx'
import { Local } from '../kit/local.tsx'
import { Facts, Tag, When } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { NotSaid, OuterLink } from '../verifier/said.tsx'
import { showLevel, showWorkload } from '../verifier/show-size.tsx'
import { AnsweredNeed } from './answered-needs.tsx'

type Part = { design: MeritDesign }

/** Each outcome with its criteria, how it is assessed, and what it is called elsewhere. */
export function Outcomes({ design, title }: Part & { title: string }) {
  const words = useWords()
  const { say } = words
  return (
    <Section title={title}>
      <ol className="outcomes">
        {design.outcomes.map((outcome) => (
          <li key={outcome.id}>
            <h3>
              <Local text={outcome.statement} />
            </h3>
            <p>
              <Tag>{say(`domain.outcome-type.${outcome.type}`)}</Tag>
            </p>
            {outcome.criteria.length > 0 && (
              <ul>
                {outcome.criteria.map((criterion) => (
                  <li key={JSON.stringify(criterion)}>
                    <Local text={criterion} />
                  </li>
                ))}
              </ul>
            )}
            {outcome.assessedBy.length > 0 && (
              <p className="check-means">
                {say('verifier.assessed-by', {
                  methods: words.enumerate(outcome.assessedBy.map((type) => say(`domain.assessment.${type}`))),
                })}
              </p>
            )}
            {outcome.alignments.length > 0 && (
              <p className="check-means">
                {say('verifier.skills')}:{' '}
                {outcome.alignments.map(({ uri, label, framework, relation }, index) => (
                  <span key={uri}>
                    {index > 0 && ', '}
                    <a href={`/catalogue?skill=${encodeURIComponent(uri)}`}>{label}</a> ({framework}:{' '}
                    {say(`domain.relation.${relation}`)})
                  </span>
                ))}
              </p>
            )}
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** What someone who wants to take part asks. */
export function LearnerFacts({ design, requires }: Part & Pick<MeritView, 'requires'>) {
  const words = useWords()
  const { say } = words
  const local = (name: string, text: MeritDesign['price']) =>
    hasText(text) ? ([name, <Local key={name} text={text} block />] as const) : undefined
  const list = (name: string, values: readonly string[]) =>
    values.length > 0 ? ([name, words.list(values)] as const) : undefined
  const { priorLearning, stacking } = design
  return (
    <Section title={say('public.facts-learner')}>
      <div className="sheet">
        <Facts
          items={[
            [say('verifier.workload'), showWorkload(words, design.workload) || <NotSaid key="workload" />],
            [say('verifier.level'), showLevel(words, statedLevel(design, words.language))],
            [
              say('verifier.participation'),
              design.participation.length > 0 ? (
                words.enumerate(design.participation.map((form) => say(`domain.participation.${form}`)))
              ) : (
                <NotSaid key="participation" />
              ),
            ],
            design.setting && [say('verifier.setting'), say(`domain.setting.${design.setting}`)],
            list(say('public.places'), design.places),
            list(say('public.languages'), design.languagesOfInstruction.map(words.languageName)),
            [
              say('public.entry'),
              hasText(design.entryRequirements) ? (
                <Local key="entry" text={design.entryRequirements} block />
              ) : (
                <NotSaid key="entry" />
              ),
            ],
            requires.length > 0 && [
              say('public.requires'),
              <ul key="requires" className="plain">
                {requires.map(({ meritId, title }) => (
                  <li key={meritId}>
                    <a href={`/merits/${meritId}`}>
                      <Local text={title} />
                    </a>
                  </li>
                ))}
              </ul>,
            ],
            local(say('public.target-group'), design.targetGroup),
            priorLearning && [
              say('verifier.prior-learning'),
              <div key="prior">
                {say(`domain.prior-learning.${priorLearning.replaces}`)}
                <Local text={priorLearning.how} block />
              </div>,
            ],
            local(say('public.price'), design.price),
            local(say('public.funding'), design.funding),
            local(say('public.accessibility'), design.accessibility),
            design.benefits.length > 0 && [
              say('verifier.benefits'),
              words.enumerate(design.benefits.map((benefit) => say(`domain.benefit.${benefit}`))),
            ],
            stacking && [
              say('verifier.stackability'),
              `${say(`domain.stacking.${stacking.standing}`)}${stacking.towards.length > 0 ? `: ${words.list(stacking.towards)}` : ''}`,
            ],
            [
              say('public.valid-for'),
              design.validForMonths === undefined
                ? say('public.valid-always')
                : say('domain.months', { count: design.validForMonths }),
            ],
            design.furtherInformation && [
              say('verifier.further'),
              <div key="further">
                <Local text={design.furtherInformation.text} block />
                <OuterLink href={design.furtherInformation.url}>{design.furtherInformation.url}</OuterLink>
              </div>,
            ],
          ]}
        />
      </div>
    </Section>
  )
}

/** What someone who shall trust it asks; what is not said is said to be so. */
export function AssessmentFacts({ design, needs }: Part & Pick<MeritView, 'needs'>) {
  const words = useWords()
  const { say } = words
  const { assessment, legalBasis } = design
  const missing = <NotSaid key="missing" />
  return (
    <Section title={say('public.facts-assessment')} lead={say('verifier.how-lead')}>
      <div className="sheet">
        <Facts
          items={[
            [
              say('verifier.assessment-types'),
              assessment.types.length > 0
                ? words.enumerate(assessment.types.map((type) => say(`domain.assessment.${type}`)))
                : missing,
            ],
            hasText(assessment.description) && [
              say('verifier.how'),
              <Local key="how" text={assessment.description} block />,
            ],
            [
              `${say('verifier.supervised')}, ${say('verifier.identity').toLowerCase()}`,
              assessment.supervision ? say(`domain.supervision.${assessment.supervision}`) : missing,
            ],
            [
              say('verifier.assessor'),
              assessment.assessor ? say(`domain.assessor.${assessment.assessor.role}`) : missing,
            ],
            [
              say('verifier.independence'),
              assessment.assessor ? say(`domain.independence.${assessment.assessor.independence}`) : missing,
            ],
            assessment.assessor?.qualification && [say('verifier.qualification'), assessment.assessor.qualification],
            [
              say('verifier.evidence'),
              assessment.evidenceKinds.length > 0
                ? words.enumerate(assessment.evidenceKinds.map((kind) => say(`domain.evidence.${kind}`)))
                : missing,
            ],
            [say('public.grading'), assessment.gradingScale ?? missing],
            [
              say('verifier.quality'),
              design.qualityAssurance.length === 0 ? (
                missing
              ) : (
                <ul className="plain" key="quality">
                  {design.qualityAssurance.map(({ kind, body, standard, url, description }) => (
                    <li key={kind + body}>
                      {say(`domain.quality.${kind}`)}: <OuterLink href={url}>{body}</OuterLink>
                      {standard && ` (${standard})`}
                      <Local text={description} block />
                    </li>
                  ))}
                </ul>
              ),
            ],
            [
              say('verifier.legal'),
              legalBasis === undefined ? (
                missing
              ) : legalBasis.kind === 'none' ? (
                say('domain.legal.none')
              ) : (
                <OuterLink key="legal" href={legalBasis.url}>
                  {say('domain.legal.law')}: {legalBasis.reference}
                </OuterLink>
              ),
            ],
            hasText(design.needAnswered) && [say('public.need'), <Local key="need" text={design.needAnswered} block />],
            needs.length > 0 && [
              say('answered-need.field'),
              <ul key="needs" className="plain need-list">
                {needs.map((need) => (
                  <li key={need.waveId + need.concept}>
                    <AnsweredNeed need={need} judged />
                  </li>
                ))}
              </ul>,
            ],
            design.designedWith.length > 0 && [
              say('public.designed-with'),
              <ul className="plain" key="with">
                {design.designedWith.map(({ name, part, contribution }) => (
                  <li key={name}>
                    {name} ({say(`domain.part.${part}`)}){contribution && `: ${contribution}`}
                  </li>
                ))}
              </ul>,
            ],
            design.reviewOn && [say('public.review'), <When key="review" at={design.reviewOn} />],
          ]}
        />
      </div>
    </Section>
  )
}

/** The area of recognition: who recognises it, for what. */
export function Recognitions({ design: { recognition } }: Part) {
  const { say } = useWords()
  return (
    <Section title={say('public.recognition')}>
      {recognition.length === 0 ? (
        <p>
          <span className="absent">{say('public.recognition-none')}</span>
        </p>
      ) : (
        <ul className="outcomes">
          {recognition.map(({ body, scope, reference, url, on, until }) => (
            <li key={body + JSON.stringify(scope)}>
              <h3>
                <OuterLink href={url}>{body}</OuterLink>
              </h3>
              <Local text={scope} block />
              <p className="check-means">
                {reference}
                {on && (
                  <>
                    {reference && ', '}
                    <When at={on} />
                  </>
                )}
                {until && (
                  <>
                    {'–'}
                    <When at={until} />
                  </>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function statedLevel(design: MeritDesign, language: Parameters<typeof pickText>[1]): StatedLevel {
  const { level, withoutLevel } = design
  if (withoutLevel && !level)
    return { stated: true, standing: 'none', reason: pickText(withoutLevel.reason, language)?.text ?? '' }
  if (!level) return { stated: false }
  const eqf = toEqf(level.framework, level.level).map((one) => one.eqf)
  const { framework } = level
  if (level.standing === 'self-declared')
    return { stated: true, standing: level.standing, framework, level: level.level, eqf }
  const { body, reference, on, url } = level.decision
  return {
    stated: true,
    standing: level.standing,
    framework,
    level: level.level,
    eqf,
    decision: { body, reference, ...(on && { on }), ...(url && { url }) },
  }
}
