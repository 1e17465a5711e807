declare module '@digitalbazaar/ed25519-multikey' {
  type KeyPair = {
    id: string
    controller: string
    export(options: { publicKey: true; secretKey?: true; raw: true }): Promise<{ publicKey: Uint8Array }>
    signer(): object
  }
  export function generate(options: { seed: Uint8Array }): Promise<KeyPair>
}
declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
  export const cryptosuite: object
}
declare module '@digitalbazaar/data-integrity' {
  export class DataIntegrityProof {
    constructor(options: { cryptosuite: object; signer?: object; date?: string })
  }
}
declare module '@digitalbazaar/vc' {
  type Loader = (url: string) => Promise<{ contextUrl: null; documentUrl: string; document: object }>
  export function issue(options: { credential: object; suite: object; documentLoader: Loader }): Promise<object>
  export function derive(options: {
    verifiableCredential: object
    suite: object
    documentLoader: Loader
  }): Promise<object>
  export function verifyCredential(options: {
    credential: object
    suite: object
    documentLoader: Loader
    checkStatus?: (options: { credential: object; suite: object; documentLoader: Loader }) => Promise<object>
  }): Promise<{ verified: boolean; error?: Error }>
}
