import type { Party } from '../issuing/compose-credential.ts'
import type { Language, LocalText } from '../local-text.ts'
import { findCreditUnit } from '../merit/credit-unit.ts'
import { toEqf } from '../merit/level-framework.ts'
import type { MeritDesign } from '../merit/merit.ts'
import { creditFrameworks } from './elm-terms.ts'
import { elmoRemarks } from './elmo-remarks.ts'
import type { IssuedRecord } from './record.ts'
import { type XmlNode, xml, xmlText } from './xml-node.ts'

export const elmoNamespace = 'https://github.com/emrex-eu/elmo-schemas/tree/v1'

export type ElmoOptions = {
  readonly generatedAt: string
  /** The language of what is told about a merit, where it is told in several. */
  readonly language: Language
}

/** A transcript is one learner’s, and holds at least one merit. */
export type ElmoRefusal =
  | { readonly code: 'elmo-without-merits' }
  | { readonly code: 'elmo-of-several'; readonly names: readonly string[] }

/**
 * Merits of one person as an ELMO transcript (EMREX, version 1.7), unsigned. One report for each merit, so that each
 * keeps its own issuer and its own date. What becomes of each element is listed in `elmo-mapping.ts`.
 */
export function composeElmo(records: readonly IssuedRecord[], options: ElmoOptions): XmlNode | ElmoRefusal {
  const names = [...new Set(records.map(({ holder }) => holder.name))]
  const [name, ...others] = names
  if (name === undefined) return { code: 'elmo-without-merits' }
  if (others.length > 0) return { code: 'elmo-of-several', names }
  return xml(
    'elmo',
    [
      xml('generatedDate', options.generatedAt),
      learner(name),
      ...records.map((record, index) => report(record, options, `scheme-${index + 1}`)),
    ],
    { xmlns: elmoNamespace },
  )
}

/** ELMO parts a name in two, and a merit's holder has one: its last word is told as the family's. */
function learner(name: string): XmlNode {
  const words = name.trim().split(/\s+/)
  return xml('learner', [xml('givenNames', words.slice(0, -1).join(' ')), xml('familyName', words.slice(-1).join(' '))])
}

function report(record: IssuedRecord, options: ElmoOptions, schemeId: string): XmlNode {
  const { gradingScale } = record.version.design.assessment
  return xml('report', [
    issuer(record.issuer),
    specification(record, options, schemeId),
    xml('issueDate', record.validFrom),
    gradingScale ? xml('gradingScheme', xml('description', gradingScale), { localId: schemeId }) : undefined,
  ])
}

const issuer = (party: Party): XmlNode =>
  xml('issuer', [
    xmlText('country', party.country),
    xml('identifier', party.id, { type: 'did' }),
    ...party.legalIdentifiers.map(({ scheme, value }) => xml('identifier', value, { type: scheme.toLowerCase() })),
    xml('title', party.name),
    // The schema wants an address; an organisation without a page of its own is found by its identifier.
    xml('url', party.url ?? party.id),
  ])

function specification(record: IssuedRecord, options: ElmoOptions, schemeId: string): XmlNode {
  const { design } = record.version
  return xml('learningOpportunitySpecification', [
    xml('identifier', record.meritUrl, { type: 'local' }),
    ...inLanguages('title', design.title),
    xmlText('iscedCode', design.fieldOfStudy),
    xml('url', record.meritUrl),
    ...inLanguages('description', design.description),
    xml('description', elmoRemarks(record, options.language).join('\n'), { 'xml:lang': 'en' }),
    xml('specifies', instance(record, schemeId)),
  ])
}

function instance({ id, facts, version }: IssuedRecord, schemeId: string): XmlNode {
  const { design } = version
  const [spoken, ...more] = design.languagesOfInstruction
  return xml('learningOpportunityInstance', [
    xml('identifier', id, { type: 'local' }),
    xmlText('start', facts.participation?.from),
    xml('date', facts.assessedOn),
    xml('status', 'passed'),
    design.assessment.gradingScale ? xml('gradingSchemeLocalId', schemeId) : undefined,
    xmlText('resultLabel', facts.grade),
    credit(design),
    level(design),
    // The schema: one language, or none at all.
    more.length === 0 ? xmlText('languageOfInstruction', spoken) : undefined,
    xmlText('engagementHours', design.workload.hours?.toString()),
  ])
}

function credit({ workload }: MeritDesign): XmlNode | undefined {
  if (!workload.credits) return undefined
  const { unit, value } = workload.credits
  const known = findCreditUnit(unit)
  const [, framework] = (known && creditFrameworks[known.name]) ?? []
  const scheme = framework === 'European Credit Transfer System' ? 'ECTS' : unit
  return xml('credit', [xml('scheme', scheme), xml('value', String(value))])
}

/** A reader of ELMO takes a level for a fact, so only a decided one with a single European level is written there. */
function level({ level: own }: MeritDesign): XmlNode | undefined {
  if (own?.standing !== 'decided') return undefined
  const [eqf, ...others] = toEqf(own.framework, own.level)
  if (!eqf || others.length > 0) return undefined
  return xml('level', [xml('type', 'EQF'), xml('value', String(eqf.eqf))])
}

function inLanguages(name: string, text: LocalText | undefined): readonly XmlNode[] {
  return Object.entries(text ?? {}).flatMap(([language, value]) =>
    value ? [xml(name, value, { 'xml:lang': language })] : [],
  )
}
