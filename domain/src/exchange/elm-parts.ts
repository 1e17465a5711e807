import { compact, type Node } from '../issuing/node.ts'
import type { PartReference } from '../issuing/part-reference.ts'
import type { ElmOptions } from './compose-elm.ts'
import { issuerOf } from './elm-award.ts'
import { inOne, notes, organisation } from './elm-nodes.ts'
import { countryCodes } from './elm-terms.ts'
import type { IssuedRecord } from './record.ts'

/**
 * The smaller achievements that a whole is made of, each awarded by its own issuer. ELM wants to know where an awarding
 * body is, so that a part of someone who is not known here is told and not placed.
 */
export const listParts = (record: IssuedRecord, options: ElmOptions): readonly Node[] =>
  partsOf(record).flatMap((part, index): readonly Node[] => {
    const awardingBody = makerOf(part, record, options)
    if (!awardingBody) return []
    const id = `${options.id}#part-${index + 1}`
    const node = compact({
      id,
      type: 'LearningAchievement',
      title: inOne(part.name, options.language),
      identifier: { id: `${id}-identifier`, type: 'Identifier', schemeName: 'Open Badge', notation: part.id },
      awardedBy: { id: `${id}-award`, type: 'AwardingProcess', awardingBody },
      additionalNote: notes(options.id, `part-${index + 1}`, [inOne(`Digest: ${part.digestSri}`, options.language)]),
    })
    return [node]
  })

/** Those that have no place. */
export const unplaced = (record: IssuedRecord): readonly PartReference[] =>
  partsOf(record).filter((part) => !isPlaced(part, record))

const partsOf = ({ facts }: IssuedRecord): readonly PartReference[] => facts.parts ?? []

const findMaker = ({ issuer }: PartReference, record: IssuedRecord) =>
  [record.issuer, ...(record.partIssuers ?? [])].find(({ id }) => id === issuer.id)

const isPlaced = (part: PartReference, record: IssuedRecord): boolean => {
  const maker = findMaker(part, record)
  return maker !== undefined && countryCodes[maker.country] !== undefined
}

function makerOf(part: PartReference, record: IssuedRecord, options: ElmOptions): Node | undefined {
  const maker = findMaker(part, record)
  if (!maker || !isPlaced(part, record)) return undefined
  return maker.id === record.issuer.id ? issuerOf(record, options) : organisation(maker)
}
