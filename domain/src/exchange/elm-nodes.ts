import type { Party } from '../issuing/compose-credential.ts'
import { assessmentIris, bricka, modeIris, settingIris, unsupervisedIri } from '../issuing/credential-terms.ts'
import { compact, type Node, toDuration } from '../issuing/node.ts'
import { type Language, type LocalText, pickText } from '../local-text.ts'
import type { AssessmentType, LearningSetting, ParticipationForm } from '../merit/merit.ts'
import { concept, countryCodes, languageCodes, schemes } from './elm-terms.ts'

/** An organisation in ELM; a node that is told in several places must be told alike in each. */
export function organisation(party: Party, sealIdentifier?: string): Node {
  const [code, label] = countryCodes[party.country] ?? ['', '']
  const country = concept(`${schemes.country}/${code}`, schemes.country, { en: label })
  return compact({
    id: party.id,
    type: 'Organisation',
    legalName: { en: party.name },
    eIDASIdentifier: sealIdentifier && {
      id: `${party.id}#seal`,
      type: 'LegalIdentifier',
      notation: sealIdentifier,
      spatial: country,
    },
    registration: party.legalIdentifiers.slice(0, 1).map(({ value }) => ({
      id: `${party.id}#registration`,
      type: 'LegalIdentifier',
      notation: value,
      spatial: country,
    })),
    identifier: party.legalIdentifiers.slice(1).map(({ scheme, value }, index) => ({
      id: `${party.id}#identifier-${index}`,
      type: 'Identifier',
      schemeName: scheme,
      notation: value,
    })),
    homepage: party.url && {
      id: `${party.id}#homepage`,
      type: 'WebResource',
      contentURL: party.url,
    },
    location: compact({
      id: `${party.id}#location`,
      type: 'Location',
      geographicName: party.region && { en: party.region },
      address: { id: `${party.id}#address`, type: 'Address', countryCode: country },
    }),
  })
}

export const languageConcept = (language: Language): Node => {
  const [code, label] = languageCodes[language]
  return concept(`${schemes.language}/${code}`, schemes.language, { en: label })
}

export const duration = (hours: number | undefined): string | undefined =>
  hours === undefined ? undefined : toDuration(hours)

export const mode = (form: ParticipationForm): Node => concept(modeIris[form], schemes.mode, { en: form })

export function learningSetting(setting: LearningSetting | undefined): Node | undefined {
  if (!setting || setting === 'informal') return undefined
  return concept(settingIris[setting], schemes.learningSetting, { en: `${setting} learning` })
}

export function assessmentConcept(type: AssessmentType): Node {
  const iri = assessmentIris[type]
  return concept(iri, iri.startsWith('http://data.europa.eu/') ? schemes.assessment : schemes.ours, {
    en: type.replaceAll('-', ' '),
  })
}

export const supervisionConcept = (supervision: string): Node =>
  supervision === 'unsupervised-without-identity-check'
    ? concept(unsupervisedIri, schemes.supervision, { en: 'Unsupervised without ID Verification' })
    : concept(`${bricka('supervision')}-${supervision}`, schemes.ours, { en: supervision.replaceAll('-', ' ') })

export const note = (id: string, text: Node | undefined): Node | undefined =>
  text && { id, type: 'Note', noteLiteral: text }

export const notes = (id: string, of: string, all: readonly (Node | undefined | '')[]): readonly Node[] =>
  all.flatMap((text, index) => (text ? [{ id: `${id}#note-${of}-${index + 1}`, type: 'Note', noteLiteral: text }] : []))

/** Every language the text is in; ELM wants the language of the display to be one of them. */
export function texts(text: LocalText | undefined, language: Language): Record<string, string> | undefined {
  const picked = pickText(text, language)
  if (!text || !picked) return undefined
  return { [language]: picked.text, ...text }
}

export const inOne = (text: string, language: Language): Node => ({ [language]: text })

export const prefixed = (prefix: string, text: Record<string, string> | undefined): Node | undefined =>
  text && Object.fromEntries(Object.entries(text).map(([language, value]) => [language, prefix + value]))
