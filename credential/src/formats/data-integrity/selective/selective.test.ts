import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { issueCredential, type SignedCredential } from '../../../issue-credential.ts'
import type { JsonObject } from '../../../json.ts'
import { power, secrets } from '../../../power/node.ts'
import { secrets as webSecrets } from '../../../power/web.ts'
import { readCredential } from '../../../read-credential.ts'
import { makeBadge, makeSigner, now, serve } from '../../../testing/test-world.ts'
import { verifyCredential } from '../../../verify-credential.ts'
import { deriveCredential } from './derive-credential.ts'

const mandatoryPointers = ['/issuer', '/validFrom', '/credentialSubject/achievement/id']

describe('showing parts of a credential (ecdsa-sd-2023)', () => {
  it('shows what is mandatory and what the holder chose, and nothing more', async () => {
    const { proof: _proof, ...shown } = await derive(['/credentialSubject/achievement/name'])
    const { issuer, validFrom, '@context': context, id, type } = makeBadge(String(shown.id))
    expect(shown).toEqual({
      '@context': context,
      id,
      type,
      issuer: { ...(issuer as JsonObject), id: (shown.issuer as JsonObject).id },
      validFrom,
      credentialSubject: {
        type: ['AchievementSubject'],
        achievement: { id: 'https://issuer.example/merits/fibre', type: ['Achievement'], name: 'Fibersvetsning' },
      },
    })
  })

  const choices: readonly (readonly [string, readonly string[], JsonObject])[] = [
    ['nothing of their own', [], {}],
    ['one field', ['/credentialSubject/achievement/criteria/narrative'], {}],
    ['a whole object', ['/credentialSubject/achievement'], {}],
    ['everything', [''], {}],
    ['the second of three', ['/evidence/1/narrative'], { evidence: evidence(3) }],
    ['first and third of three', ['/evidence/0', '/evidence/2/name'], { evidence: evidence(3) }],
    ['those that are all alike', ['/evidence/1', '/evidence/2'], { evidence: [alike, alike, alike] }],
    ['a list, whole', ['/credentialSubject/achievement/resultDescription'], withLevels()],
    ['a list in a part', ['/credentialSubject/achievement/resultDescription/0/allowedValue'], withLevels()],
  ]
  for (const [what, pointers, more] of choices)
    it(`holds when the holder shows ${what}, and not when a letter is changed`, async () => {
      const shown = await derive(pointers, more)
      expect(await codesOf(shown)).toMatchObject({ signature: 'signature-valid', issuer: 'issuer-controls-key' })
      expect(await codesOf({ ...shown, validFrom: '2026-11-01T09:00:01Z' })).toMatchObject({
        signature: 'signature-invalid',
      })
    })

  it('does not let a shown part be moved to another whole, nor a mandatory one be left out', async () => {
    const one = await derive(['/credentialSubject/achievement/name'])
    const { validFrom: _validFrom, ...without } = one
    expect(await codesOf(without)).toMatchObject({ signature: 'signature-invalid' })
    expect(await codesOf({ ...one, name: 'Fibersvetsning' })).toMatchObject({ signature: 'signature-invalid' })
    const other = await derive(['/credentialSubject/achievement/name'])
    expect(await codesOf({ ...one, proof: other.proof })).toMatchObject({ signature: 'signature-invalid' })
  })

  it('is derived in the browser as in Node', async () => {
    const signer = makeSigner({ type: 'P-256', cryptosuite: 'ecdsa-sd-2023' })
    const selective = { mandatoryPointers, secrets: webSecrets }
    const base = await issueCredential(makeBadge(signer.did), signer, { now, power, selective })
    const shown = await deriveCredential(base, { selectivePointers: ['/name'], power })
    expect(await codesOf(shown)).toMatchObject({ signature: 'signature-valid' })
  })

  for (const [what, pointer] of [
    ['names nothing', '/credentialSubject/grade'],
    ['names no member of its list', '/type/x'],
    ['goes on inside a text', '/name/0'],
    ['is no pointer', 'name'],
    ['has half an escape', '/name~2'],
    ['reaches for what is no field', '/constructor'],
  ] as const)
    it(`refuses a pointer that ${what}, from issuer and holder`, async () => {
      await expect(derive([pointer])).rejects.toMatchObject({ code: 'pointer-invalid' })
      await expect(issue({}, [pointer])).rejects.toMatchObject({ code: 'pointer-invalid' })
    })

  it('refuses what has no base proof, or one of another document', async () => {
    const base = await issue()
    const shown = await deriveCredential(base, { selectivePointers: ['/name'], power })
    await expect(deriveCredential(shown, { selectivePointers: ['/name'], power })).rejects.toMatchObject({
      code: 'proof-unfit',
    })
    const { name: _name, ...less } = base
    await expect(deriveCredential(less, { selectivePointers: [], power })).rejects.toMatchObject({
      code: 'proof-unfit',
    })
  })

  it('is not signed with another curve, nor without saying what is mandatory', async () => {
    const wrong = makeSigner({ type: 'P-384', cryptosuite: 'ecdsa-sd-2023' })
    const selective = { mandatoryPointers, secrets }
    await expect(issueCredential(makeBadge(wrong.did), wrong, { now, power, selective })).rejects.toMatchObject({
      code: 'signer-mismatch',
    })
    const right = makeSigner({ type: 'P-256', cryptosuite: 'ecdsa-sd-2023' })
    await expect(issueCredential(makeBadge(right.did), right, { now, power })).rejects.toMatchObject({
      code: 'signer-mismatch',
    })
  })
})

const others = process.env.BRICKA_OTHERS ?? join(import.meta.dirname, '../../../../../../others')
const vectors = join(others, 'w3c/vc-di-ecdsa/TestVectors')
const iron = 'filip26/iron-verifiable-credentials/data-integrity/src/test/resources/com/apicatalog/di/context'
const citizenship = join(others, iron, 'citizenship-v4rc1.json')
const missing = !existsSync(vectors) || !existsSync(citizenship)

describe.skipIf(missing)(`W3C’s test vectors (needs w3c/vc-di-ecdsa in ../others)`, () => {
  for (const [folder, selection] of [
    ['employ', 'employSelective.json'],
    ['prc', 'prCredSelective.json'],
  ] as const)
    it(`of ${folder} are derived byte for byte`, async () => {
      const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'))
      const { proof, ...shown } = await deriveCredential(
        read(join(vectors, 'ecdsa-sd-2023', folder, 'addSignedSDBase.json')),
        {
          selectivePointers: read(join(vectors, selection)),
          power,
          moreContexts: new Map([['https://w3id.org/citizenship/v4rc1', read(citizenship)]]),
        },
      )
      const published = read(join(vectors, 'ecdsa-sd-2023', folder, 'derivedRevealDocument.json'))
      expect({ ...shown, proof: proof[0] }).toEqual(published)
    })
})

const alike: JsonObject = { type: ['Evidence'], narrative: 'Tre svetsar.' }

function evidence(count: number): readonly JsonObject[] {
  return Array.from({ length: count }, (_, at) => ({ type: ['Evidence'], name: `${at}`, narrative: `Svets ${at}` }))
}

function withLevels(): JsonObject {
  const result = {
    type: ['ResultDescription'],
    name: 'Betyg',
    resultType: 'LetterGrade',
    allowedValue: ['A', 'B', 'C'],
  }
  const { credentialSubject } = makeBadge('did:example:a')
  const subject = credentialSubject as JsonObject
  return {
    credentialSubject: {
      ...subject,
      achievement: {
        ...(subject.achievement as JsonObject),
        resultDescription: [result, { ...result, name: 'Omdöme' }],
      },
    },
  }
}

async function issue(
  more: JsonObject = {},
  pointers: readonly string[] = mandatoryPointers,
): Promise<SignedCredential> {
  const signer = makeSigner({ type: 'P-256', cryptosuite: 'ecdsa-sd-2023' })
  const selective = { mandatoryPointers: pointers, secrets }
  return issueCredential(makeBadge(signer.did, more), signer, { now, power, selective })
}

const derive = async (selectivePointers: readonly string[], more: JsonObject = {}): Promise<SignedCredential> =>
  deriveCredential(await issue(more), { selectivePointers, power })

async function codesOf(document: JsonObject): Promise<Record<string, string>> {
  const read = readCredential(JSON.stringify(document))
  if (!read.read) throw new Error(`${read.code}: ${read.detail}`)
  const { report } = await verifyCredential(read.credential, { now, power, loadResource: serve({}) })
  return Object.fromEntries(report.checks.map(({ name, code }) => [name, code]))
}
