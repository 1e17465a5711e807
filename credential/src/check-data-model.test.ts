import { describe, expect, it } from 'vitest'
import { checkDataModel } from './check-data-model.ts'
import type { Json, JsonObject } from './json.ts'
import { makeBadge } from './testing/test-world.ts'

const badge = makeBadge('did:web:issuer.example')
const url = 'https://issuer.example/1'
const sri = 'sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU'
const context = badge['@context'] ?? []
const v1 = 'https://www.w3.org/2018/credentials/v1'

/** The property, values that it may have, values that it may not, and where the fault lies. */
const rows: readonly (readonly [string, readonly Json[], readonly (readonly [Json, string])[]])[] = [
  [
    '@context',
    [[...(Array.isArray(context) ? context : []), { grade: 'https://issuer.example/grade' }]],
    [
      ['https://www.w3.org/ns/credentials/v2', '/@context'],
      [[], '/@context'],
      [['https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'], '/@context'],
      [[{ '@vocab': 'https://issuer.example/' }, 'https://www.w3.org/ns/credentials/v2'], '/@context'],
      [['https://www.w3.org/ns/credentials/v2', 5], '/@context/1'],
      [['https://www.w3.org/ns/credentials/v2', 'no address'], '/@context/1'],
      [['https://www.w3.org/ns/credentials/v2', null], '/@context/1'],
    ],
  ],
  [
    'id',
    [url, 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33', 'did:example:1'],
    [
      ['credentials/1', '/id'],
      [[url], '/id'],
      [5, '/id'],
      [null, '/id'],
      ['https://issuer.example/a b', '/id'],
    ],
  ],
  [
    'type',
    [['VerifiableCredential'], 'VerifiableCredential'],
    [
      [['OpenBadgeCredential'], '/type'],
      [[], '/type'],
      [['VerifiableCredential', 5], '/type'],
      [null, '/type'],
    ],
  ],
  [
    'issuer',
    ['did:web:issuer.example', { id: url, name: { '@value': 'Norrfiber', '@language': 'sv' } }],
    [
      ['Norrfiber', '/issuer'],
      [null, '/issuer'],
      [[url], '/issuer'],
      [{ name: 'Norrfiber' }, '/issuer/id'],
      [{ id: 'norrfiber' }, '/issuer/id'],
      [{ id: null }, '/issuer/id'],
      [{ id: url, name: 5 }, '/issuer/name'],
      [{ id: url, name: { '@value': 'N', url } }, '/issuer/name'],
    ],
  ],
  [
    'credentialSubject',
    [{ name: 'x' }, [{ id: url }, { name: 'y' }]],
    [
      [{}, '/credentialSubject'],
      [[], '/credentialSubject'],
      [[{ id: url }, {}], '/credentialSubject/1'],
      ['did:example:1', '/credentialSubject'],
      [{ id: [url, url] }, '/credentialSubject/id'],
      [{ id: 'me' }, '/credentialSubject/id'],
    ],
  ],
  ...(['validFrom', 'validUntil'] as const).map(
    (name) =>
      [
        name,
        ['2026-11-01T09:00:00Z', '2026-11-01T09:00:00.123Z', '2026-11-01T11:00:00+02:00', '2026-11-01T09:00:00-11:30'],
        (
          [
            ...['2026-11-01', '2026-11-01T09:00:00', '2026-11-01 09:00:00Z', '2026-13-01T09:00:00Z'],
            ...['2026-02-29T09:00:00Z', '2026-11-01T25:00:00Z', '2026-11-01T09:00:00+25:00', 'tomorrow', '', 5],
          ] as const
        ).map((bad) => [bad, `/${name}`] as const),
      ] as const,
  ),
  [
    'credentialSchema',
    [{ id: url, type: 'JsonSchema' }, [{ id: url, type: ['JsonSchema'] }]],
    [
      [{ type: 'JsonSchema' }, '/credentialSchema/id'],
      [{ id: 'schema', type: 'JsonSchema' }, '/credentialSchema/id'],
      [{ id: url }, '/credentialSchema/type'],
      [{ id: url, type: 5 }, '/credentialSchema/type'],
      [[{ id: url, type: 'JsonSchema' }, { id: url }], '/credentialSchema/1/type'],
      [url, '/credentialSchema'],
    ],
  ],
  [
    'credentialStatus',
    [{ type: 'BitstringStatusListEntry' }, { id: url, type: ['BitstringStatusListEntry'] }],
    [
      [{ id: url }, '/credentialStatus/type'],
      [{ id: 'status', type: 'BitstringStatusListEntry' }, '/credentialStatus/id'],
      [{ id: [url, url], type: 'BitstringStatusListEntry' }, '/credentialStatus/id'],
      [url, '/credentialStatus'],
    ],
  ],
  [
    'termsOfUse',
    [{ type: 'IssuerPolicy' }, [{ id: url, type: ['IssuerPolicy'] }]],
    [
      [{ id: url }, '/termsOfUse/type'],
      [{ id: 'policy', type: 'IssuerPolicy' }, '/termsOfUse/id'],
      [['policy'], '/termsOfUse/0'],
    ],
  ],
  [
    'evidence',
    [{ type: 'Evidence' }, [{ id: url, type: ['Evidence'] }]],
    [
      [{ id: url }, '/evidence/type'],
      [{ id: 'film', type: 'Evidence' }, '/evidence/id'],
      [[5], '/evidence/0'],
    ],
  ],
  [
    'refreshService',
    [{ type: 'VerifiableCredentialRefreshService2021', id: url }, [{ type: ['ManualRefreshService2018'] }]],
    [
      [{ id: url }, '/refreshService/type'],
      [{ id: url, type: [] }, '/refreshService/type'],
      [url, '/refreshService'],
    ],
  ],
  [
    'relatedResource',
    [{ id: url, digestSRI: sri }, [{ id: url, digestMultibase: 'uEres1usWcWCmW7uolIW2uA0CjQ8iRV14eGaZStJL73Vz' }]],
    [
      [url, '/relatedResource'],
      [[url], '/relatedResource/0'],
      [{ digestSRI: sri }, '/relatedResource/id'],
      [{ id: 'terms', digestSRI: sri }, '/relatedResource/id'],
      [{ id: url }, '/relatedResource'],
      [{ id: url, digestSRI: 5 }, '/relatedResource'],
      [
        [
          { id: url, digestSRI: sri },
          { id: url, digestMultibase: 'uEres' },
        ],
        '/relatedResource/1/id',
      ],
    ],
  ],
  ...(['name', 'description'] as const).map(
    (name) =>
      [
        name,
        ['Fibersvetsning', { '@value': 'ملحم', '@language': 'ar', '@direction': 'rtl' }, ['x', { '@value': 'y' }]],
        [
          [5, `/${name}`],
          [{ sv: 'Fibersvetsning' }, `/${name}`],
          [{ '@value': 'x', '@direction': 'up' }, `/${name}`],
          [{ '@value': 'x', extra: 'y' }, `/${name}`],
          [['x', null], `/${name}`],
        ],
      ] as const,
  ),
]

describe('what any credential must be (VC 2.0, 4 and 5)', () => {
  for (const [name, good, bad] of rows) {
    it.each(good.map((value) => [JSON.stringify(value), value] as const))(`${name} may be %s`, (_text, value) => {
      expect(checkDataModel({ ...badge, [name]: value })).toEqual([])
    })
    it.each(bad.map(([value, at]) => [JSON.stringify(value), at, value] as const))(
      `${name} may not be %s: %s`,
      (_text, at, value) => {
        const [problem] = checkDataModel({ ...badge, [name]: value })
        expect(problem?.pointer).toMatch(new RegExp(`^${at}(/|$)`))
      },
    )
  }

  it.each(['@context', 'type', 'issuer', 'credentialSubject'])('%s must be there', (name) => {
    const { [name]: _gone, ...rest } = badge
    expect(checkDataModel(rest).map(({ pointer }) => pointer)).toContain(`/${name}`)
  })

  it('ends after it begins, or at that moment', () => {
    const times = (validFrom: string, validUntil: string) => checkDataModel({ ...badge, validFrom, validUntil })
    expect(times('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toEqual([])
    expect(times('2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')).toEqual([])
    expect(times('2026-01-01T00:00:00+02:00', '2025-12-31T21:59:59Z')).toMatchObject([{ pointer: '/validUntil' }])
  })
})

describe('what a credential of the old model must be (VC 1.1)', () => {
  const old: JsonObject = {
    '@context': [v1],
    type: ['VerifiableCredential'],
    issuer: 'did:web:issuer.example',
    issuanceDate: '2020-01-01T00:00:00Z',
    credentialSubject: { id: 'did:example:1' },
  }
  it('is what it was', () => expect(checkDataModel(old)).toEqual([]))
  it.each([
    ['without a day of issue', { issuanceDate: '' }, '/issuanceDate'],
    ['that ends before it begins', { expirationDate: '2019-01-01T00:00:00Z' }, '/expirationDate'],
    [
      'with a status that has no address',
      { credentialStatus: { type: 'StatusList2021Entry' } },
      '/credentialStatus/id',
    ],
    ['with a refresh service that has none', { refreshService: { type: 'x' } }, '/refreshService/id'],
  ])('and not one %s', (_what, change, at) => {
    expect(checkDataModel({ ...old, ...change }).map(({ pointer }) => pointer)).toContain(at)
  })
})

describe('what a presentation must be (VC 2.0, 4.13)', () => {
  const presentation: JsonObject = { '@context': context, type: ['VerifiablePresentation'] }
  it.each([{}, { holder: 'did:example:1' }, { holder: { id: url, name: 'x' } }, { id: 'urn:x:1' }])(
    'it may have %j',
    (more) => expect(checkDataModel({ ...presentation, ...more })).toEqual([]),
  )
  it.each([
    [{ holder: 'me' }, '/holder'],
    [{ holder: { name: 'me' } }, '/holder/id'],
    [{ holder: [url] }, '/holder'],
    [{ id: 'one' }, '/id'],
    [{ '@context': [v1.replace('v1', 'v9')] }, '/@context'],
  ])('it may not have %j', (more, at) => {
    expect(checkDataModel({ ...presentation, ...more }).map(({ pointer }) => pointer)).toContain(at)
  })
})
