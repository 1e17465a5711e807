import { type Check, find } from '../check.ts'
import { decodeBase64Url } from '../encode-base.ts'
import { idOf, isObject, isText, type JsonObject, listOf } from '../json.ts'
import type { LoadResource, PublicKey } from '../power.ts'
import { readJson } from '../read-json.ts'
import { keyRetiredAt, keyValidFrom } from './compose-did-document.ts'
import { decodeMultikey } from './multikey.ts'
import { readJwk } from './read-jwk.ts'

export type KeyPurpose = 'assertionMethod' | 'authentication'

/** A key as its controller's document states it. */
export type FoundKey = {
  readonly id: string
  readonly controller: string
  readonly key: PublicKey
  readonly validFrom?: string | undefined
  readonly retiredAt?: string | undefined
  readonly revokedAt?: string | undefined
  readonly expiresAt?: string | undefined
  /** The key is written in its own name and its owner could not be asked: it may check content, not say whose it is. */
  readonly unproven?: boolean
}

export type KeyFound =
  | { readonly found: true; readonly key: FoundKey }
  | { readonly found: false; readonly check: Check }

const maxBytes = 500_000

/**
 * Finds the key behind a verification method and makes sure that its controller lets it be used for the purpose.
 * Nothing in the credential is believed: the controller's own document says which keys are its own.
 */
export function findKey(method: string, purpose: KeyPurpose, loadResource: LoadResource): KeyFound | Promise<KeyFound> {
  const [controller = '', fragment] = split(method)
  if (controller.startsWith('did:key:')) return findDidKey(method, controller, fragment)
  if (controller.startsWith('did:jwk:')) return findDidJwk(method, controller)
  return loadKey(method, controller, fragment, purpose, loadResource)
}

async function loadKey(
  method: string,
  controller: string,
  fragment: string | undefined,
  purpose: KeyPurpose,
  loadResource: LoadResource,
): Promise<KeyFound> {
  const web = controller.startsWith('did:web:')
  // Whoever gives `loadResource` may know more DID methods than we do: they are asked by the DID itself.
  const foreign = controller.startsWith('did:') && !web
  const url = web ? toWebUrl(controller) : foreign || controller.startsWith('https:') ? controller : undefined
  if (!url) return missing('key-method-unknown', method)
  const loaded = await loadResource(url, {
    accept: 'application/did+ld+json, application/did+json, application/json',
    maxBytes,
  })
  if (!loaded.found && foreign) return missing('key-method-unknown', method)
  if (!loaded.found) {
    // Open Badges writes keys as `https://issuer…#z6Mk…`: tampering shows although the issuer is away.
    const named = controller.startsWith('https:') && fragment !== undefined ? decodeMultikey(fragment) : undefined
    if (named) return { found: true, key: { id: method, controller, key: named, unproven: true } }
    return missing('key-away', method, { cause: loaded.code })
  }
  const json = readJson(loaded.bytes, { maxBytes })
  if (!json.read || !isObject(json.value)) return missing('key-document-invalid', method)
  return findInDocument(json.value, controller, method, purpose)
}

function split(method: string): [string, string | undefined] {
  const hash = method.indexOf('#')
  return hash < 0 ? [method, undefined] : [method.slice(0, hash), method.slice(hash + 1)]
}

type Missing =
  | 'key-method-unknown'
  | 'key-away'
  | 'key-document-invalid'
  | 'key-not-found'
  | 'key-purpose-wrong'
  | 'key-type-wrong'

const missing = (code: Missing, method: string, more: Record<string, string> = {}): KeyFound => ({
  found: false,
  check: find(code, { method, ...more }),
})

function findDidKey(method: string, did: string, fragment: string | undefined): KeyFound {
  const multibase = did.slice('did:key:'.length)
  const key = decodeMultikey(multibase)
  if (!key) return missing('key-type-wrong', method)
  // Some write the bare DID; otherwise the fragment repeats the key, and another one would be another key.
  if (fragment !== undefined && fragment !== multibase) return missing('key-not-found', method)
  return { found: true, key: { id: method, controller: did, key } }
}

function findDidJwk(method: string, did: string): KeyFound {
  const bytes = decodeBase64Url(did.slice('did:jwk:'.length))
  const json = bytes && readJson(bytes, { maxBytes: 10_000 })
  if (!json?.read || !isObject(json.value)) return missing('key-document-invalid', method)
  const key = readJwk(json.value)
  if (!key) return missing('key-type-wrong', method)
  if (method !== did && method !== `${did}#0`) return missing('key-not-found', method)
  return { found: true, key: { id: method, controller: did, key } }
}

/** did:web to its https address; a port is written `%3A`, a path with colons. */
export function toWebUrl(did: string): string | undefined {
  const [host = '', ...path] = did.slice('did:web:'.length).split(':')
  const authority = host.replace(/%3a/i, ':')
  if (!/^[a-z0-9.-]+(:\d{1,5})?$/i.test(authority) || path.some((part) => part === '' || /[/?#]/.test(part)))
    return undefined
  return `https://${authority}/${path.length === 0 ? '.well-known' : path.join('/')}/did.json`
}

function findInDocument(document: JsonObject, controller: string, method: string, purpose: KeyPurpose): KeyFound {
  if (document.id === method && isText(document.controller)) return findBareKey(document, method)
  if (document.id !== controller) return missing('key-document-invalid', method, { document: String(document.id) })
  const absolute = (id: string | undefined) => (id?.startsWith('#') ? controller + id : id)
  const isIt = (entry: JsonObject) => absolute(idOf(entry)) === method
  const listed = [...listOf(document.verificationMethod), ...listOf(document.publicKey)].filter(isObject)
  const embedded = listOf(document[purpose]).filter(isObject)
  // Tokens may name a key by the name it has as a JWK (RFC 7517, 4.5) instead of its place in the document.
  const hasName = (entry: JsonObject) =>
    isObject(entry.publicKeyJwk) &&
    isText(entry.publicKeyJwk.kid) &&
    `${controller}#${entry.publicKeyJwk.kid}` === method
  const entry = listed.find(isIt) ?? embedded.find(isIt) ?? listed.find(hasName) ?? embedded.find(hasName)
  if (!entry) return missing('key-not-found', method)
  if (entry.controller !== undefined && entry.controller !== controller)
    return missing('key-not-found', method, { controller: String(entry.controller) })
  const own = absolute(idOf(entry))
  if (!isText(entry.revoked) && !listOf(document[purpose]).some((use) => absolute(idOf(use)) === own))
    return missing('key-purpose-wrong', method, { purpose })
  return toFound(entry, controller, method)
}

/** A key that lies at its own https address and names its controller: true only if that document names it back. */
function findBareKey(document: JsonObject, method: string): KeyFound {
  return toFound(document, method, method)
}

function toFound(entry: JsonObject, controller: string, method: string): KeyFound {
  const key = readKeyEntry(entry)
  if (!key) return missing('key-type-wrong', method)
  const text = (value: unknown) => (isText(value) ? value : undefined)
  return {
    found: true,
    key: {
      id: method,
      controller,
      key,
      validFrom: text(entry[keyValidFrom]),
      retiredAt: text(entry[keyRetiredAt]),
      revokedAt: text(entry.revoked),
      expiresAt: text(entry.expires),
    },
  }
}

/** Multikey, Ed25519VerificationKey2020, JsonWebKey, JsonWebKey2020 and others: what counts is how the key is written. */
export function readKeyEntry(entry: JsonObject): PublicKey | undefined {
  if (isText(entry.publicKeyMultibase)) return decodeMultikey(entry.publicKeyMultibase)
  if (isObject(entry.publicKeyJwk)) return readJwk(entry.publicKeyJwk)
  return undefined
}
