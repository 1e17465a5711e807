import { randomBytes } from 'node:crypto'
import { setImmediate as letOthersRun } from 'node:timers/promises'
import { CredentialProblem, issueCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import type { AssessmentFacts } from '@bricka/domain/issuing/assessment-facts'
import { composeCredential } from '@bricka/domain/issuing/compose-credential'
import type { Ground } from '../ground.ts'
import { meritUrl } from '../merit/merit-url.ts'
import type { StatusPair } from '../organisation/status-list.ts'
import type { IssuingGround } from './find-issuing-ground.ts'

export type Signable = {
  credentialId: string
  recipient: { name: string; email: string }
  facts: AssessmentFacts
  validUntil: Date | null
}

export type SigningProblem = { code: string; pointer: string; detail: string }

export type Signed =
  | { signed: true; credentialId: string; position: number; document: string }
  | { signed: false; credentialId: string; problem: SigningProblem }

/**
 * Composes and signs credentials, one after the other: this is where issuing spends its time, so between two of them
 * everyone else who waits for the server is served. A credential that must not be signed refuses itself alone.
 */
export async function signCredentials(
  ground: Ground,
  issuing: IssuingGround,
  pair: StatusPair,
  positions: readonly number[],
  signables: readonly Signable[],
): Promise<readonly Signed[]> {
  const results: Signed[] = []
  for (const [index, signable] of signables.entries()) {
    if (index > 0) await letOthersRun()
    const position = positions[index]
    if (position === undefined) throw new Error('Fewer status positions than credentials.')
    results.push(await signOne(ground, issuing, pair, position, signable))
  }
  return results
}

async function signOne(
  ground: Ground,
  { version, creator, issuer, mandate, signer }: IssuingGround,
  pair: StatusPair,
  position: number,
  { credentialId, recipient, facts, validUntil }: Signable,
): Promise<Signed> {
  const now = ground.now().toISOString()
  const unsigned = composeCredential({
    id: credentialUrl(ground, credentialId),
    version,
    meritUrl: meritUrl(ground, version.meritId),
    versionUrl: version.url,
    creator,
    issuer,
    recipient: { ...recipient, emailSalt: randomBytes(12).toString('hex') },
    mandate: mandate && { url: mandate.url, digestSri: mandate.digestSri },
    status: { revocationUrl: pair.revocation.url, suspensionUrl: pair.suspension.url, index: position },
    facts,
    validFrom: now,
    validUntil: validUntil?.toISOString(),
  })
  try {
    const credential = await issueCredential(unsigned, signer, { now, power, schema: 'open-badge-3' })
    return { signed: true, credentialId, position, document: JSON.stringify(credential) }
  } catch (error) {
    if (!(error instanceof CredentialProblem)) throw error
    const { code, pointer = '/', message } = error
    return { signed: false, credentialId, problem: { code, pointer, detail: message } }
  }
}

export const credentialUrl = (ground: Ground, credentialId: string): string =>
  `${ground.settings.baseUrl}/credentials/${credentialId}`
