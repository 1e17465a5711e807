import type { JsonObject } from '@bricka/credential'
import { describe, expect, it } from 'vitest'
import { composeCredential } from '../issuing/compose-credential.ts'
import { learningCredentialMapping } from './learning-credential-mapping.ts'
import { elements, type Mapping } from './mapping.ts'
import { microCredentialMapping, openBadgeMapping } from './open-badge-mapping.ts'
import type { IssuedRecord } from './record.ts'
import { changeElement, makeRecord } from './testing/make-record.ts'
import { composeLearningCredential, composeMicroCredential, walletEnvelope } from './wallet-claims.ts'

function composeBadge(record: IssuedRecord): JsonObject {
  const [revocationUrl = '', index] = (record.statusUrl ?? '').split('#')
  const badge = composeCredential({
    ...record,
    recipient: { name: record.holder.name, email: 'amina@people.example', emailSalt: 'salt' },
    mandate: record.mandate && { url: record.mandate.url, digestSri: 'sha256-0' },
    status: { revocationUrl, suspensionUrl: 'https://skills.example/status/s', index: Number(index ?? 0) },
  })
  return JSON.parse(JSON.stringify(badge))
}

function inWallet(compose: typeof composeMicroCredential, record: IssuedRecord): JsonObject {
  const badge = composeBadge(record)
  const [uri = '', index] = (record.statusUrl ?? '').split('#')
  const place = { issuer: record.issuer.id, now: new Date('2026-06-01T09:00:00Z'), uri, index: Number(index ?? 0) }
  return { ...compose(badge).claims, ...walletEnvelope(badge, place) }
}

/** Where texts for people stand: no program finds anything in them. */
const prose = /narrative|additionalNote/

const withoutProse = (document: JsonObject): string =>
  JSON.stringify(document, (key, value) => (prose.test(key) ? undefined : value))

const outlets: readonly (readonly [string, Mapping, (record: IssuedRecord) => JsonObject])[] = [
  ['an Open Badge 3.0', openBadgeMapping, composeBadge],
  ['a micro-credential in a wallet', microCredentialMapping, (record) => inWallet(composeMicroCredential, record)],
  [
    'a learning credential in a wallet',
    learningCredentialMapping,
    (record) => inWallet(composeLearningCredential, record),
  ],
]

describe.each(outlets)('a merit as %s', (_, mapping, compose) => {
  it.each(elements.map((element) => [element, mapping[element].fate] as const))(
    'says what it does with %s: %s',
    (element, fate) => {
      const [before, after] = [compose(makeRecord()), compose(changeElement(makeRecord(), element))]
      expect(JSON.stringify(after) === JSON.stringify(before)).toBe(fate === 'lost')
      expect(withoutProse(after) !== withoutProse(before)).toBe(fate === 'kept')
    },
  )
})

describe('where a mapping says that an element is', () => {
  it.each(outlets)('there is something in %s', (_, mapping, compose) => {
    const document = compose(makeRecord())
    for (const element of elements) {
      const { where, fate } = mapping[element]
      if (fate === 'lost') expect(where, element).toBeUndefined()
      else expect(listAt(document, (where ?? '').split('.')), `${element}: ${where}`).not.toEqual([])
    }
  })
})

/** All that stands at a path, through lists; a term that is written out whole is known by its last part. */
function listAt(value: unknown, [first, ...rest]: readonly string[]): readonly unknown[] {
  if (Array.isArray(value))
    return value.flatMap((one) => listAt(one, [...(first === undefined ? [] : [first]), ...rest]))
  if (first === undefined) return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === first || key.split(/[#/]/).at(-1) === first ? listAt(inner, rest) : [],
  )
}
