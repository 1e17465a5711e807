import { describe, expect, it } from 'vitest'
import { composeMandate, composeMandateWithdrawal, mandateTerms } from './compose-mandate.ts'
import { digestSri } from './digest-sri.ts'
import { issueCredential } from './issue-credential.ts'
import type { JsonObject } from './json.ts'
import { power } from './power/node.ts'
import { readCredential } from './read-credential.ts'
import { createStatusList, setStatus } from './status/bits.ts'
import { composeStatusListCredential } from './status/compose-status-list-credential.ts'
import { makeBadge, makeSigner, now, serve, type TestSigner } from './testing/test-world.ts'
import { verifyCredential } from './verify-credential.ts'

const mandateUrl = 'https://owner.example/mandates/1'
const listUrl = 'https://owner.example/status/1'
const merit = 'https://owner.example/merits/fibre'
const issuedAt = '2026-11-01T09:00:00Z'

describe('asking whether an issuer had the right to issue', () => {
  it('finds the mandate that the owner signed, for this issuer and this merit, on the day of issue', async () => {
    expect(await judge({})).toBe('passed mandate-valid')
  })

  const refusals: readonly (readonly [string, Flaw, string])[] = [
    ['no mandate is named', { unnamed: true }, 'failed mandate-missing'],
    ['the mandate is not pinned by a digest', { unpinned: true }, 'failed mandate-digest-missing'],
    [
      'the mandate is another than the pinned one',
      { tamper: { validUntil: '2030-01-01T00:00:00Z' } },
      'failed mandate-digest-wrong',
    ],
    [
      'the mandate was changed, and the digest with it',
      { tamper: { validUntil: '2030-01-01T00:00:00Z' }, repin: true },
      'failed mandate-signature-invalid',
    ],
    ['the mandate is away', { away: true }, 'unchecked mandate-away'],
    ['the mandate is signed by someone else than the owner', { byOther: true }, 'failed mandate-other-creator'],
    ['the mandate is for another issuer', { issuer: 'did:web:other.example' }, 'failed mandate-other-issuer'],
    [
      'the mandate is for another merit',
      { merit: 'https://owner.example/merits/other' },
      'failed mandate-other-achievement',
    ],
    ['the mandate begins after the day of issue', { from: '2026-11-01T09:00:01Z' }, 'failed mandate-not-in-force'],
    ['the mandate ended before the day of issue', { until: '2026-10-31T00:00:00Z' }, 'failed mandate-not-in-force'],
    ['it was withdrawn before the day of issue', { withdrawnAt: '2026-10-15T00:00:00Z' }, 'failed mandate-withdrawn'],
    ['it was withdrawn and nobody says when', { withdrawnAt: 'unsaid' }, 'unchecked mandate-status-unknown'],
    ['its status list is away', { listAway: true }, 'unchecked mandate-status-unknown'],
  ]
  for (const [what, flaw, expected] of refusals)
    it(`when ${what}: ${expected}`, async () => {
      expect(await judge(flaw)).toBe(expected)
    })

  it('lets stand what was issued before the mandate was withdrawn', async () => {
    expect(await judge({ withdrawnAt: '2026-11-01T10:00:00Z' })).toBe('passed mandate-valid')
  })

  it('does not let someone else withdraw it', async () => {
    expect(await judge({ withdrawnAt: '2026-10-15T00:00:00Z', withdrawnByOther: true })).toBe(
      'unchecked mandate-status-unknown',
    )
  })

  it('needs none when the issuer owns the merit', async () => {
    const signer = makeSigner()
    expect(await judgeDocument(makeBadge(signer.did), signer, {})).toBe('passed mandate-not-needed')
  })

  it('says of a stranger’s badge that nothing is declared', async () => {
    const signer = makeSigner()
    const badge = makeBadge(signer.did)
    const subject = badge.credentialSubject as JsonObject
    const { creator: _creator, ...achievement } = subject.achievement as JsonObject
    const foreign = { ...badge, credentialSubject: { ...subject, achievement } }
    expect(await judgeDocument(foreign, signer, {})).toBe('passed mandate-not-declared')
  })
})

type Flaw = {
  unnamed?: boolean
  unpinned?: boolean
  tamper?: JsonObject
  repin?: boolean
  away?: boolean
  byOther?: boolean
  issuer?: string
  merit?: string
  from?: string
  until?: string
  withdrawnAt?: string
  withdrawnByOther?: boolean
  listAway?: boolean
}

async function judge(flaw: Flaw): Promise<string> {
  const owner = makeSigner()
  const issuer = makeSigner()
  const mandate = await makeMandate(owner, issuer, flaw)
  const served = flaw.tamper ? JSON.stringify({ ...JSON.parse(mandate), ...flaw.tamper }) : mandate
  const pinned = flaw.repin ? served : mandate
  const documents: Record<string, string> = {
    ...(!flaw.away && { [mandateUrl]: served }),
    ...(!flaw.listAway && { [listUrl]: await makeList(owner, flaw.withdrawnAt !== undefined) }),
    ...(flaw.withdrawnAt &&
      flaw.withdrawnAt !== 'unsaid' && {
        [`${mandateUrl}/withdrawal`]: await makeWithdrawal(
          flaw.withdrawnByOther ? makeSigner() : owner,
          flaw.withdrawnAt,
        ),
      }),
  }
  const badge = makeBadge(issuer.did)
  const subject = badge.credentialSubject as JsonObject
  const achievement = {
    ...(subject.achievement as JsonObject),
    id: merit,
    creator: { id: owner.did, type: ['Profile'] },
    [mandateTerms.issuingRight]: 'owner-or-mandate',
  }
  const document = {
    ...badge,
    validFrom: issuedAt,
    credentialSubject: { ...subject, achievement },
    ...(!flaw.unnamed && { termsOfUse: [{ id: mandateUrl, type: mandateTerms.mandate }] }),
    ...(!flaw.unnamed &&
      !flaw.unpinned && {
        relatedResource: [
          {
            id: mandateUrl,
            mediaType: 'application/vc',
            digestSRI: await digestSri(new TextEncoder().encode(pinned), power),
          },
        ],
      }),
  }
  return judgeDocument(document, issuer, documents)
}

async function makeMandate(owner: TestSigner, issuer: TestSigner, flaw: Flaw): Promise<string> {
  const signer = flaw.byOther ? makeSigner() : owner
  const unsigned = composeMandate({
    id: mandateUrl,
    creator: { id: signer.did, name: 'Branschrådet' },
    issuer: { id: flaw.issuer ?? issuer.did, name: 'Norrfiber' },
    achievement: { id: flaw.merit ?? merit, name: 'Fibersvetsning' },
    validFrom: flaw.from ?? '2026-10-01T00:00:00Z',
    ...(flaw.until && { validUntil: flaw.until }),
    status: { url: listUrl, index: 7 },
  })
  return JSON.stringify(await issueCredential(unsigned, signer, { now: issuedAt, power }))
}

async function makeList(owner: TestSigner, withdrawn: boolean): Promise<string> {
  const unsigned = await composeStatusListCredential({
    id: listUrl,
    issuer: owner.did,
    purpose: 'revocation',
    bits: setStatus(createStatusList(), 7, withdrawn),
    validFrom: '2026-11-01T00:00:00Z',
    validUntil: '2026-11-30T00:00:00Z',
    ttlMilliseconds: 300_000,
    power,
  })
  return JSON.stringify(await issueCredential(unsigned, owner, { now: issuedAt, power }))
}

async function makeWithdrawal(signer: TestSigner, withdrawnAt: string): Promise<string> {
  const creator = { id: signer.did, name: 'Branschrådet' }
  const unsigned = composeMandateWithdrawal({
    id: `${mandateUrl}/withdrawal`,
    creator,
    mandate: mandateUrl,
    withdrawnAt,
  })
  return JSON.stringify(await issueCredential(unsigned, signer, { now: issuedAt, power }))
}

async function judgeDocument(
  document: JsonObject,
  signer: TestSigner,
  documents: Record<string, string>,
): Promise<string> {
  const signed = await issueCredential(document, signer, { now, power, schema: 'open-badge-3' })
  const read = readCredential(JSON.stringify(signed))
  if (!read.read) throw new Error(read.code)
  const { report } = await verifyCredential(read.credential, { now, power, loadResource: serve(documents) })
  const check = report.checks.find(({ name }) => name === 'mandate')
  return `${check?.outcome} ${check?.code}`
}
