import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Validator } from '@cfworker/json-schema'
import { describe, expect, it } from 'vitest'
import { checkOpenBadge } from './check-open-badge.ts'
import { isObject, type Json, type JsonObject } from './json.ts'

const root = join(import.meta.dirname, '../..')
const shared = process.env.BRICKA_SHARED ?? join(root, '../shared')
const official = join(shared, 'data/open-badges/ob_v3p0_achievementcredential_schema.json')

/** Everything that a badge of ours may hold, so that each can be taken away, spoilt or added to. */
const whole: JsonObject = {
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  id: 'https://issuer.example/credentials/1',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  name: 'Splicing',
  description: 'Splices fibre.',
  image: { id: 'https://issuer.example/1.png', type: 'Image', caption: 'A splice' },
  awardedDate: '2026-11-01T09:00:00Z',
  issuer: {
    id: 'did:web:issuer.example',
    type: ['Profile'],
    name: 'Norrfiber',
    url: 'https://issuer.example/',
    email: 'post@issuer.example',
    address: { type: ['Address'], addressCountry: 'Sweden', addressCountryCode: 'SE' },
  },
  validFrom: '2026-11-01T09:00:00Z',
  validUntil: '2028-11-01T09:00:00Z',
  credentialSubject: {
    id: 'did:key:z6MkerDFLxxBM7pd8Tmbhrenko6wDWwfU7PdmMmuqX9YSjB7',
    type: ['AchievementSubject'],
    identifier: [{ type: 'IdentityObject', identityHash: 'a@b.example', identityType: 'emailAddress', hashed: false }],
    achievement: {
      id: 'https://issuer.example/merits/1',
      type: ['Achievement'],
      achievementType: 'MicroCredential',
      name: 'Splicing',
      description: 'Splices fibre.',
      inLanguage: 'en',
      humanCode: 'SPL-1',
      fieldOfStudy: '0714',
      creditsAvailable: 5,
      tag: ['fibre'],
      criteria: { narrative: 'Three splices.' },
      creator: { id: 'did:web:issuer.example', type: ['Profile'], name: 'Norrfiber' },
      alignment: [
        { type: ['Alignment'], targetName: 'Splice', targetUrl: 'https://skills.example/1', targetType: 'CTDL' },
      ],
      resultDescription: [
        {
          id: 'urn:uuid:1',
          type: ['ResultDescription'],
          name: 'Grade',
          resultType: 'LetterGrade',
          allowedValue: ['A'],
        },
      ],
    },
    result: [{ type: ['Result'], resultDescription: 'urn:uuid:1', value: 'A', status: 'Completed' }],
  },
  evidence: [{ id: 'https://issuer.example/e', type: ['Evidence'], name: 'Curve', narrative: 'Measured.' }],
  credentialStatus: { id: 'https://issuer.example/s#1', type: 'BitstringStatusListEntry' },
  credentialSchema: [{ id: 'https://schemas.example/ob.json', type: '1EdTechJsonSchemaValidator2019' }],
  termsOfUse: [{ type: 'Terms' }],
  refreshService: { id: 'https://issuer.example/r', type: '1EdTechCredentialRefresh' },
}

describe.skipIf(!existsSync(official))(
  'the Open Badges gate beside the official schema (needs ../shared/data/open-badges)',
  () => {
    const validator = () => new Validator(JSON.parse(readFileSync(official, 'utf8')), '2019-09', true)

    it('both find nothing in a whole badge', () => {
      expect(checkOpenBadge(whole)).toEqual([])
      expect(validator().validate(whole).errors).toEqual([])
    })

    it('one refuses what the other refuses, whichever member is taken away, spoilt or added', () => {
      const schema = validator()
      const mutants = listMutants(whole)
      const differences = mutants.flatMap(({ what, badge }) => {
        const refused = { schema: !schema.validate(badge).valid, gate: checkOpenBadge(badge).length > 0 }
        return refused.schema === refused.gate ? [] : [`${what}: ${refused.schema ? 'the schema' : 'the gate'} alone`]
      })
      expect(differences).toEqual([])
      expect(mutants.filter(({ badge }) => checkOpenBadge(badge).length > 0).length).toBeGreaterThan(mutants.length / 3)
    })
  },
)

type Mutant = { readonly what: string; readonly badge: JsonObject }

function listMutants(badge: JsonObject): readonly Mutant[] {
  const places = listPlaces(badge, [])
  return places.flatMap((place) => {
    const what = place.join('/')
    const value = place.reduce<Json | undefined>(
      (inner, key) => (Array.isArray(inner) || isObject(inner) ? Object(inner)[key] : undefined),
      badge,
    )
    return [
      { what: `${what} taken away`, badge: change(badge, place, () => undefined) },
      { what: `${what} spoilt`, badge: change(badge, place, () => (typeof value === 'number' ? 'seven' : 7)) },
      {
        what: `${what} emptied`,
        badge: change(badge, place, () => (Array.isArray(value) ? [] : isObject(value) ? {} : '')),
      },
      ...(isObject(value)
        ? [{ what: `${what} with more`, badge: change(badge, place, () => ({ ...value, surplus: 'x' })) }]
        : []),
    ]
  })
}

type Place = readonly (string | number)[]

function listPlaces(value: Json, place: Place): readonly Place[] {
  const own = place.length === 0 ? [] : [place]
  if (Array.isArray(value)) return [...own, ...value.flatMap((each, index) => listPlaces(each, [...place, index]))]
  if (!isObject(value)) return own
  return [...own, ...Object.entries(value).flatMap(([key, each]) => listPlaces(each ?? null, [...place, key]))]
}

function change(badge: JsonObject, place: Place, make: () => Json | undefined): JsonObject {
  const copy: JsonObject = structuredClone(badge)
  const holder = place.slice(0, -1).reduce<object>((inner, key) => Object(inner)[key], copy)
  const key = place.at(-1) ?? ''
  const value = make()
  if (value !== undefined) Object.assign(holder, { [key]: value })
  else if (Array.isArray(holder)) holder.splice(Number(key), 1)
  else Reflect.deleteProperty(holder, key)
  return copy
}
