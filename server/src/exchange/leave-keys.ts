import { createPrivateKey } from 'node:crypto'
import { CompactEncrypt, compactDecrypt } from 'jose'
import { z } from 'zod'
import { Problem } from '../http/problem.ts'
import { parseJson } from './leave-manifest.ts'
import { archiveRefused } from './leave-read-zip.ts'

/** PBES2 rounds, as OWASP asks of PBKDF2 with SHA-512; a reader takes no more than ten times as many. */
const rounds = 210_000

const HeldKey = z.object({
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
  new CompactEncrypt(Buffer.from(JSON.stringify(z.array(HeldKey).parse(keys))))
    .setProtectedHeader({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', cty: 'application/json' })
    .setKeyManagementParameters({ p2c: rounds })
    .encrypt(Buffer.from(passphrase.normalize('NFC')))

/** @throws Problem `passphrase-wrong`; `archive-refused` where it opens and holds no keys of ours */
export async function openKeys(sealed: string, passphrase: string): Promise<readonly HeldKey[]> {
  const opened = await compactDecrypt(sealed, Buffer.from(passphrase.normalize('NFC')), {
    keyManagementAlgorithms: ['PBES2-HS512+A256KW'],
    contentEncryptionAlgorithms: ['A256GCM'],
    maxPBES2Count: rounds * 10,
  }).catch(() => undefined)
  if (!opened)
    throw new Problem('passphrase-wrong', 'Write the passphrase that was chosen at the export, or leave the keys out.')
  const read = z.array(HeldKey).safeParse(parseJson(opened.plaintext))
  if (!read.success || !read.data.every(isPoint))
    throw archiveRefused('file-unreadable', 'keys.jwe', 'What the passphrase opens is no list of keys.')
  return read.data
}

/** Whether the numbers are a key: whoever made the file may have written any. */
function isPoint({ privateJwk }: HeldKey): boolean {
  try {
    createPrivateKey({ key: privateJwk, format: 'jwk' })
    return true
  } catch {
    return false
  }
}
