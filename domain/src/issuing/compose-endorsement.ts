import { contexts } from './credential-terms.ts'
import { compact, type Node } from './node.ts'

export type EndorsementParts = {
  readonly id: string
  readonly endorser: { readonly id: string; readonly name: string }
  /** The address of the version that is endorsed. */
  readonly versionUrl: string
  readonly title: string
  readonly reason: string
  readonly validFrom: string
  readonly status: { readonly url: string; readonly index: number }
}

/** An Open Badges 3.0 EndorsementCredential of one version of a merit: any reader of badges can check it. */
export const composeEndorsement = ({
  id,
  endorser,
  versionUrl,
  title,
  reason,
  validFrom,
  status,
}: EndorsementParts): Node =>
  compact({
    '@context': contexts,
    id,
    type: ['VerifiableCredential', 'EndorsementCredential'],
    name: title,
    issuer: { id: endorser.id, type: ['Profile'], name: endorser.name },
    validFrom,
    awardedDate: validFrom,
    credentialSubject: { id: versionUrl, type: ['EndorsementSubject'], endorsementComment: reason },
    credentialStatus: {
      id: `${status.url}#${status.index}`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: String(status.index),
      statusListCredential: status.url,
    },
  })
