export { type Baked, bakePng, bakeSvg } from './bake-credential.ts'
export {
  type Check,
  type CheckCode,
  type CheckDetail,
  type CheckName,
  checkCodes,
  checkNames,
  type Outcome,
  type PartFinding,
} from './check.ts'
export { checkOpenBadge } from './check-open-badge.ts'
export { partTerms } from './check-parts.ts'
export { type CompiledIssuing, compileIssuing, type IssuingSlot } from './compile-issuing.ts'
export { composeMandate, composeMandateWithdrawal, mandateTerms } from './compose-mandate.ts'
export { findKnownContext, knownContextUrls } from './contexts/known-contexts.ts'
export type { CheckedCredential, FormatId, Report, UnverifiedCredential } from './credential.ts'
export { CredentialProblem, type CredentialProblemCode } from './credential-problem.ts'
export { composeDidDocument, type DidKey } from './did/compose-did-document.ts'
export { findKey, type KeyFound, type KeyPurpose } from './did/find-key.ts'
export { decodeMultikey, encodeMultikey } from './did/multikey.ts'
export { readJwk } from './did/read-jwk.ts'
export { digestSri } from './digest-sri.ts'
export type { SelectiveIssuing } from './formats/data-integrity/selective/create-base-proof.ts'
export { type DeriveOptions, deriveCredential } from './formats/data-integrity/selective/derive-credential.ts'
export { type Sealer, sealCredential } from './formats/jades/seal-credential.ts'
export { type Disclosed, disclose, readSdJwt, type SdJwt, type SdJwtRead } from './formats/sd-jwt-vc/read-sd-jwt.ts'
export {
  type CountersignOptions,
  countersignCredential,
  type IssueOptions,
  issueCredential,
  type SignedCredential,
} from './issue-credential.ts'
export { issueSdJwtVc, issueTokenStatusList, issueVcJwt, presentSdJwt, type TokenSigner } from './issue-token.ts'
export { issueVcCose, presentAsCose } from './issue-vc-cose.ts'
export { issueDeepSdJwtVc, issueVcSdJwt, presentAsSdJwt, type VcSdJwtOptions } from './issue-vc-sd-jwt.ts'
export type { Json, JsonObject } from './json.ts'
export { makeShadow, type Shadow, type ShadowDifference } from './make-shadow.ts'
export { packCredential, type Unpacked, unpackCredential } from './pack-credential.ts'
export type {
  Cryptosuite,
  Loaded,
  LoadResource,
  OneTimeKey,
  Power,
  PublicKey,
  Secrets,
  SignatureAlgorithm,
  Signer,
} from './power.ts'
export {
  composePresentation,
  type PresentOptions,
  presentAsJwt,
  presentCredentials,
} from './present-credentials.ts'
export { type CredentialRead, openPicture, type ReadRefusal, readCredential } from './read-credential.ts'
export { readJson } from './read-json.ts'
export { createStatusList, readStatus, readStatusValue, setStatus, setStatusValue } from './status/bits.ts'
export { composeStatusEntry, type StatusEntryParts } from './status/compose-status-entry.ts'
export { composeStatusListCredential, type StatusListParts } from './status/compose-status-list-credential.ts'
export { createStatusListCache, type StatusListCache } from './status/status-list-cache.ts'
export { type VerifyOptions, verifyCredential } from './verify-credential.ts'
export { type CheckedPresentation, verifyPresentation } from './verify-presentation.ts'
