import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, sign, verify } from 'node:crypto'
import { ED25519_TORSION_SUBGROUP, ed25519 } from '@noble/curves/ed25519.js'
import { describe, expect, it } from 'vitest'
import { power } from './node.ts'
import { isAcceptedBySodium, makeEd25519Sign } from './sodium.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const rawKey = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))
/** Short, and on both sides of where signing and verifying go over to OpenSSL. */
const lengths = [0, 1, 64, 8_192, 8_193, 32_768, 32_769]

describe('Ed25519 by libsodium beside node:crypto', () => {
  it('takes what node:crypto signed, and not with one bit of message, signature or key changed', () => {
    for (const length of lengths) {
      const bytes = messageOf(length)
      const signature = new Uint8Array(sign(null, bytes, privateKey))
      expect(verifies(rawKey, bytes, signature)).toBe(true)
      expect(verifies(rawKey, length === 0 ? messageOf(1) : withBit(bytes, length - 1), signature)).toBe(false)
      for (const at of [0, 31, 32, 63]) expect(verifies(rawKey, bytes, withBit(signature, at))).toBe(false)
      for (const at of [0, 31]) expect(verifies(withBit(rawKey, at), bytes, signature)).toBe(false)
    }
  })

  it('refuses signatures and keys of another length', () => {
    const bytes = messageOf(64)
    const signature = new Uint8Array(sign(null, bytes, privateKey))
    for (const length of [0, 63]) expect(verifies(rawKey, bytes, signature.subarray(0, length))).toBe(false)
    expect(verifies(rawKey, bytes, new Uint8Array([...signature, 0]))).toBe(false)
    for (const length of [0, 31]) expect(verifies(rawKey.subarray(0, length), bytes, signature)).toBe(false)
    expect(verifies(new Uint8Array([...rawKey, 0]), bytes, signature)).toBe(false)
  })

  it('signs as node:crypto does, to the byte', () => {
    const signing = makeEd25519Sign(privateKey)
    for (const length of lengths)
      expect(Buffer.compare(signing(messageOf(length)), sign(null, messageOf(length), privateKey))).toBe(0)
  })

  it('signs with Ed25519 keys only', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    expect(() => makeEd25519Sign(other)).toThrow(TypeError)
    const agreement = createPrivateKey(
      generateKeyPairSync('x25519').privateKey.export({ format: 'pem', type: 'pkcs8' }),
    )
    expect(() => makeEd25519Sign(agreement)).toThrow(TypeError)
  })

  it('is of one mind with node:crypto about keys and points that only an attacker would make', () => {
    const seen = new Set<string>()
    for (const { key, message, signature } of oddSignatures()) {
      const wanted = verify(null, message, toKeyObject(key), signature)
      const accepted = isAcceptedBySodium(key, message, signature)
      expect(verifies(key, message, signature)).toBe(wanted)
      expect(accepted && !wanted).toBe(false)
      seen.add(`${wanted}, ${accepted}`)
    }
    // An older OpenSSL also takes some that libsodium refuses: its word is the last.
    expect([...seen]).toContain('false, false')
    if (canAsk()) expect([...seen]).toContain('true, true')
  })

  it('is there where there is a build of it (needs one for this machine)', (context) => {
    const built = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64']
    if (!built.includes(`${process.platform}-${process.arch}`)) context.skip('no build of libsodium for this machine')
    expect(canAsk()).toBe(true)
  })
})

const verifies = (key: Uint8Array, bytes: Uint8Array, signature: Uint8Array) =>
  power.verify('EdDSA', { type: 'Ed25519', bytes: key }, bytes, signature)

const canAsk = (): boolean =>
  isAcceptedBySodium(rawKey, messageOf(1), new Uint8Array(sign(null, messageOf(1), privateKey)))

const messageOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => (index * 31) & 255)

function withBit(bytes: Uint8Array, at: number): Uint8Array {
  const changed = new Uint8Array(bytes)
  changed[at] = (changed[at] ?? 0) ^ 1
  return changed
}

const toKeyObject = (key: Uint8Array) =>
  createPublicKey({
    key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key]),
    format: 'der',
    type: 'spki',
  })

type Odd = { readonly key: Uint8Array; readonly message: Uint8Array; readonly signature: Uint8Array }

/** Keys and points with a part of small order, whose signatures stacks judge differently; numbers beyond the group. */
function* oddSignatures(): Generator<Odd> {
  const { Point } = ed25519
  const order = Point.Fn.ORDER
  const [secret, nonce] = [123_456_789n, 987_654_321n]
  const honest = Point.BASE.multiply(secret)
  const commitment = Point.BASE.multiply(nonce)
  const torsion = ED25519_TORSION_SUBGROUP.map((hex) => Point.fromHex(hex))
  const make = (key: typeof honest, point: typeof honest, of: bigint, by: bigint, message: Uint8Array): Odd => {
    const [keyBytes, pointBytes] = [key.toBytes(), point.toBytes()]
    const challenge = readLittle(hash('sha512', Buffer.concat([pointBytes, keyBytes, message]), 'buffer')) % order
    return { key: keyBytes, message, signature: join(pointBytes, writeLittle((by + challenge * of) % order)) }
  }
  for (let round = 0; round < 8; round++) {
    const message = messageOf(round)
    yield make(honest, commitment, secret, nonce, message)
    yield make(honest, Point.ZERO, secret, 0n, message)
    for (const small of torsion) {
      yield make(honest, commitment.add(small), secret, nonce, message)
      yield make(honest.add(small), commitment, secret, nonce, message)
      yield make(small, commitment, 0n, nonce, message)
      yield make(small, small, 0n, 0n, message)
    }
    const plain = make(honest, commitment, secret, nonce, message)
    const number = readLittle(plain.signature.subarray(32))
    yield { ...plain, signature: join(plain.signature.subarray(0, 32), writeLittle(number + order)) }
  }
}

const join = (first: Uint8Array, second: Uint8Array): Uint8Array => new Uint8Array([...first, ...second])
const readLittle = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
const writeLittle = (value: bigint): Uint8Array =>
  new Uint8Array(Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse())
