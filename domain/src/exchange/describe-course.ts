import type { Party } from '../issuing/compose-credential.ts'
import { compact, type Node, toDuration } from '../issuing/node.ts'
import { type Language, type LocalText, pickText } from '../local-text.ts'
import { toEqf } from '../merit/level-framework.ts'
import type { LearningOutcome, Level, MeritDesign, MeritId, ParticipationForm } from '../merit/merit.ts'
import type { Given, Offer } from './offer.ts'

/**
 * An offer as schema.org tells it (`Course`, and the `EducationalOccupationalCredential` it leads to), in one language:
 * what search engines and course portals read from the catalogue's pages.
 *
 * What becomes of each element is listed in `offer-mappings.ts`.
 */
export function describeCourse(offer: Offer, language: Language): Node {
  const { design, publishedAt, number } = offer.version
  const text = (said: LocalText | undefined) => pickText(said, language)?.text
  const spoken = design.languagesOfInstruction.length > 0 ? design.languagesOfInstruction : design.languagesOfContent
  return compact({
    '@context': 'https://schema.org',
    '@type': 'Course',
    '@id': `${offer.meritUrl}#course`,
    url: offer.meritUrl,
    name: text(design.title),
    description: text(design.description),
    version: String(number),
    datePublished: publishedAt,
    inLanguage: spoken,
    creator: organisation(offer.creator),
    provider: offer.issuers.map(organisation),
    about: design.fieldOfStudy,
    teaches: design.outcomes.map((outcome) => taught(outcome, language)),
    coursePrerequisites: [
      text(design.entryRequirements),
      ...design.requires.map((id) => courseBeside(offer, id)),
    ].filter(Boolean),
    audience: text(design.targetGroup) && { '@type': 'EducationalAudience', audienceType: text(design.targetGroup) },
    accessibilitySummary: text(design.accessibility),
    educationalLevel: levels(design.level),
    numberOfCredits: credits(design),
    timeRequired: design.workload.hours === undefined ? undefined : toDuration(design.workload.hours),
    hasCourseInstance: offer.occasions.length > 0 ? offer.occasions.map(instance) : undated(design),
    offers: [design.price, design.funding].flatMap((said) => {
      const told = text(said)
      return told ? [{ '@type': 'Offer', category: told }] : []
    }),
    educationalCredentialAwarded: credential(offer, language),
  })
}

/** Another merit of the same house as a course: its address differs in the id alone. */
function courseBeside({ meritUrl }: Offer, id: MeritId): Node {
  const url = meritUrl.replace(/[^/]*$/, id)
  return { '@type': 'Course', '@id': `${url}#course`, url }
}

function credential({ meritUrl, versionUrl, version: { design } }: Offer, language: Language): Node {
  const text = (said: LocalText | undefined) => pickText(said, language)?.text
  return compact({
    '@type': 'EducationalOccupationalCredential',
    '@id': meritUrl,
    url: versionUrl,
    name: text(design.title),
    credentialCategory: 'microcredential',
    competencyRequired: design.outcomes.map((outcome) => taught(outcome, language)),
    educationalLevel: levels(design.level),
    recognizedBy: design.recognition.map(({ body, url }) => compact({ '@type': 'Organization', name: body, url })),
    validFor: design.validForMonths === undefined ? undefined : `P${design.validForMonths}M`,
  })
}

/** An outcome, with the skills of the public lists that it answers to. */
function taught({ id, statement, alignments }: LearningOutcome, language: Language): Node {
  return compact({
    '@type': 'DefinedTerm',
    termCode: id,
    name: pickText(statement, language)?.text,
    sameAs: alignments.filter(({ relation }) => relation === 'exact').map(({ uri }) => uri),
  })
}

const organisation = ({ id, name, url, country }: Party): Node =>
  compact({
    '@type': 'Organization',
    identifier: id,
    name,
    url,
    address: { '@type': 'PostalAddress', addressCountry: country },
  })

/** A level that nobody decided is told as what it is: schema.org has no place for who said so. */
function levels(level: Level | undefined): readonly Node[] {
  if (level?.standing !== 'decided') return []
  const term = (framework: string, value: string): Node => ({
    '@type': 'DefinedTerm',
    inDefinedTermSet: framework,
    termCode: value,
    name: `${framework} ${value}`,
  })
  const [eqf, ...others] = toEqf(level.framework, level.level)
  return [term(level.framework, level.level), ...(eqf && others.length === 0 ? [term('EQF', String(eqf.eqf))] : [])]
}

const credits = ({ workload: { credits } }: MeritDesign): Node | undefined =>
  credits && { '@type': 'StructuredValue', value: credits.value, unitText: credits.unit }

const modes: Record<ParticipationForm, string> = {
  presential: 'Onsite',
  online: 'Online',
  blended: 'Blended',
  'work-based': 'Onsite',
  'project-based': 'Onsite',
  'laboratory-based': 'Onsite',
}

/** One occasion: when, where, by whom, and what it costs. */
function instance({ by, occasion }: Given): Node {
  const { startsOn, endsOn, applyBy, place, online, languages, hoursPerWeek, fee, url } = occasion
  return compact({
    '@type': 'CourseInstance',
    startDate: startsOn,
    endDate: endsOn,
    courseMode: [place !== undefined && 'Onsite', online && 'Online'].filter(Boolean),
    location: place && { '@type': 'Place', name: place },
    inLanguage: languages,
    organizer: organisation(by),
    courseSchedule:
      hoursPerWeek === undefined
        ? undefined
        : { '@type': 'Schedule', repeatFrequency: 'Weekly', duration: toDuration(hoursPerWeek) },
    offers:
      fee &&
      compact({ '@type': 'Offer', price: fee.amount, priceCurrency: fee.currency, availabilityEnds: applyBy, url }),
  })
}

/** Where and how it is given, where nobody has said when. */
function undated({ participation, places, workload: { hours } }: MeritDesign): Node | undefined {
  if (participation.length === 0 && places.length === 0) return undefined
  return compact({
    '@type': 'CourseInstance',
    courseMode: [...new Set(participation.map((form) => modes[form]))],
    courseWorkload: hours === undefined ? undefined : toDuration(hours),
    location: places.map((name) => ({ '@type': 'Place', name })),
  })
}
