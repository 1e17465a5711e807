import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

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
  mailFrom: string
  /** Origins that may be fetched although they are private or plain http, for closed networks. */
  fetchAllow: readonly string[]
  oidc: { issuer: string; clientId: string; clientSecret: string | undefined; name: string } | undefined
  secret: Uint8Array
  logLevel: string
}

/** Reads the environment once, at the door. @throws with what is wrong and what to write instead */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const port = readPort(environment.PORT)
  const dataDir = resolve(environment.DATA_DIR ?? join(import.meta.dirname, '../../.data'))
  const databaseUrl = environment.DATABASE_URL || undefined
  const baseUrl = readBaseUrl(environment.BASE_URL, port)
  return {
    port,
    host: environment.HOST ?? '127.0.0.1',
    baseUrl,
    dataDir,
    databaseUrl,
    demo: environment.DEMO === undefined ? databaseUrl === undefined : environment.DEMO === '1',
    smtpUrl: environment.SMTP_URL || undefined,
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
    secret: readSecret(environment.BRICKA_SECRET, dataDir),
    logLevel: environment.LOG_LEVEL ?? 'warn',
  }
}

function readPort(text: string | undefined): number {
  const port = Number(text ?? 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`PORT is "${text}"; write a whole number from 0 to 65535.`)
  return port
}

function readBaseUrl(text: string | undefined, port: number): string {
  if (!text) return `http://localhost:${port}`
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/')
    throw new Error(`BASE_URL is "${text}"; write an address without a path, such as https://bricka.example.`)
  return url.origin
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
  if (!existsSync(path)) {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(path, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' })
  }
  return Buffer.from(readFileSync(path, 'utf8'), 'base64')
}
