import { randomUUID } from 'node:crypto'
import { issueCredential, issueVcJwt, type JsonObject, readCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { type ClrPart, composeClr, fitsClr } from '@bricka/domain/exchange/compose-clr'
import { mostClrParts } from '@bricka/domain/transparency/find-clr-parts'
import { typedLine } from '@bricka/domain/typed-text'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { makeId, makeSalt } from '../make-id.ts'
import { findHouseSigner, houseDid } from '../organisation/house-key.ts'

/** What of a passport can stand in a record, and what cannot. */
export const ClrChoice = z.object({
  id: z.string(),
  kind: z.enum(['merit', 'import']),
  title: z.string(),
  issuerName: z.string(),
  fits: z.boolean().describe('Whether CLR 2.0 has a place for a credential of its form'),
})
export type ClrChoice = z.infer<typeof ClrChoice>

export const ClrOrder = z.strictObject({
  credentialIds: z.array(z.uuid()).max(mostClrParts).default([]),
  importedIds: z.array(z.uuid()).max(mostClrParts).default([]),
  as: z
    .enum(['jws', 'json'])
    .default('jws')
    .describe('As a compact JWS (VC-JWT), or as JSON with an eddsa-jcs-2022 proof'),
  name: typedLine().trim().min(1).max(200).describe('What the record is called, in the language of its readers'),
})
export type ClrOrder = z.infer<typeof ClrOrder>

type Kept = Omit<ClrChoice, 'fits'> & { part: ClrPart | undefined }

/** Everything that stands in the passport and could go along. */
export async function listClrChoices(work: Work, holderId: string): Promise<ClrChoice[]> {
  const kept = await listKept(work, holderId)
  return kept.map(({ part, ...choice }) => ({ ...choice, fits: part !== undefined }))
}

/**
 * Puts chosen credentials of a passport into one record (CLR 2.0), signed by the house as who put it together. Nothing of
 * it is kept here: the holder has it.
 *
 * @throws Problem `clr-refused`, and `not-found` where something chosen is not the person's
 */
export async function giveClr(ground: Ground, work: Work, person: PersonActor, order: ClrOrder): Promise<string> {
  const kept = await listKept(work, person.personId)
  const wanted = new Set([...order.credentialIds, ...order.importedIds])
  const chosen = kept.filter(({ id }) => wanted.has(id))
  if (chosen.length < wanted.size) throw new Problem('not-found', 'Not all that was chosen stands in your passport.')
  const unfit = chosen.find(({ part }) => part === undefined)
  if (unfit) throw refused('part-unfit', `“${unfit.title}” is not of a form that CLR 2.0 has a place for.`)
  if (chosen.length > mostClrParts) throw refused('too-many-parts', `One record takes ${mostClrParts} credentials.`)
  const [first, ...rest] = chosen.flatMap(({ part }) => part ?? [])
  if (!first) throw refused('nothing-chosen', 'Choose at least one credential.')
  const now = ground.now()
  const unsigned = composeClr({
    id: `urn:uuid:${randomUUID()}`,
    publisher: {
      id: houseDid(ground),
      name: new URL(ground.settings.baseUrl).host,
      url: ground.settings.baseUrl,
    },
    holder: { name: person.name, email: person.email, emailSalt: makeSalt() },
    name: order.name,
    at: now.toISOString(),
    parts: [first, ...rest],
    partial: chosen.length < kept.length,
  })
  await writeAudit(work, {
    actor: person,
    holderId: person.personId,
    act: 'clr-taken-out',
    object: { kind: 'clr', id: makeId(now) },
    details: { credentials: chosen.length },
    at: now,
  })
  const record = await sign(ground, JSON.parse(JSON.stringify(unsigned)), order.as, now)
  if (record.length > maxBytes)
    throw refused('too-large', 'Choose fewer: who checks the record reads no more than 2 MB.')
  return record
}

async function sign(ground: Ground, unsigned: JsonObject, as: ClrOrder['as'], now: Date): Promise<string> {
  const signer = findHouseSigner(ground)
  if (as === 'jws') return issueVcJwt(unsigned, signer)
  const own = {
    verificationMethod: signer.verificationMethod,
    sign: signer.sign,
    cryptosuite: 'eddsa-jcs-2022',
  } as const
  return JSON.stringify(await issueCredential(unsigned, own, { now: now.toISOString(), power }))
}

async function listKept(work: Work, holderId: string): Promise<Kept[]> {
  const merits = await work
    .selectFrom('credential')
    .innerJoin('organisation', 'organisation.id', 'credential.issuer_id')
    .select(['credential.id', 'title', 'legal_name', 'document'])
    .where('holder_id', '=', holderId)
    .where('state', '=', 'issued')
    .where('document', 'is not', null)
    .orderBy('issued_at', 'desc')
    .orderBy('credential.id')
    .execute()
  const imports = await work
    .selectFrom('imported_credential')
    .select(['id', 'title', 'issuer_name', 'document'])
    .where('holder_id', '=', holderId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
  return [
    ...merits.map(({ id, title, legal_name, document }) => ({
      id,
      kind: 'merit' as const,
      title,
      issuerName: legal_name,
      part: readPart(document ?? ''),
    })),
    ...imports.map(({ id, title, issuer_name, document }) => ({
      id,
      kind: 'import' as const,
      title,
      issuerName: issuer_name,
      part: readPart(document),
    })),
  ]
}

/** A credential with proofs of its own goes in as the object it is, one in a JWS as its very text. */
function readPart(text: string): ClrPart | undefined {
  const read = readCredential(text)
  if (!read.read) return undefined
  const { document, envelope } = read.credential
  if (!fitsClr(document)) return undefined
  if (envelope.format === 'data-integrity') return { signed: document, document }
  return envelope.format === 'vc-jwt' && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text.trim())
    ? { signed: text.trim(), document }
    : undefined
}

/** What is refused on the way in is not given out. */
const maxBytes = 2_000_000

const refused = (code: 'nothing-chosen' | 'part-unfit' | 'too-many-parts' | 'too-large', detail: string): Problem =>
  new Problem('clr-refused', detail, [{ pointer: '/credentialIds', code, detail }])
