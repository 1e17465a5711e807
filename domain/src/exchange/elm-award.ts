import { compact, type Node } from '../issuing/node.ts'
import type { ElmOptions } from './compose-elm.ts'
import { organisation } from './elm-nodes.ts'
import type { IssuedRecord } from './record.ts'

/** One process, told wherever ELM wants to know who awarded; a node that is told twice must be told alike. */
export function award(record: IssuedRecord, options: ElmOptions): Node {
  const { creator, issuer, validFrom, mandate } = record
  return compact({
    id: `${options.id}#award`,
    type: 'AwardingProcess',
    awardingBody: issuerOf(record, options),
    awardingDate: validFrom,
    description:
      mandate || creator.id !== issuer.id
        ? { en: `Designed by ${creator.name}, awarded by ${issuer.name}.` }
        : undefined,
  })
}

/** A node that is told in several places is told alike in each. */
export const issuerOf = ({ issuer }: IssuedRecord, { sealIdentifier }: ElmOptions): Node =>
  organisation(issuer, sealIdentifier)

export const creatorOf = ({ creator, issuer }: IssuedRecord, { sealIdentifier }: ElmOptions): Node =>
  organisation(creator, creator.id === issuer.id ? sealIdentifier : undefined)
