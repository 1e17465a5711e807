import { hashEmail } from '../issuing/compose-credential.ts'
import { bricka, contexts, dcterms } from '../issuing/credential-terms.ts'
import { compact, type Node } from '../issuing/node.ts'
import { isObject, type Json, readId, readObject, readObjects } from '../transparency/read-json.ts'

const [vc, openBadges] = contexts

/** Where the words of CLR 2.0 are explained; its place in the list is laid down there. */
export const clrContext = 'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json'
/** One credential for the record: as it was signed, and what it says where the signature wraps it (a compact JWS). */
export type ClrPart = { readonly signed: Json | string; readonly document: Json }

export type ClrOrder = {
  readonly id: string
  /** Whoever puts the record together and signs it; it vouches for the putting together, not for what is in it. */
  readonly publisher: { readonly id: string; readonly name: string; readonly url: string }
  readonly holder: { readonly name: string; readonly email: string; readonly emailSalt: string }
  readonly name: string
  readonly at: string
  readonly parts: readonly [ClrPart, ...ClrPart[]]
  /** Whether the publisher knows of more of the holder's credentials than go along. */
  readonly partial: boolean
}

/**
 * Writes a passport, or chosen merits of it, as an unsigned Comprehensive Learner Record (CLR 2.0, ClrCredential).
 *
 * The credentials go in as their issuers signed them: a signature of theirs covers their own bytes, and nothing here is
 * allowed to touch them. How merits hang together is said beside them, as associations between their achievements.
 */
export function composeClr({ id, publisher, holder, name, at, parts, partial }: ClrOrder): Node {
  return {
    '@context': [vc, clrContext, openBadges],
    id,
    type: ['VerifiableCredential', 'ClrCredential'],
    name,
    issuer: { ...publisher, type: ['Profile'] },
    validFrom: at,
    partial,
    credentialSubject: compact({
      type: ['ClrSubject'],
      identifier: [
        { type: 'IdentityObject', hashed: false, identityHash: holder.name, identityType: 'name' },
        {
          type: 'IdentityObject',
          hashed: true,
          identityHash: hashEmail(holder),
          identityType: 'emailAddress',
          salt: holder.emailSalt,
        },
      ],
      verifiableCredential: parts.map(({ signed }) => signed),
      association: associate(parts.map(({ document }) => document)),
    }),
  }
}

/** A whole names the credentials that it was made of; where both are there, their achievements are part and whole. */
function associate(documents: readonly Json[]): readonly Node[] {
  const achievements = new Map(documents.flatMap((one) => pairOf(one)))
  const said = documents.flatMap((whole) => {
    const targetId = achievements.get(readId(whole) ?? '')
    return readObjects(whole[dcterms('hasPart')])
      .filter(({ type }) => type === bricka('Part'))
      .flatMap((part) => {
        const sourceId = achievements.get(readId(part) ?? '')
        if (sourceId === undefined || targetId === undefined || sourceId === targetId) return []
        return [{ type: 'Association', associationType: 'isPartOf', sourceId, targetId }]
      })
  })
  return [...new Map(said.map((one) => [`${one.sourceId} ${one.targetId}`, one])).values()]
}

function pairOf(document: Json): [string, string][] {
  const id = readId(document)
  const achievement = readId(readObject(readObject(document.credentialSubject)?.achievement))
  return id === undefined || achievement === undefined ? [] : [[id, achievement]]
}

/** Whether a credential can stand in a record: CLR 2.0 takes verifiable credentials of W3C's model, also as a compact JWS. */
export function fitsClr(document: unknown): document is Json {
  if (!isObject(document)) return false
  const types = [document.type].flat()
  return types.includes('VerifiableCredential') && !types.includes('ClrCredential')
}
