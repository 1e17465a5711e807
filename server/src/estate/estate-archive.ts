import { LocalText } from '@bricka/domain/local-text'
import { LegalIdentifier, OrganisationKind } from '@bricka/domain/organisation/organisation'
import { typedLine } from '@bricka/domain/typed-text'
import { z } from 'zod'
import { archiveRefused } from '../exchange/leave-read-zip.ts'

/** The estate of an organisation, file by file: docs/guides/ending.md describes each. */
export const EstateHead = z.object({
  receptionId: z.uuid(),
  organisation: z.object({
    slug: z.string().regex(/^[a-z0-9][a-z0-9-]{1,60}$/),
    legalName: typedLine().min(1).max(200),
    legalIdentifiers: z.array(LegalIdentifier).max(5),
    country: z.string().regex(/^[A-Z]{2}$/),
    region: typedLine().max(80).nullable(),
    kind: OrganisationKind,
    homepage: z
      .url({ protocol: /^https?$/ })
      .max(300)
      .nullable(),
    about: LocalText.nullable(),
    did: z.string().max(500).startsWith('did:web:'),
    endedAt: z.iso.datetime(),
  }),
  keys: z
    .array(
      z.object({
        verificationMethod: z.string().max(600),
        publicKeyMultibase: z.string().max(200),
        validFrom: z.iso.datetime(),
        retiredAt: z.iso.datetime().nullable(),
        compromisedAt: z.iso.datetime().nullable(),
      }),
    )
    .max(1000),
})
export type EstateHead = z.infer<typeof EstateHead>

const address = z.url({ protocol: /^https?$/ }).max(600)

export const EstateList = z.object({
  id: z.uuid(),
  pairId: z.uuid(),
  purpose: z.enum(['revocation', 'suspension']),
  url: address,
  length: z.int().min(8).max(16_777_216).multipleOf(8),
  /** Base64 of the bits themselves, eight places a byte, the first place in the highest bit. */
  bits: z.base64(),
})
export type EstateList = z.infer<typeof EstateList>

export const EstateDocument = z.object({
  url: address,
  mediaType: z.enum(['application/vc', 'application/ld+json']),
  body: z.string().max(1_000_000),
})
export type EstateDocument = z.infer<typeof EstateDocument>

export const EstateCredential = z.object({
  id: z.uuid(),
  title: typedLine().max(600),
  recipientName: typedLine().max(300),
  recipientEmail: typedLine().max(300),
  state: z.enum(['issued', 'suspended', 'revoked', 'replaced']),
  issuedAt: z.iso.datetime().nullable(),
  validUntil: z.iso.datetime().nullable(),
  revocationListId: z.uuid().nullable(),
  suspensionListId: z.uuid().nullable(),
  statusPosition: z.int().min(0).nullable(),
  statusReason: z.string().max(5000).nullable(),
  statusChangedAt: z.iso.datetime().nullable(),
})
export type EstateCredential = z.infer<typeof EstateCredential>

/** A merit's newest design: the receiver may go on with it as a merit of its own. */
export const EstateDesign = z.object({ url: address, design: z.unknown() })
export type EstateDesign = z.infer<typeof EstateDesign>

export const EstateLogEntry = z.object({
  actorKind: z.enum(['person', 'token', 'system']),
  actorName: z.string().max(400).nullable(),
  act: z.string().regex(/^[a-z0-9-]{1,80}$/),
  objectKind: z.string().regex(/^[a-z-]{1,40}$/),
  objectId: z.string().max(200),
  details: z.record(z.string(), z.unknown()),
  at: z.iso.datetime(),
})
export type EstateLogEntry = z.infer<typeof EstateLogEntry>

/** One thing a line. @throws Problem `archive-refused` with the file and the line */
export function readLines<T>(files: ReadonlyMap<string, Buffer>, path: string, schema: z.ZodType<T>): readonly T[] {
  const found: T[] = []
  for (const [name, bytes] of files) {
    if (name !== `${path}.ndjson` && !name.startsWith(`${path}/`)) continue
    for (const [index, line] of bytes.toString().split('\n').entries()) {
      if (line === '') continue
      found.push(readOne(name, index + 1, line, schema))
    }
  }
  return found
}

/** @throws Problem `archive-refused` */
export function readOne<T>(path: string, line: number, text: string, schema: z.ZodType<T>): T {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw archiveRefused('file-unreadable', path, `Line ${line} of ${path} is not JSON.`)
  }
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw archiveRefused('file-unreadable', path, `Line ${line} of ${path}: ${issue?.path.join('/')}: ${issue?.message}`)
}
