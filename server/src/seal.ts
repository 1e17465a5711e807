import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes } from 'node:crypto'

/** Encrypts what must not lie readable in the database: private keys and re-showable tokens. */
export type Seal = {
  /** AES-256-GCM: 12 bytes nonce, 16 bytes tag, then the cipher text. `purpose` separates the keys. */
  close(purpose: string, plain: Uint8Array): Buffer
  /** @throws when the secret or the purpose is another, or a bit was changed */
  open(purpose: string, sealed: Uint8Array): Buffer
}

export function makeSeal(secret: Uint8Array): Seal {
  const keys = new Map<string, Buffer>()
  const keyFor = (purpose: string): Buffer => {
    const known = keys.get(purpose)
    if (known) return known
    const key = Buffer.from(hkdfSync('sha256', secret, 'bricka', purpose, 32))
    keys.set(purpose, key)
    return key
  }
  return {
    close(purpose, plain) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce)
      const body = Buffer.concat([cipher.update(plain), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body])
    },
    open(purpose, sealed) {
      const bytes = Buffer.from(sealed)
      const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
    },
  }
}

/** What is stored of a token: enough to recognise it, useless to whoever reads the database. */
export const hashToken = (token: string): string => hash('sha256', token, 'base64url')
