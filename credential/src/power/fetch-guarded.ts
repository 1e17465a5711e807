import { lookup } from 'node:dns'
import { type IncomingMessage, request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Why an address was not fetched, or gave nothing. Each is explained in `docs/errors.md`. */
export const fetchRefusals = {
  'url-invalid': 'The address is not a web address',
  'url-not-https': 'Only https addresses are fetched',
  'url-address-private': 'The address leads into a private network',
  'resource-too-large': 'The answer is larger than what is read',
  'resource-timeout': 'The answer did not come in time',
  'resource-redirects': 'The address sends on too many times',
  'resource-status': 'The server did not answer with a document',
  'resource-unreachable': 'The server could not be reached',
  'not-modified': 'The document is the one that was read before',
} as const
export type FetchRefusal = keyof typeof fetchRefusals

export type Fetched =
  | {
      found: true
      bytes: Uint8Array
      mediaType: string
      url: string
      maxAgeSeconds?: number | undefined
      etag?: string | undefined
      /** The header Link (RFC 8288), where an answer goes on at another address. */
      link?: string | undefined
      /** Only where any status was asked for. */
      status?: number
    }
  | { found: false; code: FetchRefusal; maxAgeSeconds?: number | undefined }

export type FetchLimits = {
  maxBytes: number
  timeoutMilliseconds: number
  maxRedirects: number
  accept: string
  /** What was read before: an answer 304 to it is `not-modified`. */
  etag?: string
  /** Sends instead of only asking, and follows no redirect: what was meant for one server goes to no other. */
  send?: { body: string | Uint8Array; mediaType?: string | undefined }
  authorization?: string
  /** Answers that tell of an error are given too, with their status. */
  anyStatus?: boolean
}
export type FetchGuarded = (address: string, limits?: Partial<FetchLimits>) => Promise<Fetched>

export type Guard = {
  /** Origins that the operator lets through although they are private or plain http (FETCH_ALLOW); none otherwise. */
  allowedOrigins: readonly string[]
  /** How names become addresses; the system's resolver unless a test brings another. */
  lookup?: Lookup
  /** One more certificate authority to believe, in PEM. */
  certificateAuthority?: string
}
export type Lookup = (
  hostname: string,
  done: (error: Error | null, addresses: readonly { address: string; family: number }[]) => void,
) => void

const defaults: FetchLimits = { maxBytes: 2_000_000, timeoutMilliseconds: 8_000, maxRedirects: 3, accept: '*/*' }

/**
 * Fetches addresses that a stranger wrote. Only https, only public addresses (checked on the address that is really
 * connected to, so that a name which changes its answer gains nothing), with limits on size, time and redirects.
 */
export function makeFetchGuarded(guard: Guard): FetchGuarded {
  return async (address, limits = {}) => {
    const all = { ...defaults, ...limits }
    const deadline = AbortSignal.timeout(all.timeoutMilliseconds)
    let url = URL.parse(address)
    for (let redirects = 0; redirects <= all.maxRedirects; redirects++) {
      const refusal = refuse(url, guard)
      if (refusal || !url) return { found: false, code: refusal ?? 'url-invalid' }
      const answer = await fetchOnce(url, all, deadline, guard)
      if ('location' in answer) url = URL.parse(answer.location, url)
      else return answer
    }
    return { found: false, code: 'resource-redirects' }
  }
}

/** What the address itself already tells. */
function refuse(url: URL | null, guard: Guard): FetchRefusal | undefined {
  if (!url || !/^https?:$/.test(url.protocol)) return 'url-invalid'
  if (guard.allowedOrigins.includes(url.origin)) return undefined
  if (url.protocol !== 'https:' || url.username || url.password) return 'url-not-https'
  return isPrivate(url.hostname.replace(/^\[|\]$/g, '')) ? 'url-address-private' : undefined
}

async function fetchOnce(
  url: URL,
  limits: FetchLimits,
  signal: AbortSignal,
  guard: Guard,
): Promise<Fetched | { location: string }> {
  try {
    const response = await open(url, limits, signal, guard)
    const status = response.statusCode ?? 0
    if (status >= 300 && status < 400 && response.headers.location) {
      response.destroy()
      // A token or a body goes nowhere but where it was sent.
      if (limits.send || limits.authorization !== undefined) return { found: false, code: 'resource-redirects' }
      return { location: response.headers.location }
    }
    const maxAgeSeconds = readMaxAge(response.headers['cache-control'])
    if (status === 304 && limits.etag !== undefined) {
      response.destroy()
      return { found: false, code: 'not-modified', maxAgeSeconds }
    }
    if (status !== 200 && !limits.anyStatus) {
      response.destroy()
      return { found: false, code: 'resource-status' }
    }
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of response) {
      size += chunk.length
      if (size > limits.maxBytes) {
        response.destroy()
        return { found: false, code: 'resource-too-large' }
      }
      chunks.push(chunk)
    }
    const mediaType = response.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
    const { etag, link } = response.headers
    return {
      found: true,
      bytes: new Uint8Array(Buffer.concat(chunks)),
      mediaType,
      url: url.href,
      maxAgeSeconds,
      etag,
      ...(typeof link === 'string' && { link }),
      ...(limits.anyStatus && { status }),
    }
  } catch (error) {
    if (signal.aborted) return { found: false, code: 'resource-timeout' }
    if (error instanceof PrivateAddress) return { found: false, code: 'url-address-private' }
    return { found: false, code: 'resource-unreachable' }
  }
}

class PrivateAddress extends Error {}

/** How long an answer may be kept (RFC 9111, 5.2.2): `undefined` when it says nothing of it. */
function readMaxAge(header: string | undefined): number | undefined {
  if (header === undefined) return undefined
  if (/\b(no-store|no-cache)\b/i.test(header)) return 0
  const seconds = /\bmax-age=(\d{1,9})\b/i.exec(header)?.[1]
  return seconds === undefined ? undefined : Number(seconds)
}

function open(
  url: URL,
  { accept, etag, send, authorization }: FetchLimits,
  signal: AbortSignal,
  guard: Guard,
): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? secureRequest : plainRequest
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        signal,
        agent: false,
        // Compressed answers are not asked for, and not opened: what is counted is what arrives.
        headers: {
          accept,
          'accept-encoding': 'identity',
          'user-agent': 'Bricka',
          ...(etag !== undefined && { 'if-none-match': etag }),
          ...(authorization !== undefined && { authorization }),
          ...(send?.mediaType !== undefined && { 'content-type': send.mediaType }),
          ...(send && { 'content-length': Buffer.byteLength(send.body) }),
        },
        method: send ? 'POST' : 'GET',
        lookup: guardedLookup(guard, guard.allowedOrigins.includes(url.origin)),
        ...(guard.certificateAuthority && { ca: guard.certificateAuthority }),
      },
      resolve,
    )
    sent.on('error', reject)
    sent.end(send?.body)
  })
}

const systemLookup: Lookup = (hostname, done) =>
  lookup(hostname, { all: true }, (error, addresses) => done(error, addresses ?? []))

/** The connection takes exactly the addresses that were judged here; nothing resolves the name a second time. */
function guardedLookup(guard: Guard, allowed: boolean): LookupFunction {
  return (hostname, options, done) =>
    (guard.lookup ?? systemLookup)(hostname, (error, addresses) => {
      const [first] = addresses
      if (error || !first) return done(error ?? new Error('The name has no address'), '', 0)
      if (!allowed && addresses.some(({ address }) => isPrivate(address)))
        return done(new PrivateAddress(hostname), '', 0)
      return options.all ? done(null, [...addresses]) : done(null, first.address, first.family)
    })
}

/** Everything that is not the public internet (IANA special-purpose registries for IPv4 and IPv6). */
const reserved = new BlockList()
const subnets4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const
const subnets6 = [
  ['::', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const
for (const [address, prefix] of subnets4) reserved.addSubnet(address, prefix, 'ipv4')
for (const [address, prefix] of subnets6) reserved.addSubnet(address, prefix, 'ipv6')

function isPrivate(host: string): boolean {
  const family = isIP(host)
  if (family === 4) return reserved.check(host, 'ipv4')
  // BlockList checks IPv4-mapped IPv6 addresses against the IPv4 rules by itself.
  if (family === 6) return reserved.check(host, 'ipv6')
  return /(^|\.)(localhost|local|internal|home\.arpa)\.?$/i.test(host)
}
