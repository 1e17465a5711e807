import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { encodeMultikey, findKnownContext } from '@bricka/credential'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { generate } from '@digitalbazaar/ed25519-multikey'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { issue } from '@digitalbazaar/vc'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import {
  CompactSign,
  calculateJwkThumbprint,
  EmbeddedJWK,
  exportJWK,
  generateKeyPair,
  type JWK,
  jwtVerify,
  SignJWT,
} from 'jose'
import Provider, { errors } from 'oidc-provider'
import { z } from 'zod'
import { hashForOthers } from './judge-as-others.ts'
import { listenTrusted } from './listen-trusted.ts'

const preAuthorised = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'
export const peerType = 'https://other.example/course'
const contexts = ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json']
const older = ['https://www.w3.org/2018/credentials/v1', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json']
const binding = {
  scope: 'course',
  cryptographic_binding_methods_supported: ['jwk'],
  proof_types_supported: { jwt: { proof_signing_alg_values_supported: ['ES256'] } },
}
const configurations = {
  'course-sd-jwt': { format: 'dc+sd-jwt', vct: peerType, ...binding },
  'badge-ldp': {
    format: 'ldp_vc',
    credential_definition: { '@context': contexts, type: ['VerifiableCredential', 'OpenBadgeCredential'] },
    ...binding,
  },
  'badge-jwt': {
    format: 'jwt_vc_json',
    credential_definition: { type: ['VerifiableCredential', 'OpenBadgeCredential'] },
    ...binding,
  },
}
export type PeerConfiguration = keyof typeof configurations
export const peerConfigurations: readonly PeerConfiguration[] = ['course-sd-jwt', 'badge-ldp', 'badge-jwt']

/**
 * An issuer that shares no code with the passport: its access tokens are of a certified authorisation server, proofs are
 * read by a library of JWTs, and each form is written by others' libraries. It knows one wallet, by its client_id.
 */
export async function openIssuerPeer(clientId: string) {
  const grants = new Map<string, { txCode: string; used: boolean }>()
  const nonces = new Set<string>()
  const { origin, answer, close } = await listenTrusted()
  const provider = openProvider(origin, clientId, grants)
  const maker = await makeForms()
  const metadata = {
    credential_issuer: origin,
    credential_endpoint: `${origin}/credential`,
    nonce_endpoint: `${origin}/nonce`,
    display: [{ name: 'Another school', locale: 'en' }],
    credential_configurations_supported: configurations,
  }
  const callback = provider.callback()
  const Asked = z.strictObject({
    credential_configuration_id: z.enum(['course-sd-jwt', 'badge-ldp', 'badge-jwt']),
    proofs: z.strictObject({ jwt: z.tuple([z.string()]) }),
  })

  async function give(request: IncomingMessage): Promise<[number, object]> {
    const [, token = ''] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? []
    const access = await provider.AccessToken.find(token)
    if (!access) return [401, { error: 'invalid_token' }]
    const asked = Asked.safeParse(JSON.parse(await readBody(request)))
    if (!asked.success) return [400, { error: 'invalid_credential_request' }]
    const { credential_configuration_id: form, proofs } = asked.data
    try {
      const { payload, protectedHeader } = await jwtVerify(proofs.jwt[0], EmbeddedJWK, {
        audience: origin,
        typ: 'openid4vci-proof+jwt',
        algorithms: ['ES256'],
        maxTokenAge: 300,
      })
      if (!nonces.delete(String(payload.nonce))) return [400, { error: 'invalid_nonce' }]
      const jwk = z.custom<JWK>().parse(protectedHeader.jwk)
      return [200, { credentials: [{ credential: await maker[form](jwk) }] }]
    } catch {
      return [400, { error: 'invalid_proof' }]
    }
  }

  answer(async (request, response) => {
    const send = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (request.url === '/.well-known/openid-credential-issuer') return send(200, metadata)
    if (request.url === '/nonce' && request.method === 'POST') {
      const nonce = randomBytes(16).toString('base64url')
      nonces.add(nonce)
      return send(200, { c_nonce: nonce })
    }
    if (request.url === '/credential' && request.method === 'POST') return send(...(await give(request)))
    if (!request.url?.startsWith('/interaction/')) return callback(request, response)
    const { prompt } = await provider.interactionDetails(request, response)
    if (refusing) return provider.interactionFinished(request, response, { error: 'access_denied' })
    if (prompt.name === 'login')
      return provider.interactionFinished(request, response, { login: { accountId: 'anna' } })
    const grant = new provider.Grant({ accountId: 'anna', clientId })
    grant.addOIDCScope('course')
    return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } })
  })
  let refusing = false
  return {
    origin,
    /** An offer for which the holder is to log in. */
    offerLogIn: (form: PeerConfiguration) => {
      const offer = {
        credential_issuer: origin,
        credential_configuration_ids: [form],
        grants: { authorization_code: { issuer_state: 'as-offered' } },
      }
      return `openid-credential-offer://?credential_offer=${encodeURIComponent(JSON.stringify(offer))}`
    },
    refuseLogIns: (refuse: boolean) => {
      refusing = refuse
    },
    /** Goes through the log-in like a browser, up to where it is sent back to the wallet. */
    logIn: async (address: string): Promise<URL> => {
      const jar = new Map<string, string>()
      let url = address
      for (let steps = 0; steps < 10; steps++) {
        if (!url.startsWith(origin)) return new URL(url)
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
        const answered = await fetch(url, { redirect: 'manual', headers: { cookie } })
        for (const set of answered.headers.getSetCookie()) {
          const [pair = ''] = set.split(';')
          jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
        }
        url = new URL(answered.headers.get('location') ?? '', url).href
      }
      throw new Error('The log-in never came back.')
    },
    /** What the holder scans, and what they are told besides. */
    offer: (form: PeerConfiguration) => {
      const code = randomBytes(16).toString('base64url')
      const txCode = String(randomBytes(4).readUInt32BE()).padStart(4, '0').slice(0, 4)
      grants.set(code, { txCode, used: false })
      const offer = {
        credential_issuer: origin,
        credential_configuration_ids: [form],
        grants: {
          [preAuthorised]: { 'pre-authorized_code': code, tx_code: { input_mode: 'numeric', length: 4 } },
        },
      }
      return {
        link: `openid-credential-offer://?credential_offer=${encodeURIComponent(JSON.stringify(offer))}`,
        txCode,
      }
    },
    close,
  }
}

/** The authorisation server, with the one grant that OpenID4VCI adds. */
function openProvider(origin: string, clientId: string, grants: Map<string, { txCode: string; used: boolean }>) {
  const provider = new Provider(origin, {
    clients: [
      {
        client_id: clientId,
        token_endpoint_auth_method: 'none',
        grant_types: [preAuthorised, 'authorization_code'],
        response_types: ['code'],
        redirect_uris: [`${clientId}/passport/wallet/back`],
      },
    ],
    features: { devInteractions: { enabled: false }, resourceIndicators: { enabled: false } },
    scopes: ['course'],
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    cookies: { keys: ['a-key-of-the-test'] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    ttl: { AccessToken: 300, Grant: 300 },
  })
  provider.registerGrantType(
    preAuthorised,
    async (context) => {
      const { client, params } = context.oidc
      const code = String(params?.['pre-authorized_code'])
      const found = grants.get(code)
      if (!client || !found || found.used || found.txCode !== params?.tx_code)
        throw new errors.InvalidGrant('The code is unknown or used, or the transaction code is wrong.')
      found.used = true
      const grant = new provider.Grant({ accountId: 'anna', clientId: client.clientId })
      const token = new provider.AccessToken({
        accountId: 'anna',
        client,
        grantId: await grant.save(),
        gty: preAuthorised,
        scope: 'credential',
      })
      context.body = { access_token: await token.save(), token_type: 'Bearer', expires_in: 3600 }
    },
    ['pre-authorized_code', 'tx_code'],
    [],
  )
  return provider
}

async function makeForms(): Promise<Record<PeerConfiguration, (holder: JWK) => Promise<string | object>>> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const { kty, crv, x, y } = await exportJWK(publicKey)
  const did = `did:jwk:${Buffer.from(JSON.stringify({ kty, crv, x, y })).toString('base64url')}`
  const kid = `${did}#0`
  const sdJwt = new SDJwtVcInstance({
    hasher: hashForOthers,
    hashAlg: 'sha-256',
    saltGenerator: () => randomBytes(16).toString('base64url'),
    signAlg: 'ES256',
    signer: async (content) => {
      const [header = '', payload = ''] = content.split('.')
      const signed = await new CompactSign(Buffer.from(payload, 'base64url'))
        .setProtectedHeader(JSON.parse(Buffer.from(header, 'base64url').toString('utf8')))
        .sign(privateKey)
      return signed.split('.')[2] ?? ''
    },
  })
  const multikey = await generate({ seed: randomBytes(32) })
  const exported = await multikey.export({ publicKey: true, raw: true })
  const publicKeyMultibase = encodeMultikey('Ed25519', exported.publicKey)
  multikey.controller = `did:key:${publicKeyMultibase}`
  multikey.id = `${multikey.controller}#${publicKeyMultibase}`
  return {
    'course-sd-jwt': async (holder) =>
      sdJwt.issue(
        {
          iss: did,
          iat: Math.floor(Date.now() / 1000),
          vct: peerType,
          type: peerType,
          cnf: { jwk: { ...holder } },
          given_name: 'Anna',
          course: 'Brandskydd',
          grade: 'A',
        },
        { _sd: ['given_name', 'course', 'grade'] },
        { header: { kid } },
      ),
    'badge-ldp': async (holder) =>
      issue({
        credential: {
          '@context': contexts,
          ...(await badgeFor(holder, multikey.controller)),
          validFrom: secondsAgo(60),
        },
        suite: new DataIntegrityProof({ signer: multikey.signer(), cryptosuite, date: secondsAgo(60) }),
        documentLoader: async (url) => {
          const document = findKnownContext(url)
          if (!document) throw new Error(`no ${url}`)
          return { contextUrl: null, documentUrl: url, document: structuredClone(document) }
        },
      }),
    'badge-jwt': async (holder) => {
      const { id, issuer, credentialSubject, ...rest } = await badgeFor(holder, did)
      return new SignJWT({
        vc: { '@context': older, id, issuer, credentialSubject, issuanceDate: secondsAgo(60), ...rest },
      })
        .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid })
        .setIssuer(did)
        .setSubject(credentialSubject.id)
        .setJti(id)
        .setNotBefore(Math.floor(Date.now() / 1000) - 60)
        .sign(privateKey)
    },
  }
}

const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z')

async function badgeFor(holder: JWK, issuer: string) {
  const { kty, crv, x, y } = holder
  return {
    id: `urn:uuid:${crypto.randomUUID()}`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: { id: issuer, type: ['Profile'], name: 'Another school' },
    name: 'Brandskydd',
    credentialSubject: {
      id: `did:jwk:${Buffer.from(JSON.stringify({ kty, crv, x, y })).toString('base64url')}`,
      type: ['AchievementSubject'],
      achievement: {
        id: `https://other.example/achievements/${await calculateJwkThumbprint(holder)}`,
        type: ['Achievement'],
        name: 'Brandskydd',
        description: 'Fire safety at work.',
        criteria: { narrative: 'Put out a fire.' },
      },
    },
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}
