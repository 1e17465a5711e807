import { createPrivateKey } from 'node:crypto'
import { type HeldKey, openKeys as openAny } from '@bricka/domain/exchange/archive-keys'
import { Problem } from '../http/problem.ts'
import { archiveRefused } from './leave-read-zip.ts'

/** @throws Problem `passphrase-wrong`; `archive-refused` where it opens and holds no keys of ours */
export async function openKeys(sealed: string, passphrase: string): Promise<readonly HeldKey[]> {
  const read = await openAny(sealed, passphrase)
  if (!read.opened && read.code === 'passphrase-wrong')
    throw new Problem(read.code, 'Write the passphrase that was chosen at the export, or leave the keys out.')
  if (!read.opened || !read.keys.every(isPoint))
    throw archiveRefused('file-unreadable', 'keys.jwe', 'What the passphrase opens is no list of keys.')
  return read.keys
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
