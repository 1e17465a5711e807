import { type CredentialOrder, hashEmail, statusEntryId } from './compose-credential.ts'
import { furtherStatus } from './credential-terms.ts'

type Slot = { readonly path: readonly (string | number)[]; readonly kind: 'iri' | 'text' | 'time' }

/** The places of a composed credential that differ between two persons with the same facts. */
export const personalSlots: readonly Slot[] = [
  { path: ['id'], kind: 'iri' },
  { path: ['credentialSubject', 'identifier', 0, 'identityHash'], kind: 'text' },
  { path: ['credentialSubject', 'identifier', 1, 'identityHash'], kind: 'text' },
  { path: ['credentialSubject', 'identifier', 1, 'salt'], kind: 'text' },
  { path: ['credentialStatus', 'id'], kind: 'iri' },
  { path: ['credentialStatus', 'statusListIndex'], kind: 'text' },
  { path: [furtherStatus, 'id'], kind: 'iri' },
  { path: [furtherStatus, 'statusListIndex'], kind: 'text' },
  { path: ['validFrom'], kind: 'time' },
  { path: ['awardedDate'], kind: 'time' },
]

/** Those of them that differ also when all are issued at one time. */
export const timelessSlots: readonly Slot[] = personalSlots.filter(({ kind }) => kind !== 'time')

/** What stands in these places for one order, in the same order. */
export function personalValues({
  id,
  recipient,
  status,
  validFrom,
}: Pick<CredentialOrder, 'id' | 'recipient' | 'status' | 'validFrom'>): readonly string[] {
  const index = String(status.index)
  return [
    id,
    recipient.name,
    hashEmail(recipient),
    recipient.emailSalt,
    statusEntryId(status.suspensionUrl, status.index),
    index,
    statusEntryId(status.revocationUrl, status.index),
    index,
    validFrom,
    validFrom,
  ]
}
