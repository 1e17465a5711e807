import { CompactEncrypt, compactDecrypt } from 'jose'
import { z } from 'zod'
import { parseJson } from './open-archive.ts'

/** PBES2 rounds, as OWASP asks of PBKDF2 with SHA-512; a reader takes no more than ten times as many. */
const rounds = 210_000

export const HeldKey = z.object({
  importedId: z.string().nullable(),
  credentialId: z.string().nullable(),
  createdAt: z.string(),
  privateJwk: z.object({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: z.string(),
    y: z.string(),
    d: z.string(),
  }),
})
export type HeldKey = z.infer<typeof HeldKey>

/** The holder's keys behind their passphrase: a JWE (RFC 7516, PBES2-HS512+A256KW, A256GCM) that any library opens. */
export const closeKeys = (keys: readonly unknown[], passphrase: string): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(JSON.stringify(z.array(HeldKey).parse(keys))))
    .setProtectedHeader({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', cty: 'application/json' })
    .setKeyManagementParameters({ p2c: rounds })
    .encrypt(secretOf(passphrase))

export type KeysOpened =
  | { readonly opened: true; readonly keys: readonly HeldKey[] }
  | { readonly opened: false; readonly code: 'passphrase-wrong' | 'file-unreadable' }

/** `file-unreadable` where the passphrase is right and what it opens is no list of keys. */
export async function openKeys(sealed: string, passphrase: string): Promise<KeysOpened> {
  const opened = await compactDecrypt(sealed, secretOf(passphrase), {
    keyManagementAlgorithms: ['PBES2-HS512+A256KW'],
    contentEncryptionAlgorithms: ['A256GCM'],
    maxPBES2Count: rounds * 10,
  }).catch(() => undefined)
  if (!opened) return { opened: false, code: 'passphrase-wrong' }
  const read = z.array(HeldKey).safeParse(parseJson(opened.plaintext))
  return read.success ? { opened: true, keys: read.data } : { opened: false, code: 'file-unreadable' }
}

const secretOf = (passphrase: string): Uint8Array => new TextEncoder().encode(passphrase.normalize('NFC'))
