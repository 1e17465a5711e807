import { eqfIri, nationalLevelIris, outcomeTypeIris } from '../issuing/credential-terms.ts'
import { compact, type Node } from '../issuing/node.ts'
import type { Language } from '../local-text.ts'
import { findCreditUnit } from '../merit/credit-unit.ts'
import { findLevelFramework, plainLevel, toEqf } from '../merit/level-framework.ts'
import type { LearningOutcome, Level, MeritDesign } from '../merit/merit.ts'
import { duration, languageConcept, learningSetting, mode, note, notes, prefixed, texts } from './elm-nodes.ts'
import { concept, creditFrameworks, schemes } from './elm-terms.ts'
import type { Offer } from './offer.ts'

/** A version of a merit, and where it lies. */
export type DescribedMerit = Pick<Offer, 'version' | 'versionUrl' | 'meritUrl'>

/**
 * What a merit is, apart from who holds it: ELM's specification of a learning achievement, which a credential and the
 * open catalogue tell alike. `id` begins the names of the nodes in it.
 */
export function specification(
  record: DescribedMerit,
  { id, language }: { readonly id: string; readonly language: Language },
  outcomes: readonly LearningOutcome[],
): Node {
  const { design } = record.version
  const decided = design.level?.standing === 'decided' ? design.level : undefined
  return compact({
    id: record.versionUrl,
    type: decided ? 'Qualification' : 'LearningAchievementSpecification',
    identifier: { id: `${id}#merit`, type: 'Identifier', schemeName: 'Merit', notation: record.meritUrl },
    title: texts(design.title, language),
    description: texts(design.description, language),
    language: design.languagesOfContent.map(languageConcept),
    mode: design.participation.map(mode),
    volumeOfLearning: duration(design.workload.hours),
    creditPoint: creditPoint(design, `${id}#credits`),
    learningSetting: learningSetting(design.setting),
    learningOutcome: outcomes.map((outcome) => learningOutcome(outcome, record, language)),
    entryRequirement: note(`${id}#entry-requirement`, texts(design.entryRequirements, language)),
    homepage: { id: `${id}#page`, type: 'WebResource', contentURL: record.versionUrl },
    ...(decided && decidedLevel(decided)),
    additionalNote: notes(id, 'specification', [
      texts(design.furtherInformation?.text, language),
      ...levelNotes(design.level),
      prefixed('No level: ', texts(design.withoutLevel?.reason, language)),
      credits(design) && !frameworkOf(design) ? { en: `Size: ${credits(design)}` } : undefined,
      design.fieldOfStudy === undefined ? undefined : { en: `Field of study: ${design.fieldOfStudy}` },
      ...design.qualityAssurance.map(({ body, kind, standard }) => ({
        en: `Quality assurance (${kind}): ${[body, standard].filter(Boolean).join(', ')}`,
      })),
      ...design.recognition.map(({ body, reference }) => ({
        en: `Recognised by ${[body, reference].filter(Boolean).join(', ')}`,
      })),
      design.stacking && {
        en: `Stacking: ${[design.stacking.standing, ...design.stacking.towards].join(', ')}. No automatic right.`,
      },
      design.legalBasis && {
        en: design.legalBasis.kind === 'law' ? `Legal basis: ${design.legalBasis.reference}` : 'No legal basis.',
      },
      design.benefits.length > 0 ? { en: `Expected benefits: ${design.benefits.join(', ')}` } : undefined,
    ]),
  })
}

function learningOutcome(outcome: LearningOutcome, { versionUrl }: DescribedMerit, language: Language): Node {
  const iri = outcomeTypeIris[outcome.type]
  const skills = outcome.alignments.map(({ uri, label, framework }) => ({
    esco: uri.startsWith('http://data.europa.eu/esco/'),
    concept: concept(
      uri,
      uri.startsWith('http://data.europa.eu/esco/')
        ? schemes.escoSkill
        : `urn:framework:${encodeURIComponent(framework)}`,
      { en: label },
    ),
  }))
  return compact({
    id: `${versionUrl}#${outcome.id}`,
    type: 'LearningOutcome',
    title: texts(outcome.statement, language),
    dcType: iri.startsWith('http://data.europa.eu/')
      ? concept(iri, schemes.skillType, { en: outcome.type })
      : undefined,
    relatedESCOSkill: skills.filter(({ esco }) => esco).map((one) => one.concept),
    relatedSkill: skills.filter(({ esco }) => !esco).map((one) => one.concept),
    additionalNote: notes(
      `${versionUrl}`,
      `${outcome.id}-criteria`,
      outcome.criteria.map((one) => texts(one, language)),
    ),
  })
}

/** ELM's levels read as facts, so only a decided one, whose European level is one, is written there. */
function decidedLevel(level: Level): Node {
  const framework = findLevelFramework(level.framework)?.name ?? level.framework
  const [eqf, ...others] = toEqf(level.framework, level.level)
  const national = nationalLevelIris[`${framework} ${plainLevel(level.level)}`]
  return {
    isPartialQualification: true,
    eqfLevel:
      eqf && others.length === 0 ? concept(eqfIri(eqf.eqf), schemes.eqf, { en: `Level ${eqf.eqf}` }) : undefined,
    nqfLevel: national && concept(national, schemes.nationalLevel, { en: `${framework} ${level.level}` }),
  }
}

function levelNotes(level: Level | undefined) {
  if (!level) return []
  const name = `${level.framework} ${level.level}`
  return level.standing === 'decided'
    ? [{ en: `Level ${name} decided by ${level.decision.body}, ${level.decision.reference}` }]
    : [{ en: `Level ${name} as estimated by the creator; nobody has decided it.` }]
}

const frameworkOf = ({ workload }: MeritDesign) => {
  const unit = workload.credits && findCreditUnit(workload.credits.unit)
  return unit && creditFrameworks[unit.name]
}

const credits = ({ workload }: MeritDesign): string | undefined => {
  const { credits } = workload
  return credits && `${credits.value} ${credits.unit}`
}

export function creditPoint(design: MeritDesign, id: string): Node | undefined {
  const framework = frameworkOf(design)
  const { credits } = design.workload
  if (!framework || !credits) return undefined
  const [iri, label] = framework
  return {
    id,
    type: 'CreditPoint',
    framework: concept(iri, schemes.credit, { en: label }),
    point: String(credits.value),
  }
}
