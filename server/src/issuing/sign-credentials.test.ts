import { generateKeyPairSync, sign } from 'node:crypto'
import { compileIssuing, encodeMultikey, issueCredential, makeShadow } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { AssessmentFacts } from '@bricka/domain/issuing/assessment-facts'
import { composeCredential } from '@bricka/domain/issuing/compose-credential'
import { composeEndorsement } from '@bricka/domain/issuing/compose-endorsement'
import { personalSlots } from '@bricka/domain/issuing/personal-slots'
import { MeritVersion } from '@bricka/domain/merit/merit'
import { OrganisationId } from '@bricka/domain/organisation/organisation'
import { describe, expect, it } from 'vitest'
import { permitOperator } from '../organisation/permission.ts'
import { testSettings } from '../testing/open-test-ground.ts'
import { facts, splicing } from '../testing/open-test-world.ts'
import type { IssuingGround } from './find-issuing-ground.ts'
import { type Signable, signCredentials } from './sign-credentials.ts'

const mandate = {
  id: 'm',
  url: 'https://skills.example/mandates/m',
  digestSri: 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
}

const names = [
  'Amina Holm',
  'Ðóra "Dó" Æsir\\Ö',
  '李小龍',
  '👩‍🏫 Lärare',
  'A\u00a0B',
  'urn:bricka-slot:0:',
  'sha256$',
  'revocation',
  '7',
  "O'Brien <b>&amp;</b>",
  'Zoë'.normalize('NFD'),
  '\uff5e och 😀',
]

describe('signing many at once', () => {
  it.each([
    ['by the owner', {}, facts],
    ['under a mandate', { mandate }, facts],
    ['with what social partners say of it', { endorsements }, facts],
    ['by validation of prior learning', {}, { ...facts, route: 'prior-learning' }],
    [
      'with everything that may be said',
      { mandate },
      {
        ...facts,
        route: 'both',
        outcomes: [{ outcomeId: 'splice', result: 'met', methods: ['simulation'], grade: 'A' }],
        supervision: 'supervised-online-with-identity-check',
        assessor: {
          role: 'external-examiner',
          independence: 'other-organisation',
          qualification: 'Svetsare',
          count: 2,
        },
        evidenceKinds: ['simulation', 'photo-or-video'],
        grade: 'VG',
        participation: { from: '2026-10-01', until: '2026-10-29', forms: ['online'] },
        note: 'Visade "allt".\nÄven i regn.',
      },
    ],
  ])('gives each, letter for letter, what they would get alone: %s', async (_, changes, said) => {
    const issuing: IssuingGround = { ...ground, ...changes }
    const saying = AssessmentFacts.parse(said)
    for (const validUntil of [null, new Date('2028-01-01T00:00:00Z')]) {
      const signed = await signCredentials(
        stand,
        issuing,
        pair,
        names.map(placeOf),
        names.map(order(saying, validUntil)),
      )
      for (const [index, result] of signed.entries()) {
        if (!result.signed) throw new Error(JSON.stringify(result.problem))
        expect(result.document).toBe(await signAlone(issuing, JSON.parse(result.document), index, saying, validUntil))
      }
    }
  })

  it.each([
    ['like this', ground],
    ['with endorsements', { ...ground, endorsements }],
  ])('takes the short way for a merit %s: nothing in it stands against being compiled', async (_, issuing) => {
    const said = AssessmentFacts.parse(facts)
    const [first] = await signCredentials(stand, issuing, pair, [1], [order(said, null)('A', 0)])
    const { proof: _proof, ...template } = JSON.parse(first?.signed ? first.document : '{}')
    const options = { now: now.toISOString(), power, schema: 'open-badge-3' } as const
    expect(JSON.stringify(template).includes('EndorsementCredential')).toBe(issuing.endorsements.length > 0)
    expect((await compileIssuing(template, personalSlots, ground.signer, options)).why).toBeUndefined()
  })

  it('lets the reference look over its shoulder, and hears of it when the two differ', async () => {
    const alarms: string[] = []
    const shadow = makeShadow(1, ({ ours, reference }) => void alarms.push(ours === reference ? 'same' : 'different'))
    const signables = names.map(order(AssessmentFacts.parse(facts), null))
    const signed = await signCredentials({ ...stand, shadow }, ground, pair, signables.map(placeOf), signables)
    expect(signed.every((one) => one.signed)).toBe(true)
    expect(alarms).toEqual([])

    let turn = 0
    const wavering = { ...ground.signer, sign: () => new Uint8Array(64).fill(++turn) }
    const issuing = { ...ground, version: { ...ground.version }, signer: wavering }
    await signCredentials({ ...stand, shadow }, issuing, pair, signables.map(placeOf), signables)
    expect(new Set(alarms)).toEqual(new Set(['different']))
  })

  it('refuses the one that must not be signed, and signs the others', async () => {
    const signables = ['Am\ud800', ...names, 'Bo\udfff'].map(order(AssessmentFacts.parse(facts), null))
    const signed = await signCredentials(stand, ground, pair, signables.map(placeOf), signables)
    expect(signed.map((one) => (one.signed ? 'signed' : one.problem.code))).toEqual([
      'text-ill-formed',
      ...names.map(() => 'signed'),
      'text-ill-formed',
    ])
  })
})

const now = new Date('2026-11-02T09:00:00.123Z')
const stand = { settings: { ...testSettings, baseUrl: 'https://skills.example' }, now: () => now }
const pair = {
  pairId: 'r',
  revocation: { id: 'r', url: 'https://skills.example/status/r' },
  suspension: { id: 's', url: 'https://skills.example/status/s' },
}
const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const did = 'did:web:skills.example:organisations:skelleby'
const key = encodeMultikey('Ed25519', publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))
const organisationId = OrganisationId.parse('0192e4a0-0000-7000-8000-000000000001')
const party = { id: did, name: 'Skelleby “kommun”', country: 'SE', legalIdentifiers: [{ scheme: 'org', value: '1' }] }

const partner = generateKeyPairSync('ed25519')
const partnerDid = 'did:web:skills.example:organisations:omsorgsfacket'
const partnerKey = encodeMultikey('Ed25519', partner.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))

/** What a social partner has signed of the version. */
const endorse = async (number: number) =>
  JSON.stringify(
    await issueCredential(
      composeEndorsement({
        id: `https://skills.example/endorsements/${number}`,
        endorser: { id: partnerDid, name: 'Omsorgsfacket' },
        versionUrl: 'https://skills.example/merits/m/1',
        title: 'Svetsa fiber',
        reason: 'Den som kan "det" får jobb.\nAlltid.',
        validFrom: '2026-10-02T00:00:00Z',
        status: { url: 'https://skills.example/status/e', index: number },
      }),
      {
        verificationMethod: `${partnerDid}#${partnerKey}`,
        cryptosuite: 'eddsa-rdfc-2022',
        sign: (bytes) => sign(null, bytes, partner.privateKey),
      },
      { now: '2026-10-02T00:00:00Z', power },
    ),
  )
const endorsements = await Promise.all([1, 2].map(endorse))

const ground: IssuingGround = {
  permission: permitOperator(organisationId, 'issue'),
  version: {
    ...MeritVersion.parse({
      meritId: '0192e4a0-0000-7000-8000-000000000002',
      number: 1,
      ownerId: organisationId,
      design: splicing,
      profileId: 'eu',
      publishedAt: '2026-10-01T00:00:00Z',
    }),
    url: 'https://skills.example/merits/m/1',
  },
  creator: { ...party, id: 'did:web:skills.example:organisations:fiber', name: 'Fibernämnden' },
  issuer: { ...party, organisationId, fourEyes: false },
  mandate: undefined,
  endorsements: [],
  taken: [],
  pair,
  signer: {
    verificationMethod: `${did}#${key}`,
    cryptosuite: 'eddsa-rdfc-2022',
    sign: (bytes) => sign(null, bytes, privateKey),
  },
}

const placeOf = (_: unknown, index: number): number => 1000 - index * 7

const order =
  (said: AssessmentFacts, validUntil: Date | null) =>
  (name: string, index: number): Signable => ({
    credentialId: `c${index}`,
    recipient: { name, email: `p${index}@people.example` },
    facts: said,
    validUntil,
  })

/** The same credential, composed and signed for this one alone: only the salt is taken from what was made. */
async function signAlone(
  { version, creator, issuer, mandate: under, endorsements: carried, signer }: IssuingGround,
  made: { credentialSubject: { identifier: { salt: string }[] } },
  index: number,
  said: AssessmentFacts,
  validUntil: Date | null,
): Promise<string> {
  const { credentialId, recipient } = order(said, validUntil)(names[index] ?? '', index)
  const unsigned = composeCredential({
    id: `https://skills.example/credentials/${credentialId}`,
    version,
    meritUrl: `https://skills.example/merits/${version.meritId}`,
    versionUrl: version.url,
    creator,
    issuer,
    recipient: { ...recipient, emailSalt: made.credentialSubject.identifier[1]?.salt ?? '' },
    mandate: under,
    endorsements: carried,
    status: { revocationUrl: pair.revocation.url, suspensionUrl: pair.suspension.url, index: placeOf(null, index) },
    facts: said,
    validFrom: now.toISOString(),
    validUntil: validUntil?.toISOString(),
  })
  return JSON.stringify(
    await issueCredential(unsigned, signer, { now: now.toISOString(), power, schema: 'open-badge-3' }),
  )
}
