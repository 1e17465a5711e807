import { lookup } from 'node:dns'
import { type IncomingMessage, request as secureRequest } from 'node:https'
import { BlockList, isIP } from 'node:net'

export type Fetched =
  | { found: true; bytes: Uint8Array; mediaType: string; url: string }
  | {
      found: false
      code:
        | 'url-not-https'
        | 'url-invalid'
        | 'url-address-private'
        | 'resource-too-large'
        | 'resource-timeout'
        | 'resource-redirects'
        | 'resource-status'
        | 'resource-unreachable'
    }

export type FetchLimits = { maxBytes: number; timeoutMilliseconds: number; maxRedirects: number; accept: string }

const defaults: FetchLimits = { maxBytes: 2_000_000, timeoutMilliseconds: 8_000, maxRedirects: 3, accept: '*/*' }

/**
 * Fetches an address that a stranger wrote. Only https, only public addresses (checked on the address that is really
 * connected to, so that a name which changes its answer gains nothing), with limits on size, time and redirects.
 */
export async function fetchGuarded(address: string, limits: Partial<FetchLimits> = {}): Promise<Fetched> {
  const all = { ...defaults, ...limits }
  const deadline = AbortSignal.timeout(all.timeoutMilliseconds)
  let url = URL.parse(address)
  for (let redirects = 0; redirects <= all.maxRedirects; redirects++) {
    if (!url) return { found: false, code: 'url-invalid' }
    if (url.protocol !== 'https:' || url.username || url.password) return { found: false, code: 'url-not-https' }
    if (isPrivate(url.hostname.replace(/^\[|\]$/g, ''))) return { found: false, code: 'url-address-private' }
    const answer = await fetchOnce(url, all, deadline)
    if ('location' in answer) url = URL.parse(answer.location, url)
    else return answer
  }
  return { found: false, code: 'resource-redirects' }
}

async function fetchOnce(url: URL, limits: FetchLimits, signal: AbortSignal): Promise<Fetched | { location: string }> {
  try {
    const response = await open(url, limits.accept, signal)
    const status = response.statusCode ?? 0
    if (status >= 300 && status < 400 && response.headers.location) {
      response.destroy()
      return { location: response.headers.location }
    }
    if (status !== 200) {
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
    return { found: true, bytes: new Uint8Array(Buffer.concat(chunks)), mediaType, url: url.href }
  } catch (error) {
    if (signal.aborted) return { found: false, code: 'resource-timeout' }
    if (error instanceof PrivateAddress) return { found: false, code: 'url-address-private' }
    return { found: false, code: 'resource-unreachable' }
  }
}

class PrivateAddress extends Error {}

function open(url: URL, accept: string, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = secureRequest(
      url,
      {
        signal,
        agent: false,
        // Compressed answers are not asked for: what is counted is what arrives.
        headers: { accept, 'accept-encoding': 'identity', 'user-agent': 'Bricka' },
        lookup: (hostname, options, done) =>
          lookup(hostname, { ...options, all: true }, (error, addresses) => {
            if (error) return done(error, '', 0)
            if (addresses.some(({ address }) => isPrivate(address))) return done(new PrivateAddress(hostname), '', 0)
            const [first] = addresses
            if (options.all) return done(null, addresses)
            return first ? done(null, first.address, first.family) : done(new Error('no address'), '', 0)
          }),
      },
      resolve,
    )
    request.on('error', reject)
    request.end()
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
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
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
  return /(^|\.)(localhost|local|internal|home\.arpa)$/i.test(host)
}
