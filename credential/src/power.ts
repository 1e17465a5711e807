/** The kinds of keys that sign credentials. */
export type KeyType = 'Ed25519' | 'P-256' | 'P-384' | 'P-521' | 'RSA'

/** A public key: raw 32 bytes (Ed25519), a SEC1 point (P-256, P-384, P-521), a DER SubjectPublicKeyInfo (RSA). */
export type PublicKey = { readonly type: KeyType; readonly bytes: Uint8Array }

/** How an algorithm name says key and hash: JOSE names, which are the widest known. */
export type SignatureAlgorithm = 'EdDSA' | 'ES256' | 'ES384' | 'ES512' | 'RS256' | 'RS384' | 'RS512' | 'PS256'

/**
 * Strength from outside, as an argument: the ring itself has no clock, no random, no network and no cryptography.
 * Node and browsers each bring their own (`@bricka/credential/power/node`, `…/power/web`).
 */
export type Power = {
  sha256(bytes: Uint8Array): Uint8Array
  /** Lower-case hexadecimal SHA-256 of a text's UTF-8: what RDF canonicalisation asks for thousands of times. */
  sha256Hex(text: string): string
  /** SHA-256 of a text's UTF-8. */
  sha256Text(text: string): Uint8Array
  /** The same in unpadded base64url: the digest of each part that an SD-JWT may show. */
  sha256Base64Url(text: string): string
  sha384(bytes: Uint8Array): Uint8Array
  gzip(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
  /** @throws when what comes out is larger than `maxBytes`, or the input is broken */
  gunzip(bytes: Uint8Array, maxBytes: number): Uint8Array | Promise<Uint8Array>
  /** zlib (RFC 1950), as Token Status Lists use it. @throws as `gunzip` */
  inflate(bytes: Uint8Array, maxBytes: number): Uint8Array | Promise<Uint8Array>
  deflate(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
  /** ECDSA signatures are the 64, 96 or 132 bytes r‖s. A key that is no key gives `false`. */
  verify(
    algorithm: SignatureAlgorithm,
    key: PublicKey,
    bytes: Uint8Array,
    signature: Uint8Array,
  ): boolean | Promise<boolean>
}

export type Cryptosuite = 'eddsa-rdfc-2022' | 'eddsa-jcs-2022' | 'ecdsa-rdfc-2019' | 'ecdsa-jcs-2019' | 'ecdsa-sd-2023'

/** What must be secret and fresh, from outside like all strength: only selective disclosure needs it. */
export type Secrets = {
  randomBytes(length: number): Uint8Array
  /** A P-256 key for one use: its compressed point (33 bytes), and what signs with it (r‖s). */
  makeOneTimeKey(): OneTimeKey | Promise<OneTimeKey>
}

export type OneTimeKey = {
  readonly publicKey: Uint8Array
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
}

/** The private key stays with its keeper: a signer signs what it is given. ECDSA gives r‖s. */
export type Signer = {
  /** The full identifier of the key, e.g. `did:web:example.org#key-1`. */
  readonly verificationMethod: string
  readonly cryptosuite: Cryptosuite
  /** Only ECDSA has a choice: P-256 when absent. */
  readonly keyType?: 'P-256' | 'P-384'
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
}

export type Loaded =
  | {
      readonly found: true
      readonly bytes: Uint8Array
      readonly mediaType: string
      /** How long it may be kept (`Cache-Control: max-age`); 0 for what must be asked for each time. */
      readonly maxAgeSeconds?: number | undefined
      readonly etag?: string | undefined
      /** Where it was read in the end, when the server sent on; left out, it is where it was asked for. */
      readonly url?: string | undefined
      /** The HTTP status, where any was asked for. */
      readonly status?: number | undefined
    }
  | {
      readonly found: false
      /** `not-modified`: the server said (304) that what was read under the ETag still stands. */
      readonly code: string
      readonly maxAgeSeconds?: number | undefined
    }

/** The only way out of the ring. Whoever gives it decides what may be fetched (https, public addresses, limits). */
export type LoadResource = (
  url: string,
  limits: {
    readonly accept: string
    readonly maxBytes: number
    /** What was read before, for `If-None-Match`: whoever leaves it out gives the whole again. */
    readonly etag?: string
    /** Give the answer also when it tells of an error, with its status. */
    readonly anyStatus?: boolean
  },
) => Promise<Loaded>
