declare module '@digitalbazaar/oid4-client' {
  type Request = Readonly<Record<string, unknown>>
  export const query: {
    dcql: { toJsonPointerMap(options: { dcqlCredentialQuery: object }): ReadonlyMap<string, unknown> }
    credentialMatches(options: { credential: object; map: ReadonlyMap<string, unknown> }): boolean
  }
  export const oid4vp: {
    fromVpr(options: {
      verifiablePresentationRequest: object
      queryFormats: { dcql: true }
      useClientIdPrefix: true
    }): Request
    verifier: {
      parseAuthorizationResponse(options: {
        body: Readonly<Record<string, string>>
        authorizationRequest: Request
        getDecryptParameters(): Promise<{ keys: readonly object[] }>
      }): Promise<{ responseMode: string; parsed: { vpToken: unknown } }>
    }
  }
}
