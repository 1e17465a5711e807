import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import type { Settings } from '../read-settings.ts'
import { makeRsaCertificate, type RsaCertificate } from './make-rsa-certificate.ts'

const Certificate = z.string().transform((text, context) => {
  try {
    return new X509Certificate(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'no certificate in PEM' })
    return z.NEVER
  }
})

const Provider = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: z.string().min(1).max(120),
  country: z.string().regex(/^[A-Z]{2}$/),
  url: z.url({ protocol: /^https?$/ }),
  certificate: Certificate,
})
/** A student register that results can be fetched from; its certificate is what its transcripts are checked with. */
export type EmrexProvider = z.infer<typeof Provider>

/** The operator’s list of providers, read once. @throws Error that says what is wrong with the file */
export function readProviders(path: string): readonly EmrexProvider[] {
  const read = z.array(Provider).safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new Error(`EMREX_PROVIDERS (${path}) is wrong at ${issue?.path.join('/')}: ${issue?.message}`)
}

/** The key that this house signs transcripts with; undefined where it gives none out. */
export async function findOwnKey(settings: Settings): Promise<RsaCertificate | undefined> {
  if (settings.emrex.key) return settings.emrex.key
  if (!settings.demo) return undefined
  const known = demoKeys.get(settings.dataDir) ?? readDemoKey(settings.dataDir)
  demoKeys.set(settings.dataDir, known)
  return known
}

const demoKeys = new Map<string, Promise<RsaCertificate>>()
const Kept = z.object({ certificate: z.string(), privateKey: z.string() })

/** The demo world’s own, made once and kept beside its data: it proves that transcripts are checked, and nothing else. */
async function readDemoKey(dataDir: string): Promise<RsaCertificate> {
  const path = join(dataDir, 'emrex-demo.json')
  if (existsSync(path)) return Kept.parse(JSON.parse(readFileSync(path, 'utf8')))
  const made = await makeRsaCertificate('CN=A demo that nobody trusts, C=SE')
  if (existsSync(dataDir)) writeFileSync(path, JSON.stringify(made), { mode: 0o600 })
  return made
}

/** Whom results can be fetched from: the operator’s list, and in the demo world this house itself. */
export async function listProviders({ settings }: Pick<Ground, 'settings'>): Promise<readonly EmrexProvider[]> {
  const own = settings.demo ? await findOwnKey(settings) : undefined
  return [
    ...settings.emrex.providers,
    ...(own
      ? [
          {
            ...{ id: 'this-house', name: 'Bricka (demo)', country: 'SE', url: `${settings.baseUrl}/emrex/ask` },
            certificate: new X509Certificate(own.certificate),
          },
        ]
      : []),
  ]
}
