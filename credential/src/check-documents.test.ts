import { describe, expect, it } from 'vitest'
import { digestSri } from './digest-sri.ts'
import { issueCredential } from './issue-credential.ts'
import { type Json, type JsonObject, listOf } from './json.ts'
import { power } from './power/node.ts'
import { readCredential } from './read-credential.ts'
import { makeBadge, makeSigner, now, serve } from './testing/test-world.ts'
import { verifyCredential } from './verify-credential.ts'

const schemaUrl = 'https://issuer.example/schema.json'
const named = { credentialSchema: [{ id: schemaUrl, type: 'JsonSchema' }] }
const wantsName = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  required: ['name'],
  properties: { name: { const: 'Fibersvetsning' } },
}

describe('the schema that a credential names', () => {
  const cases: readonly (readonly [string, JsonObject, Record<string, object | string>, string])[] = [
    ['is none', {}, {}, 'schema-none'],
    ['is followed', named, { [schemaUrl]: wantsName }, 'schema-followed'],
    ['is broken', named, { [schemaUrl]: { ...wantsName, required: ['image'] } }, 'schema-broken'],
    ['is away', named, {}, 'schema-away'],
    ['is no JSON', named, { [schemaUrl]: 'hello' }, 'schema-unreadable'],
    ['is of an unknown draft', named, { [schemaUrl]: { $schema: 'https://example.org/schema' } }, 'schema-unreadable'],
    [
      'refers to what is not in it',
      named,
      { [schemaUrl]: { $ref: 'https://evil.example/schema' } },
      'schema-unreadable',
    ],
    [
      'holds a pattern that would run for years',
      named,
      { [schemaUrl]: { properties: { name: { pattern: '^(a+)+$' } } } },
      'schema-unreadable',
    ],
    [
      'is of an unknown kind',
      { credentialSchema: [{ id: schemaUrl, type: 'ShaclShape' }] },
      { [schemaUrl]: {} },
      'schema-type-unknown',
    ],
    [
      'is the official one, which needs no network',
      {
        credentialSchema: [
          {
            id: 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json',
            type: '1EdTechJsonSchemaValidator2019',
          },
        ],
      },
      {},
      'schema-followed',
    ],
  ]
  for (const [what, more, documents, expected] of cases)
    it(`${what}: ${expected}`, async () => {
      expect(await codeOf('schema', more, documents)).toBe(expected)
    })
})

describe('the documents that a credential pins', () => {
  const url = 'https://issuer.example/terms.txt'
  const text = 'Så bedömer vi.'
  const pin = async (content: string) => ({
    relatedResource: [{ id: url, digestSRI: await digestSri(new TextEncoder().encode(content), power) }],
  })

  it('are unchanged, changed or away', async () => {
    expect(await codeOf('related-resources', {}, {})).toBe('related-none')
    expect(await codeOf('related-resources', await pin(text), { [url]: text })).toBe('related-unchanged')
    expect(await codeOf('related-resources', await pin(text), { [url]: `${text} ` })).toBe('related-changed')
    expect(await codeOf('related-resources', await pin(text), {})).toBe('related-away')
  })

  it('that everybody uses are known by their published digest, and not fetched', async () => {
    const id = 'https://www.w3.org/ns/credentials/v2'
    const digestSRI = 'sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU'
    const digestMultibase = 'uWZVc7WaX1h4D8rJVb-vlMIqxaEKEb1tYbX8fet7JJzQ'
    for (const [more, code] of [
      [{ digestSRI }, 'related-unchanged'],
      [{ digestMultibase }, 'related-unchanged'],
      [{ digestSRI, digestMultibase }, 'related-unchanged'],
      [{ digestSRI: digestSRI.replace('l/H', 'l/I') }, 'related-changed'],
      [{ digestMultibase: digestMultibase.replace('WZ', 'WY') }, 'related-changed'],
      [{ digestSRI, digestMultibase: digestMultibase.replace('WZ', 'WY') }, 'related-changed'],
    ] as const)
      expect(await codeOf('related-resources', { relatedResource: [{ id, ...more }] }, {})).toBe(code)
  })

  it('may be pinned by the bare hash as VC 2.0’s example is, whose length says which', async () => {
    const bytes = new TextEncoder().encode(text)
    for (const [hash, code] of [
      [power.sha256(bytes), 'related-unchanged'],
      [power.sha384(bytes), 'related-unchanged'],
      [power.sha256(bytes).map((byte) => byte ^ 1), 'related-changed'],
      [power.sha256(bytes).subarray(1), 'related-digest-unknown'],
    ] as const) {
      const digestMultibase = `u${Buffer.from(hash).toString('base64url')}`
      expect(
        await codeOf('related-resources', { relatedResource: [{ id: url, digestMultibase }] }, { [url]: text }),
      ).toBe(code)
    }
  })

  it('may be pinned by a multibase digest, and by no kind that we cannot compute', async () => {
    const hash = power.sha256(new TextEncoder().encode(text))
    const digestMultibase = `u${Buffer.from([0x12, 0x20, ...hash]).toString('base64url')}`
    const other = `u${Buffer.from([0x16, 0x20, ...hash]).toString('base64url')}`
    expect(
      await codeOf('related-resources', { relatedResource: [{ id: url, digestMultibase }] }, { [url]: text }),
    ).toBe('related-unchanged')
    expect(await codeOf('related-resources', { relatedResource: [{ id: url, digestMultibase }] }, { [url]: 'x' })).toBe(
      'related-changed',
    )
    expect(
      await codeOf('related-resources', { relatedResource: [{ id: url, digestMultibase: other }] }, { [url]: text }),
    ).toBe('related-digest-unknown')
    expect(
      await codeOf('related-resources', { relatedResource: [{ id: url, digestSRI: 'md5-abc' }] }, { [url]: text }),
    ).toBe('related-digest-unknown')
  })
})

describe('what must not be signed is refused, with its place', () => {
  const lone = '\ud800'
  const cases: readonly (readonly [string, (badge: JsonObject) => object, string, string])[] = [
    ['a field that no vocabulary defines', (badge) => ({ ...badge, grade: 'A' }), 'term-undefined', ''],
    [
      'an unknown vocabulary',
      (badge) => ({ ...badge, '@context': ['https://www.w3.org/ns/credentials/v2', 'https://example.org/c'] }),
      'context-unknown',
      '',
    ],
    ['no issuer', ({ issuer: _issuer, ...badge }) => badge, 'data-model-broken', '/issuer'],
    ['no subject', ({ credentialSubject: _subject, ...badge }) => badge, 'data-model-broken', '/credentialSubject'],
    ['a day for a time', (badge) => ({ ...badge, validUntil: '2027-01-01' }), 'data-model-broken', '/validUntil'],
    [
      'an end before the beginning',
      (badge) => ({ ...badge, validUntil: '2020-01-01T00:00:00Z' }),
      'data-model-broken',
      '/validUntil',
    ],
    [
      'the old data model',
      (badge) => ({ ...badge, '@context': ['https://www.w3.org/2018/credentials/v1'], issuanceDate: now }),
      'data-model-broken',
      '/@context/0',
    ],
    [
      'a type that no vocabulary defines',
      (badge) => ({ ...badge, type: ['VerifiableCredential', 'OpenBadgeCredential', 'Grade'] }),
      'term-undefined',
      '',
    ],
    [
      'an identifier that is no address',
      (badge) => ({ ...badge, evidence: [{ id: 'evidence/1', type: ['Evidence'] }] }),
      'data-model-broken',
      '/evidence/0/id',
    ],
    [
      'words that it defines itself',
      (badge) => ({
        ...badge,
        '@context': [...contextsOf(badge), { grade: 'https://issuer.example/grade' }],
        grade: 'A',
      }),
      'context-invalid',
      '',
    ],
    ['a keyword that few understand', withDirection, 'json-ld-invalid', ''],
    [
      'a place that readers of JSON do not look into',
      (badge) => ({ ...badge, '@included': [{ id: 'urn:x:1', type: ['Profile'], name: 'Norrfiber' }] }),
      'term-hidden',
      '',
    ],
    [
      'a text in two readings',
      (badge) => ({ ...badge, name: { '@value': 'x', '@language': 'SV' } }),
      'json-ld-invalid',
      '',
    ],
    ['a number that stacks write differently', (badge) => withResult(badge, 1e-7), 'json-ld-invalid', ''],
    ['half a surrogate pair', (badge) => ({ ...badge, name: lone }), 'text-ill-formed', '/name'],
    ['a date object', (badge) => ({ ...badge, description: new Date(0) }), 'data-model-broken', '/description'],
    [
      'another’s name',
      (badge) => ({ ...badge, issuer: { id: 'did:web:other.example', type: ['Profile'] } }),
      'signer-mismatch',
      '/issuer',
    ],
    ['a proof that is there already', (badge) => ({ ...badge, proof: [] }), 'already-signed', '/proof'],
    [
      'the same resource pinned twice',
      (badge) => ({
        ...badge,
        relatedResource: [
          { id: 'https://a.example/x', digestSRI: 'sha384-x' },
          { id: 'https://a.example/x', digestSRI: 'sha384-x' },
        ],
      }),
      'data-model-broken',
      '/relatedResource/1/id',
    ],
  ]
  for (const [what, change, code, pointer] of cases)
    it(`${what}: ${code}`, async () => {
      const signer = makeSigner()
      await expect(issueCredential(change(makeBadge(signer.did)), signer, { now, power })).rejects.toMatchObject({
        name: 'CredentialProblem',
        code,
        pointer: expect.stringContaining(pointer),
      })
    })

  it('and what only the reference reads is signed when the caller allows it, except what it refuses too', async () => {
    const signer = makeSigner()
    const options = { now, power, byReference: true }
    const signed = await issueCredential(withDirection(makeBadge(signer.did)), signer, options)
    const codes = async (document: JsonObject) => {
      const read = readCredential(JSON.stringify(document))
      if (!read.read) throw new Error(read.code)
      const { report } = await verifyCredential(read.credential, { now, power, loadResource: serve({}) })
      return report.checks.find(({ name }) => name === 'signature')
    }
    expect(await codes(signed)).toMatchObject({ code: 'signature-valid', detail: { path: 'reference' } })
    expect(await codes({ ...signed, name: { ...directed, '@value': 'لحم' } })).toMatchObject({
      code: 'signature-invalid',
    })
    const redefined = { '@context': [...contextsOf(makeBadge('')), { name: 'https://issuer.example/other' }] }
    await expect(issueCredential({ ...makeBadge(signer.did), ...redefined }, signer, options)).rejects.toMatchObject({
      code: 'term-redefined',
    })
  })

  it('and what is absent is left out, not signed', async () => {
    const signer = makeSigner()
    const signed = await issueCredential({ ...makeBadge(signer.did), validUntil: undefined }, signer, { now, power })
    expect(Object.keys(signed)).not.toContain('validUntil')
  })

  it('and the document that was given is not changed', async () => {
    const signer = makeSigner()
    const badge = makeBadge(signer.did)
    const before = JSON.stringify(badge)
    await issueCredential(badge, signer, { now, power })
    expect(JSON.stringify(badge)).toBe(before)
  })
})

const contextsOf = (badge: JsonObject): readonly Json[] => listOf(badge['@context'])

const directed: JsonObject = { '@value': 'لحام', '@language': 'ar', '@direction': 'rtl' }
const withDirection = (badge: JsonObject): JsonObject => ({ ...badge, name: directed })

function withResult(badge: JsonObject, value: number): JsonObject {
  const subject = badge.credentialSubject as JsonObject
  return { ...badge, credentialSubject: { ...subject, creditsEarned: value } }
}

async function codeOf(
  name: string,
  more: JsonObject,
  documents: Record<string, object | string>,
): Promise<string | undefined> {
  const signer = makeSigner()
  const { proof } = await issueCredential(makeBadge(signer.did), signer, { now, power })
  const read = readCredential(JSON.stringify({ ...makeBadge(signer.did), ...more, proof }))
  if (!read.read) throw new Error(read.code)
  const { report } = await verifyCredential(read.credential, { now, power, loadResource: serve(documents) })
  return report.checks.find((check) => check.name === name)?.code
}
