import { issueVcJwt, type JsonObject } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { describe, expect, it } from 'vitest'
import { checkEndorsements } from './check-endorsements.ts'

const contexts = ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json']
const achievementId = 'urn:uuid:11111111-7425-40de-944b-e07fc1f90ae7'

async function makeSigner(name: string) {
  const { privateKey, publicKey } = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
  const { kty, crv, x } = await crypto.subtle.exportKey('jwk', publicKey)
  const did = `did:jwk:${Buffer.from(JSON.stringify({ kty, crv, x })).toString('base64url')}`
  const sign = async (bytes: Uint8Array) =>
    new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, new Uint8Array(bytes)))
  return { name, did, signer: { verificationMethod: `${did}#0`, algorithm: 'EdDSA' as const, sign } }
}

const endorse = (by: Awaited<ReturnType<typeof makeSigner>>, of: string, changes: JsonObject = {}) =>
  issueVcJwt(
    {
      ...{ '@context': contexts, type: ['VerifiableCredential', 'EndorsementCredential'] },
      ...{ id: 'urn:uuid:22222222-7425-40de-944b-e07fc1f90ae7', name: 'Endorsement' },
      issuer: { id: by.did, type: ['Profile'], name: by.name },
      validFrom: '2026-01-01T00:00:00Z',
      credentialSubject: { id: of, type: ['EndorsementSubject'], endorsementComment: 'We hire for it.' },
      ...changes,
    },
    by.signer,
  )

const badge = (endorsementJwt: readonly string[], endorsement: readonly JsonObject[] = []): JsonObject => ({
  ...{ '@context': contexts, type: ['VerifiableCredential', 'OpenBadgeCredential'], id: 'urn:uuid:3' },
  issuer: { id: 'did:web:x.example', type: ['Profile'], name: 'X' },
  credentialSubject: {
    type: ['AchievementSubject'],
    achievement: {
      ...{ id: achievementId, type: ['Achievement'], name: 'Welding' },
      endorsementJwt: [...endorsementJwt],
      endorsement: [...endorsement],
    },
  },
})

/** Nothing is fetched: all that is needed lies in the endorsement. */
const options = {
  now: '2026-06-01T09:00:00Z',
  power,
  loadResource: async () => ({ found: false, code: 'away' }) as const,
}

describe('an endorsement inside a credential', () => {
  it('holds where its own signature does and it speaks of what it lies in', async () => {
    const union = await makeSigner('The union')
    expect(await checkEndorsements(badge([await endorse(union, achievementId)]), options)).toEqual([
      { about: 'achievement', by: 'The union', comment: 'We hire for it.', standing: 'holds', code: null },
    ])
  })

  it('holds where it speaks of the version that the achievement says it is of', async () => {
    const union = await makeSigner('The union')
    const version = 'https://x.example/merits/1/2'
    const said = badge([await endorse(union, version)])
    expect(await checkEndorsements(said, options)).toMatchObject([{ standing: 'of-another' }])
    const { achievement } = JSON.parse(JSON.stringify(said.credentialSubject))
    const named = { ...achievement, 'http://purl.org/dc/terms/hasVersion': { id: version } }
    const whole = { ...said, credentialSubject: { type: ['AchievementSubject'], achievement: named } }
    expect(await checkEndorsements(whole, options)).toMatchObject([{ standing: 'holds' }])
  })

  it('is looked for in every achievement of every subject, up to four of them', async () => {
    const union = await makeSigner('The union')
    const achievement = async (id: string) => ({ id, endorsementJwt: [await endorse(union, id)] })
    const ids = Array.from({ length: 6 }, (_, index) => `urn:uuid:${index}`)
    const [one, ...others] = await Promise.all(ids.map(achievement))
    const subjects = [{ achievement: [one] }, { achievement: others }]
    const found = await checkEndorsements({ ...badge([]), credentialSubject: subjects }, options)
    expect(found.map(({ standing }) => standing)).toEqual(['holds', 'holds', 'holds', 'holds'])
  })

  it('does not hold changed, expired, or as another’s', async () => {
    const [union, other] = [await makeSigner('The union'), await makeSigner('Another')]
    const good = await endorse(union, achievementId)
    const [header, , signature] = good.split('.')
    const changed = [header, (await endorse(union, achievementId, { name: 'Other' })).split('.')[1], signature].join(
      '.',
    )
    const expired = await endorse(union, achievementId, { validUntil: '2026-02-01T00:00:00Z' })
    const { verificationMethod } = union.signer
    const signer = { ...other.signer, verificationMethod }
    const borrowed = await endorse({ name: 'Another', did: union.did, signer }, achievementId)
    const found = await checkEndorsements(badge([changed, expired, borrowed]), options)
    expect(found.map(({ standing }) => standing)).toEqual(['does-not-hold', 'does-not-hold', 'does-not-hold'])
    expect(found.map(({ code }) => code)).toContain('expired')
  })

  it('is of another where it speaks of something else, and unreadable where it is no endorsement', async () => {
    const union = await makeSigner('The union')
    const found = await checkEndorsements(
      badge([
        await endorse(union, 'urn:uuid:other'),
        'not.a.credential',
        await endorse(union, achievementId, { type: ['VerifiableCredential'] }),
      ]),
      options,
    )
    expect(found.map(({ standing }) => standing)).toEqual(['of-another', 'unreadable', 'unreadable'])
  })

  it('without a signature of its own does not hold, and no more than four of each are looked at', async () => {
    const bare = {
      ...{ '@context': contexts, type: ['VerifiableCredential', 'EndorsementCredential'], id: 'urn:uuid:4' },
      ...{ issuer: 'did:web:x.example', validFrom: '2026-01-01T00:00:00Z' },
      credentialSubject: { id: achievementId, type: ['EndorsementSubject'] },
    }
    const found = await checkEndorsements(
      badge(
        [],
        Array.from({ length: 12 }, () => bare),
      ),
      options,
    )
    expect(found).toHaveLength(4)
    expect(new Set(found.map(({ standing }) => standing))).toEqual(new Set(['does-not-hold']))
  })
})
