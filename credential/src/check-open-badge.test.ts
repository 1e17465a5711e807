import { existsSync, readFileSync } from 'node:fs'
import { Validator } from '@cfworker/json-schema'
import { describe, expect, it } from 'vitest'
import { checkOpenBadge } from './check-open-badge.ts'
import { issueCredential } from './issue-credential.ts'
import { isObject, type Json, type JsonObject } from './json.ts'
import { power } from './power/node.ts'
import { makeBadge, makeSigner, now } from './testing/test-world.ts'

const shared = process.env.BRICKA_SHARED ?? new URL('../../../shared', import.meta.url).pathname
const schemaFile = `${shared}/data/open-badges/ob_v3p0_achievementcredential_schema.json`

describe('the Open Badges 3.0 gate', () => {
  const broken: readonly (readonly [string, JsonObject, string])[] = [
    ['no id', { id: null }, '/id'],
    ['the second context missing', { '@context': ['https://www.w3.org/ns/credentials/v2'] }, '/@context/1'],
    ['no badge type', { type: ['VerifiableCredential'] }, '/type'],
    ['one proof that is no list', { proof: { type: 'DataIntegrityProof' } }, '/proof'],
    ['an issuer that is no profile', { issuer: { id: 'did:web:a.example', type: 'Profile' } }, '/issuer/type'],
    [
      'a subject without an achievement',
      { credentialSubject: { type: ['AchievementSubject'] } },
      '/credentialSubject/achievement',
    ],
    ['a day of award without a time', { awardedDate: '2026-11-01' }, '/awardedDate'],
    ['evidence that is no list', { evidence: { type: ['Evidence'] } }, '/evidence'],
    [
      'a picture with a surplus field',
      { image: { id: 'https://a.example/i.png', type: 'Image', alt: 'x' } },
      '/image/alt',
    ],
    ['two states in one place', { credentialStatus: [{ id: 'https://a.example/1', type: 'x' }] }, '/credentialStatus'],
  ]
  it('finds nothing in a whole badge', () => {
    expect(checkOpenBadge(makeBadge('did:web:a.example'))).toEqual([])
  })

  for (const [what, change, pointer] of broken)
    it(`finds ${what}, at ${pointer}`, () => {
      expect(checkOpenBadge(merge(change)).map((problem) => problem.pointer)).toContain(pointer)
    })

  it('lets nothing broken be signed, and says where', async () => {
    const signer = makeSigner()
    const badge = makeBadge(signer.did, { image: { id: 'https://a.example/i.png' } })
    await expect(issueCredential(badge, signer, { now, power, schema: 'open-badge-3' })).rejects.toMatchObject({
      code: 'schema-broken',
      pointer: '/image/type',
    })
  })

  // The official schema is not ours to ship; where a copy lies beside the project, our rules are measured against it.
  const official = existsSync(schemaFile)
  it.skipIf(!official)(`agrees with the official schema (needs ../shared/data/open-badges)`, () => {
    const validator = new Validator(JSON.parse(readFileSync(schemaFile, 'utf8')), '2019-09', true)
    const whole = makeBadge('did:web:a.example')
    const variants = [whole, ...broken.map(([, change]) => merge(change)), ...mutants(whole)]
    const differing = variants.filter((one) => validator.validate(one).valid !== (checkOpenBadge(one).length === 0))
    expect(variants.length).toBeGreaterThan(70)
    expect(differing).toEqual([])
  })
})

const merge = (change: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries({ ...makeBadge('did:web:a.example'), ...change }).filter(([, value]) => value !== null),
  )

/** Every field once taken away, once a number, once wrapped in a list. */
function mutants(whole: JsonObject): readonly JsonObject[] {
  const result: JsonObject[] = []
  const walk = (value: Json, rebuild: (inner: Json | undefined) => JsonObject) => {
    if (!isObject(value)) return
    for (const key of Object.keys(value)) {
      const put = (inner: Json | undefined): JsonObject => {
        const { [key]: _old, ...rest } = value
        return rebuild(inner === undefined ? rest : { ...rest, [key]: inner })
      }
      const inner = value[key] ?? null
      result.push(put(undefined), put(5), put([inner]))
      walk(inner, put)
    }
  }
  walk(whole, (inner) => (isObject(inner) ? inner : {}))
  return result
}
