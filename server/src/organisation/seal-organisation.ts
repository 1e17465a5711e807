import { createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto'
import type { Sealer } from '@bricka/credential'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { recordChange } from './change-organisation.ts'
import type { MayRepresent } from './permission.ts'

/** What an organisation seals European credentials with, as PEM: its certificate, then those above it; its private key. */
export const NewSeal = z.strictObject({
  certificates: z.string().min(1).max(40_000),
  privateKey: z.string().min(1).max(10_000),
})
export type NewSeal = z.infer<typeof NewSeal>

export const SealView = z.object({
  subject: z.string(),
  /** The organisation's number as the certificate has it, `NTRSE-8020000002`. */
  identifier: z.string(),
  notAfter: z.iso.datetime(),
})
export type SealView = z.infer<typeof SealView>

const purpose = 'organisation-seal'

/** Takes a certificate and its key into use, in place of what was there. @throws Problem `seal-refused` */
export async function setSeal(ground: Ground, work: Work, permission: MayRepresent, seal: NewSeal): Promise<SealView> {
  const { chain, own, key } = readSeal(seal)
  const now = ground.now()
  const [from, until] = [own.validFromDate, own.validToDate]
  if (now < from || now > until) refuse('/certificates', 'certificate-not-now', `${own.validFrom} to ${own.validTo}`)
  const identifier = findIdentifier(own)
  if (!identifier) refuse('/certificates', 'organisation-unnamed', 'There is no organizationIdentifier (2.5.4.97).')
  const subject = own.subject.replaceAll('\n', ', ')
  const values = {
    certificates: chain.map(String).join(''),
    sealed_private_key: ground.seal.close(purpose, key.export({ format: 'der', type: 'pkcs8' })),
    identifier,
    subject,
    not_after: until,
    created_at: now,
  }
  await work
    .insertInto('organisation_seal')
    .values({ organisation_id: permission.organisationId, ...values })
    .onConflict((conflict) => conflict.column('organisation_id').doUpdateSet(values))
    .execute()
  await recordChange(ground, work, permission, 'seal-set', { subject, identifier, notAfter: until.toISOString() })
  return { subject, identifier, notAfter: until.toISOString() }
}

/** Stops sealing. What was sealed stays good. @throws Problem `not-found` */
export async function removeSeal(ground: Ground, work: Work, permission: MayRepresent): Promise<void> {
  const removed = await work
    .deleteFrom('organisation_seal')
    .where('organisation_id', '=', permission.organisationId)
    .returning('subject')
    .executeTakeFirst()
  if (!removed) throw new Problem('not-found', 'There is no seal to remove.')
  await recordChange(ground, work, permission, 'seal-removed', { subject: removed.subject })
}

export async function findSeal(work: Work, organisationId: string): Promise<SealView | undefined> {
  const row = await work
    .selectFrom('organisation_seal')
    .select(['subject', 'identifier', 'not_after'])
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst()
  return row && { subject: row.subject, identifier: row.identifier, notAfter: row.not_after.toISOString() }
}

/** What seals for an organisation, with its number; undefined when it has nothing that is good now. Runs in the system's scope. */
export async function findSealer(
  ground: Ground,
  work: Work,
  organisationId: string,
): Promise<{ sealer: Sealer; identifier: string } | undefined> {
  const row = await work
    .selectFrom('organisation_seal')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst()
  if (!row || row.not_after < ground.now()) return undefined
  const der = ground.seal.open(purpose, row.sealed_private_key)
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const kind = kindOf(key)
  if (!kind) throw new Error(`The seal of ${organisationId} has a key of another kind than it was let in with.`)
  const { algorithm, hash } = kind
  return {
    identifier: row.identifier,
    sealer: {
      algorithm,
      certificates: splitPem(row.certificates).map((pem) => new X509Certificate(pem).raw),
      sign: (bytes) => sign(hash, bytes, algorithm === 'RS256' ? key : { key, dsaEncoding: 'ieee-p1363' }),
    },
  }
}

/** Whether the issuer of one of the holder's merits could seal it now. Runs in the system's scope. */
export async function maySealFor(work: Work, holderId: string, credentialId: string, now: Date): Promise<boolean> {
  const found = await work
    .selectFrom('credential')
    .innerJoin('organisation_seal', 'organisation_seal.organisation_id', 'credential.issuer_id')
    .select('credential.id')
    .where('credential.holder_id', '=', holderId)
    .where('credential.id', '=', credentialId)
    .where('credential.state', '=', 'issued')
    .where('organisation_seal.not_after', '>', now)
    .executeTakeFirst()
  return found !== undefined
}

function readSeal({ certificates, privateKey }: NewSeal) {
  const chain = splitPem(certificates).map(readCertificate)
  const [own] = chain
  if (!own) refuse('/certificates', 'certificate-unreadable', 'There is no certificate in PEM.')
  const key = readKey(privateKey)
  if (!own.checkPrivateKey(key)) refuse('/privateKey', 'key-of-another', 'The key is not the certificate’s own.')
  if (!kindOf(key)) refuse('/privateKey', 'key-kind-refused', 'RSA from 2048 bits, P-256 or P-384.')
  chain.forEach((one, index) => {
    const above = chain[index + 1]
    if (above && !one.verify(above.publicKey))
      refuse('/certificates', 'chain-broken', `Number ${index + 2} did not sign number ${index + 1}.`)
  })
  return { chain, own, key }
}

const splitPem = (text: string): readonly string[] =>
  text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g)?.slice(0, 6) ?? []

function readCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch (error) {
    return refuse('/certificates', 'certificate-unreadable', String(error))
  }
}

function readKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch {
    // What OpenSSL says of it may hold a piece of it.
    return refuse('/privateKey', 'key-unreadable', 'It is no private key in PEM, or it is locked by a password.')
  }
}

function kindOf(key: KeyObject): { algorithm: 'RS256' | 'ES256' | 'ES384'; hash: string } | undefined {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType === 'rsa' && (modulusLength ?? 0) >= 2048) return { algorithm: 'RS256', hash: 'sha256' }
  if (namedCurve === 'prime256v1') return { algorithm: 'ES256', hash: 'sha256' }
  return namedCurve === 'secp384r1' ? { algorithm: 'ES384', hash: 'sha384' } : undefined
}

/** organizationIdentifier (2.5.4.97): three letters, a country, a dash and the number (EN 319 412-1, 5.1.4). */
const findIdentifier = ({ subject }: X509Certificate): string | undefined =>
  /^(?:organizationIdentifier|2\.5\.4\.97)=([A-Z]{3}[A-Z]{2}-.+)$/m.exec(subject)?.[1]

function refuse(pointer: string, code: string, detail: string): never {
  throw new Problem('seal-refused', detail, [{ pointer, code, detail }])
}
