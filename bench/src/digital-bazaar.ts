import { findKnownContext } from '@bricka/credential'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import * as vc from '@digitalbazaar/vc'
import type { Issuer } from './issuers.ts'

export const peerName = '@digitalbazaar/vc'

/** The peer as its own documentation sets it up: contexts and the issuer's key by a loader, nothing fetched. */
export function makePeer({ did, method, theirs, didDocument }: Issuer): {
  issue(credential: object): Promise<object>
  verify(credential: object): Promise<boolean>
} {
  const methodDocument = { '@context': 'https://w3id.org/security/multikey/v1', ...methodOf(didDocument) }
  const documentLoader = async (url: string) => {
    const document = url === did ? didDocument : url === method ? methodDocument : findKnownContext(url)
    if (document === undefined) throw new Error(`the bench has no ${url}`)
    return { contextUrl: null, documentUrl: url, document }
  }
  return {
    issue: (credential) =>
      vc.issue({
        credential: structuredClone(credential),
        suite: new DataIntegrityProof({ signer: theirs, cryptosuite, date: '2026-02-01T11:00:00Z' }),
        documentLoader,
      }),
    verify: async (credential) => {
      const result = await vc.verifyCredential({
        credential,
        suite: new DataIntegrityProof({ cryptosuite }),
        documentLoader,
      })
      return result.verified
    },
  }
}

function methodOf(didDocument: object): object {
  const { verificationMethod } = JSON.parse(JSON.stringify(didDocument))
  return verificationMethod[0]
}
