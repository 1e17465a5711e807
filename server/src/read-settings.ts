import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type EmrexProvider, readProviders } from './exchange/emrex-registry.ts'

export type Settings = {
  port: number
  host: string
  /** Without a trailing slash, such as `https://bricka.example`. */
  baseUrl: string
  dataDir: string
  /** An operator's own PostgreSQL; without it the embedded one is started. */
  databaseUrl: string | undefined
  demo: boolean
  smtpUrl: string | undefined
  /** A ClamAV daemon that looks at files before they are kept. */
  scanner: { host: string; port: number } | undefined
  mailFrom: string
  /** Origins that may be fetched although they are private or plain http, for closed networks. */
  fetchAllow: readonly string[]
  oidc: { issuer: string; clientId: string; clientSecret: string | undefined; name: string } | undefined
  /** Student registers (EMREX): whom results are fetched from, and the key with which this house signs transcripts. */
  emrex: {
    providers: readonly EmrexProvider[]
    key: { certificate: string; privateKey: string } | undefined
  }
  secret: Uint8Array
  /** From one address; an operator whose systems issue many at once raises it. */
  requestsPerMinute: number
  /** One in so many that is issued or verified is done again by the reference; 0 for none. */
  shadowEvery: number
  /** Milliseconds that a served status list may lag behind a revocation; changes within them share one signature. */
  statusListDelay: number
  logLevel: string
}

/** Reads the environment once, at the door. @throws with what is wrong and what to write instead */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const port = readPort(environment.PORT)
  const dataDir = resolve(environment.DATA_DIR || join(import.meta.dirname, '../../.data'))
  const databaseUrl = readDatabaseUrl(environment.DATABASE_URL)
  const baseUrl = readBaseUrl(environment.BASE_URL, port)
  return {
    port,
    host: environment.HOST || '127.0.0.1',
    baseUrl,
    dataDir,
    databaseUrl,
    demo: readDemo(environment.DEMO) ?? databaseUrl === undefined,
    smtpUrl: readSmtpUrl(environment.SMTP_URL),
    scanner: readScanner(environment.SCANNER),
    mailFrom: environment.MAIL_FROM ?? 'Bricka <no-reply@bricka.example>',
    fetchAllow: readOrigins(environment.FETCH_ALLOW),
    oidc: environment.OIDC_ISSUER
      ? {
          issuer: environment.OIDC_ISSUER,
          clientId: environment.OIDC_CLIENT_ID ?? 'bricka',
          clientSecret: environment.OIDC_CLIENT_SECRET,
          name: environment.OIDC_NAME ?? 'OpenID Connect',
        }
      : undefined,
    emrex: {
      providers: environment.EMREX_PROVIDERS ? readProviders(environment.EMREX_PROVIDERS) : [],
      key: readEmrexKey(environment.EMREX_KEY, environment.EMREX_CERTIFICATE),
    },
    secret: readSecret(environment.BRICKA_SECRET, dataDir),
    requestsPerMinute: readRequests(environment.REQUESTS_PER_MINUTE),
    shadowEvery: readShadowEvery(environment.SHADOW_EVERY),
    statusListDelay: 1000,
    logLevel: readLogLevel(environment.LOG_LEVEL),
  }
}

function readPort(text: string | undefined): number {
  const port = Number(text || 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`PORT is "${text}"; write a whole number from 0 to 65535.`)
  return port
}

function readScanner(text: string | undefined): Settings['scanner'] {
  if (!text) return undefined
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(text) ?? []
  if (!host || !port)
    throw new Error(`SCANNER is "${text}"; write a ClamAV daemon's host and port, such as localhost:3310.`)
  return { host, port: Number(port) }
}

function readRequests(text: string | undefined): number {
  const count = Number(text ?? 1200)
  if (!Number.isInteger(count) || count < 1)
    throw new Error(`REQUESTS_PER_MINUTE is "${text}"; write a whole number, such as 1200.`)
  return count
}

function readShadowEvery(text: string | undefined): number {
  const count = Number(text || 1000)
  if (!Number.isInteger(count) || count < 0)
    throw new Error(`SHADOW_EVERY is "${text}"; write a whole number such as 1000, or 0 for never.`)
  return count
}

function readBaseUrl(text: string | undefined, port: number): string {
  if (!text) return `http://localhost:${port}`
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/')
    throw new Error(`BASE_URL is "${text}"; write an address without a path, such as https://bricka.example.`)
  return url.origin
}

function readDatabaseUrl(text: string | undefined): string | undefined {
  if (!text) return undefined
  // Not URL.parse: PostgreSQL's own form may leave out the host, for a socket.
  if (!/^postgres(ql)?:\/\//.test(text))
    throw new Error('DATABASE_URL is no address of a PostgreSQL; write postgres://user:password@host:5432/database.')
  return text
}

function readDemo(text: string | undefined): boolean | undefined {
  if (!text) return undefined
  if (text !== '0' && text !== '1') throw new Error(`DEMO is "${text}"; write 1 for the demo world, or 0.`)
  return text === '1'
}

function readSmtpUrl(text: string | undefined): string | undefined {
  if (!text) return undefined
  if (!/^smtps?:$/.test(URL.parse(text)?.protocol ?? ''))
    throw new Error('SMTP_URL is no address of a mail server; write smtp://user:password@host:587 or smtps://….')
  return text
}

/** Paths of two PEM files; both or none. */
function readEmrexKey(key: string | undefined, certificate: string | undefined): Settings['emrex']['key'] {
  if (!key && !certificate) return undefined
  if (!key || !certificate) throw new Error('EMREX_KEY and EMREX_CERTIFICATE go together: write both, or none.')
  return { privateKey: readFileSync(key, 'utf8'), certificate: readFileSync(certificate, 'utf8') }
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

function readLogLevel(text: string | undefined): string {
  if (!text) return 'warn'
  if (!logLevels.includes(text)) throw new Error(`LOG_LEVEL is "${text}"; write one of ${logLevels.join(', ')}.`)
  return text
}

/** A comma list of origins, such as `https://intranet.example:8443`. */
export function readOrigins(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const url = URL.parse(part)
      if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/')
        throw new Error(`FETCH_ALLOW names "${part}"; write origins such as https://intranet.example:8443.`)
      return url.origin
    })
}

/** The secret that seals keys at rest: from the environment, or made once and kept beside the data (mode 0600). */
function readSecret(text: string | undefined, dataDir: string): Uint8Array {
  if (text) {
    const secret = Buffer.from(text, 'base64')
    if (secret.length < 32)
      throw new Error('BRICKA_SECRET must be at least 32 bytes in base64 (openssl rand -base64 32).')
    return secret
  }
  const path = join(dataDir, 'secret')
  if (!existsSync(path)) makeSecret(dataDir, path)
  const secret = Buffer.from(readFileSync(path, 'utf8'), 'base64')
  if (secret.length < 32)
    throw new Error(
      `${path} is cut off. Put back the one from your backup: without it the signing keys cannot be used.`,
    )
  return secret
}

/** Written aside and linked whole: a full disk leaves no half of it, and of two who start at once the first one's stands. */
function makeSecret(dataDir: string, path: string): void {
  mkdirSync(dataDir, { recursive: true })
  const draft = `${path}.${process.pid}`
  try {
    writeFileSync(draft, randomBytes(32).toString('base64'), { mode: 0o600 })
    linkSync(draft, path)
  } catch (error) {
    if (!existsSync(path)) throw error
  } finally {
    rmSync(draft, { force: true })
  }
}
