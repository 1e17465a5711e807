import { createHash } from 'node:crypto'
import { readJson } from '@bricka/credential'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { importCredential, removeImport } from '../passport/import-credential.ts'
import { verifyText } from '../verifying/verify-text.ts'
import type { BadgeAccess } from './badge-access.ts'

type Badge = { document: string; at: Date; importId: string | null }

/** What a holder has that is an Open Badge 3.0, issued here or brought, newest first. */
async function findBadges(work: Work, holderId: string): Promise<readonly Badge[]> {
  const issued = await work
    .selectFrom('credential')
    .select(['document', 'issued_at', 'created_at'])
    .where('holder_id', '=', holderId)
    .where('state', 'in', ['issued', 'suspended', 'revoked', 'replaced'])
    .where('erased_at', 'is', null)
    .execute()
  const brought = await work
    .selectFrom('imported_credential')
    .select(['id', 'document', 'created_at'])
    .where('holder_id', '=', holderId)
    .execute()
  return [
    ...issued.flatMap((row) =>
      row.document ? [{ document: row.document, at: row.issued_at ?? row.created_at, importId: null }] : [],
    ),
    ...brought.map((row) => ({ document: row.document, at: row.created_at, importId: row.id })),
  ]
    .filter(({ document }) => badgeIdentity(document) !== undefined)
    .sort((one, other) => other.at.getTime() - one.at.getTime() || (one.document < other.document ? -1 : 1))
}

export type BadgePage = { credential: unknown[]; compactJwsString: string[]; total: number }

/** One page of them in the shape of Open Badges 3.0 (GetOpenBadgeCredentialsResponse). */
export async function listBadges(
  work: Work,
  holderId: string,
  { limit, offset, since }: { limit: number; offset: number; since: Date | undefined },
): Promise<BadgePage> {
  const all = (await findBadges(work, holderId)).filter(({ at }) => since === undefined || at >= since)
  const page = all.slice(offset, offset + limit).map(({ document }) => document.trim())
  return {
    credential: page.filter((text) => text.startsWith('{')).map((text) => JSON.parse(text)),
    compactJwsString: page.filter((text) => !text.startsWith('{')),
    total: all.length,
  }
}

export type Taken = 'created' | 'replaced' | 'known' | { refused: string }

/**
 * Takes a badge from an app as any import, but not one whose signature is broken or another's: nobody looks at the report
 * here. One of the same issuer and id takes the place of the one before, where it is proven to be of that issuer: else
 * an app could put away what the holder has by naming its issuer.
 *
 * @throws Problem `credential-unreadable`
 */
export async function takeBadge(ground: Ground, access: BadgeAccess, text: string): Promise<Taken> {
  const identity = badgeIdentity(text)
  if (identity === undefined) return { refused: 'It is no Open Badge 3.0: neither JSON nor a compact JWS of one.' }
  const { checks } = await verifyText(ground, text)
  const broken = checks.find(({ name, outcome }) => outcome === 'failed' && proving.has(name))
  if (broken) return { refused: `${broken.name}: ${broken.code}` }
  const { person } = access
  const scope = { kind: 'person', personId: person.personId, organisationIds: [] } as const
  const before = await ground.database.act(scope, (work) => findBadges(work, person.personId))
  const same = before.filter(({ document }) => badgeIdentity(document) === identity)
  if (same.some(({ document, importId }) => importId === null || digest(document) === digest(text))) return 'known'
  const unproven = checks.find(({ name, outcome }) => outcome !== 'passed' && proving.has(name))
  if (same.length > 0 && unproven) return { refused: `${unproven.name}: ${unproven.code}` }
  await importCredential(ground, person, text, access.app)
  for (const { importId } of same)
    if (importId !== null) await ground.database.act(scope, (work) => removeImport(ground, work, person, importId))
  return same.length > 0 ? 'replaced' : 'created'
}

/** The checks that say whose a badge is. */
const proving: ReadonlySet<string> = new Set(['format', 'signature', 'issuer'])

const digest = (text: string): string => createHash('sha256').update(text.trim()).digest('base64url')

/** Issuer and id of an Open Badge 3.0, by which two are the same (chapter 8); `undefined` for anything else. */
function badgeIdentity(text: string): string | undefined {
  const trimmed = text.trim()
  const token = /^[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+$/.exec(trimmed)?.[1]
  const read = readJson(token === undefined ? trimmed : Buffer.from(token, 'base64url').toString('utf8'))
  if (!read.read) return undefined
  const inner = part(read.value, 'vc') ?? read.value
  const types = [part(inner, 'type')].flat()
  if (!types.includes('AchievementCredential') && !types.includes('OpenBadgeCredential')) return undefined
  const issuer = part(inner, 'issuer')
  const id = part(inner, 'id') ?? part(read.value, 'jti')
  const by = typeof issuer === 'string' ? issuer : (part(issuer, 'id') ?? part(read.value, 'iss'))
  return `${String(by)} ${typeof id === 'string' ? id : digest(text)}`
}

const part = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined
