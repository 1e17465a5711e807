import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'

type Made = { id: string; privateKey: KeyObject; publicKey: KeyObject; userHandle: string; counter: number }

export type Authenticator = ReturnType<typeof makeAuthenticator>

/** A passkey maker in software: what a phone or security key does (WebAuthn Level 3 §6), for the tests. */
export function makeAuthenticator(origin: string, { verifiesUser = true } = {}) {
  const relyingParty = createHash('sha256').update(new URL(origin).hostname).digest()
  const made: Made[] = []
  const flags = 0x01 | (verifiesUser ? 0x04 : 0)

  return {
    create(options: { challenge: string; user: { id: string } }) {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const rawId = randomBytes(16)
      const id = rawId.toString('base64url')
      made.push({ id, privateKey, publicKey, userHandle: options.user.id, counter: 0 })
      const length = Buffer.alloc(2)
      length.writeUInt16BE(rawId.length)
      const authenticatorData = Buffer.concat([
        relyingParty,
        Buffer.from([flags | 0x40, 0, 0, 0, 0]),
        Buffer.alloc(16),
        length,
        rawId,
        coseKey(publicKey),
      ])
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        cborText('fmt'),
        cborText('none'),
        cborText('attStmt'),
        Buffer.from([0xa0]),
        cborText('authData'),
        cborBytes(authenticatorData),
      ])
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData('webauthn.create', options.challenge, origin).toString('base64url'),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal'],
        },
      }
    },
    get(options: { challenge: string }, from: string = origin) {
      const passkey = made.at(-1)
      if (!passkey) throw new Error('The authenticator holds no passkey.')
      passkey.counter++
      const counter = Buffer.alloc(4)
      counter.writeUInt32BE(passkey.counter)
      const authenticatorData = Buffer.concat([relyingParty, Buffer.from([flags]), counter])
      const client = clientData('webauthn.get', options.challenge, from)
      const signed = Buffer.concat([authenticatorData, createHash('sha256').update(client).digest()])
      return {
        id: passkey.id,
        rawId: passkey.id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: authenticatorData.toString('base64url'),
          signature: createSign('sha256').update(signed).sign(passkey.privateKey).toString('base64url'),
          userHandle: passkey.userHandle,
        },
      }
    },
  }
}

const clientData = (type: string, challenge: string, origin: string): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))

const cborText = (text: string): Buffer => Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)])

function cborBytes(bytes: Buffer): Buffer {
  const length = Buffer.alloc(3)
  length[0] = 0x59
  length.writeUInt16BE(bytes.length, 1)
  return Buffer.concat([length, bytes])
}

/** An EC2 key on P-256 for ES256 (RFC 9053 §7.1.1). */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
    Buffer.from(x, 'base64url'),
    Buffer.from([0x22, 0x58, 0x20]),
    Buffer.from(y, 'base64url'),
  ])
}
