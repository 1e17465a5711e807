import { type Check, find } from '../check.ts'
import type { Ground } from '../formats/format.ts'
import type { Certificate } from './read-certificate.ts'

/** What the certificates that came with a signature say about its key. */
export type CertificatesChecked =
  | {
      readonly leaf: Certificate
      /** The common name of the root that it leads to, or why it leads to none that is trusted. */
      readonly trusted: { readonly root: string } | { readonly problem: string }
    }
  | { readonly check: Check }

const longestChain = 6

/**
 * Checks that a chain of certificates (leaf first, as `x5c` has it) leads to a root that the caller trusts, that each
 * was valid when the signature was made, and that each authority may be one (RFC 5280, 6.1). Whether a certificate has
 * been revoked is not looked up.
 */
export async function checkCertificates(
  chain: readonly Uint8Array[],
  at: number,
  ground: Ground,
): Promise<CertificatesChecked> {
  // Loaded only where a certificate is met: most credentials have none.
  const { readCertificate } = await import('./read-certificate.ts')
  const read = chain.map(readCertificate)
  const [leaf, ...above] = read.filter((one) => one !== undefined)
  if (!leaf || read.includes(undefined) || chain.length > longestChain)
    return { check: find('certificate-invalid', { problem: 'unreadable', certificates: chain.length }) }
  const detail = { subject: leaf.subjectName.commonName }
  if (!leaf.maySign) return { check: find('key-purpose-wrong', detail) }
  if (!wasValid(leaf, at, ground)) return { check: find('certificate-not-valid-then', describeTimes(leaf, at)) }
  const anchors = (ground.trustAnchors ?? []).map(readCertificate).filter((one) => one !== undefined)
  return climb(leaf, above, anchors, at, ground)
}

async function climb(
  leaf: Certificate,
  above: readonly Certificate[],
  anchors: readonly Certificate[],
  at: number,
  ground: Ground,
): Promise<CertificatesChecked> {
  let current = leaf
  for (let depth = 0; depth < longestChain; depth++) {
    if (current.unknownDemand !== undefined) return { leaf, trusted: { problem: `extension ${current.unknownDemand}` } }
    if (anchors.some((anchor) => sameBytes(anchor.der, current.der)))
      return { leaf, trusted: { root: current.subjectName.commonName } }
    const named = (one: Certificate) => one !== current && one.subject === current.issuer
    const [next, problem] = await choose(current, anchors.filter(named), above.filter(named), depth, at, ground)
    if (!next) return { leaf, trusted: { problem: 'no-trusted-root' } }
    if (problem === 'algorithm') return { leaf, trusted: { problem } }
    if (problem !== undefined)
      return { check: find('certificate-invalid', { problem, subject: next.subjectName.commonName }) }
    current = next
  }
  return { leaf, trusted: { problem: 'chain-too-long' } }
}

/** The one of several of the same name that did sign; an authority that changes its key keeps its name. */
async function choose(
  below: Certificate,
  anchors: readonly Certificate[],
  above: readonly Certificate[],
  depth: number,
  at: number,
  ground: Ground,
): Promise<readonly [Certificate | undefined, Fault | undefined]> {
  let first: readonly [Certificate | undefined, Fault | undefined] = [undefined, undefined]
  for (const candidate of [...anchors, ...above]) {
    const fault = await findFault(below, candidate, depth, at, ground)
    if (fault === undefined) return [candidate, undefined]
    // A root of the same name with another key is only another root; in the chain that came along it is a fault.
    if (!first[0] && (fault !== 'signature' || above.includes(candidate))) first = [candidate, fault]
  }
  return first
}

type Fault = 'algorithm' | 'no-authority' | 'not-valid-then' | 'signature'

/** Why one certificate cannot stand for another; `undefined` when it can. */
async function findFault(
  below: Certificate,
  authority: Certificate,
  depth: number,
  at: number,
  ground: Ground,
): Promise<Fault | undefined> {
  if (!authority.authority || !authority.maySignCertificates || authority.authority.depth < depth) return 'no-authority'
  if (!wasValid(authority, at, ground)) return 'not-valid-then'
  if (!below.algorithm || !authority.publicKey) return 'algorithm'
  const holds = await ground.power.verify(below.algorithm, authority.publicKey, below.signed, below.signature)
  return holds ? undefined : 'signature'
}

const wasValid = ({ notBefore, notAfter }: Certificate, at: number, { clockSkewMilliseconds: skew }: Ground): boolean =>
  at >= notBefore - skew && at <= notAfter + skew

const describeTimes = ({ notBefore, notAfter, subjectName }: Certificate, at: number): Record<string, string> => ({
  subject: subjectName.commonName,
  // A token may say any number, also one that no calendar has.
  signed: Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : String(at),
  from: new Date(notBefore).toISOString(),
  until: new Date(notAfter).toISOString(),
})

const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at])
