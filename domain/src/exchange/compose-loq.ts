import type { Party } from '../issuing/compose-credential.ts'
import { atMidnight, compact, type Node } from '../issuing/node.ts'
import { type Language, type LocalText, pickText } from '../local-text.ts'
import { readFieldCode, unknownField } from '../merit/field-of-study.ts'
import { duration, languageConcept, mode, note, organisation, texts } from './elm-nodes.ts'
import { specification } from './elm-specification.ts'
import { concept, countryCodes, schemes } from './elm-terms.ts'
import type { Given, Offer } from './offer.ts'

const isced = 'http://data.europa.eu/snb/isced-f'
const course = ['http://data.europa.eu/snb/learning-opportunity/05053c1cbe', 'Course'] as const

/** ELM's own context, and what it leaves to the one for credentials or has no use for there. */
const context = [
  'http://data.europa.eu/snb/model/context/edc-ap',
  {
    id: '@id',
    type: '@type',
    defaultLanguage: { '@id': 'http://data.europa.eu/snb/model/elm/defaultLanguage', '@type': '@id' },
    /** RDF's own, which the profile asks of an amount. */
    value: {
      '@id': 'http://www.w3.org/1999/02/22-rdf-syntax-ns#value',
      '@type': 'http://www.w3.org/2001/XMLSchema#decimal',
    },
    modified: {
      '@id': 'http://purl.org/dc/terms/modified',
      '@type': 'http://www.w3.org/2001/XMLSchema#dateTime',
    },
  },
] as const

/**
 * Offers as learning opportunities of the European Learning Model: JSON-LD in the shape of its LOQ application profile
 * (Learning Opportunities and Qualifications, 1.1), which Europass gathers.
 *
 * What becomes of each element is listed in `offer-mappings.ts`. An organisation in a country that the European list is
 * not known to have here is left out as provider, and an offer without a provider left is left out whole.
 */
export function composeLoq(offers: readonly Offer[], language: Language): Node {
  return { '@context': context, '@graph': offers.flatMap((offer) => opportunities(offer, language)) }
}

/** One for each occasion; one without a time for a merit that nobody has announced an occasion of. */
function opportunities(offer: Offer, language: Language): readonly Node[] {
  const whole = opportunity(offer, language)
  if (!whole) return []
  const given = offer.occasions.filter(({ by }) => isPlaced(by))
  return given.length === 0 ? [whole] : given.map((one) => at(whole, one))
}

/** The merit as it is given at one occasion. */
function at(whole: Node, { id, by, occasion }: Given): Node {
  const { startsOn, endsOn, applyBy, place, online, languages, fee, url } = occasion
  const own = `${whole.id}-${id}`
  const modes = [...(place === undefined ? [] : ['presential' as const]), ...(online ? ['online' as const] : [])]
  const currency = fee && concept(`${schemes.currency}/${fee.currency}`, schemes.currency, { en: fee.currency })
  const [spoken] = languages
  return compact({
    ...whole,
    id: own,
    ...(url && { homepage: page(`${own}-page`, url) }),
    temporal: compact({
      id: `${own}-period`,
      type: 'PeriodOfTime',
      startDate: atMidnight(startsOn),
      endDate: atMidnight(endsOn),
    }),
    applicationDeadline: atMidnight(applyBy),
    mode: modes.map(mode),
    ...(fee && {
      priceDetail: {
        id: `${own}-price`,
        type: 'PriceDetail',
        amount: { id: `${own}-amount`, type: 'Amount', value: String(fee.amount), unit: currency },
      },
    }),
    providedBy: organisation(by),
    location: places(own, place === undefined ? [] : [place], [by]),
    defaultLanguage: spoken === undefined ? whole.defaultLanguage : languageConcept(spoken),
  })
}

function opportunity(offer: Offer, language: Language): Node | undefined {
  const { design, publishedAt } = offer.version
  const providers = offer.issuers.filter(isPlaced)
  if (providers.length === 0) return undefined
  const id = `${offer.versionUrl}#opportunity`
  const taught = design.languagesOfInstruction[0] ?? design.languagesOfContent[0] ?? language
  return compact({
    id,
    type: 'LearningOpportunity',
    title: texts(design.title, language),
    description: texts(design.description, language),
    dcType: concept(course[0], schemes.opportunity, { en: course[1] }),
    homepage: page(`${id}-page`, offer.meritUrl),
    duration: duration(design.workload.hours),
    mode: design.participation.map(mode),
    admissionProcedure: note(`${id}-admission`, texts(design.entryRequirements, language)),
    priceDetail: price(id, [design.price, design.funding], language),
    providedBy: providers.map((party) => organisation(party)),
    location: places(id, design.places, providers),
    learningAchievementSpecification: achievement(offer, language),
    defaultLanguage: languageConcept(taught),
    modified: publishedAt,
    publisher: isPlaced(offer.creator) ? organisation(offer.creator) : undefined,
  })
}

/** The profile wants a field of study of everything; where the creator named none, that is what is said. */
function achievement(offer: Offer, language: Language): Node {
  const { design } = offer.version
  const {
    type,
    isPartialQualification,
    eqfLevel,
    nqfLevel,
    language: spoken,
    ...rest
  } = specification(offer, { id: offer.versionUrl, language }, design.outcomes)
  const code = readFieldCode(design.fieldOfStudy) ?? unknownField
  // A qualification must give both levels there; a merit with one of them is told as the achievement it is.
  const levels = eqfLevel && nqfLevel ? { isPartialQualification, eqfLevel, nqfLevel } : undefined
  return compact({
    ...rest,
    type: levels ? type : 'LearningAchievementSpecification',
    ...levels,
    thematicArea: concept(`${isced}/${code}`, `${isced}/25831c2`, { en: design.fieldOfStudy ?? 'Field unknown' }),
    language: Array.isArray(spoken) && spoken.length > 0 ? spoken : [languageConcept(language)],
  })
}

const isPlaced = ({ country }: Party): boolean => countryCodes[country] !== undefined

const page = (id: string, url: string): Node => ({ id, type: 'WebResource', contentURL: url })

/** Prices are told as their creators wrote them: an amount would need a currency, and who pays. */
function price(id: string, said: readonly (LocalText | undefined)[], language: Language): readonly Node[] {
  return said.flatMap((text, index) => {
    const told = pickText(text, language) && texts(text, language)
    return told ? [{ id: `${id}-price-${index + 1}`, type: 'PriceDetail', description: told }] : []
  })
}

/** A place is a name; the profile wants a country with it, which is where the first provider is. */
function places(id: string, names: readonly string[], [provider]: readonly Party[]): readonly Node[] {
  const [code, label] = countryCodes[provider?.country ?? ''] ?? ['', '']
  const countryCode = concept(`${schemes.country}/${code}`, schemes.country, { en: label })
  return names.map((name, index) => ({
    id: `${id}-place-${index + 1}`,
    type: 'Location',
    geographicName: { en: name },
    address: { id: `${id}-place-${index + 1}-address`, type: 'Address', countryCode },
  }))
}
