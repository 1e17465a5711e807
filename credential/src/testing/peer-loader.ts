import { findKnownContext } from '../contexts/known-contexts.ts'

/** What Digital Bazaar's and the Consortium's libraries load: known contexts, did:key documents, and what is given. */
export const makePeerLoader =
  (documents: Readonly<Record<string, object>> = {}) =>
  async (url: string): Promise<{ contextUrl: null; documentUrl: string; document: object }> => {
    const [did = '', fragment] = url.split('#')
    const multibase = did.slice('did:key:'.length)
    const method = { id: `${did}#${multibase}`, type: 'Multikey', controller: did, publicKeyMultibase: multibase }
    const document = did.startsWith('did:key:')
      ? fragment
        ? { '@context': 'https://w3id.org/security/multikey/v1', ...method }
        : {
            '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
            id: did,
            verificationMethod: [method],
            assertionMethod: [method.id],
          }
      : (documents[url] ?? findKnownContext(url))
    if (!document) throw new Error(`no ${url}`)
    return { contextUrl: null, documentUrl: url, document: structuredClone(document) }
  }
