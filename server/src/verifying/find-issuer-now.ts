import type { TransparencyProfile } from '@bricka/domain/transparency/transparency-profile'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'

/** What has become of an issuer since: it is called something else, or has ended. Only of those that are known here. */
export const IssuerNow = z.object({
  slug: z.string(),
  name: z.string(),
  endedAt: z.string().nullable(),
  successor: z.object({ slug: z.string(), legalName: z.string() }).nullable(),
  movedTo: z.string().nullable(),
})
export type IssuerNow = z.infer<typeof IssuerNow>

/** In the system's scope, for what it tells is public. Undefined where nothing has changed. */
export async function findIssuerNow(ground: Ground, { issuer }: TransparencyProfile): Promise<IssuerNow | undefined> {
  const did = issuer.stated ? issuer.id : undefined
  if (!did?.startsWith('did:web:')) return undefined
  const row = await ground.database.act(systemScope, (work) =>
    work
      .selectFrom('organisation')
      .leftJoin('organisation as successor', 'successor.id', 'organisation.successor_id')
      .select(['organisation.slug', 'organisation.legal_name', 'organisation.ended_at', 'organisation.moved_to'])
      .select(['successor.slug as next_slug', 'successor.legal_name as next_name'])
      .where('organisation.did', '=', did)
      .executeTakeFirst(),
  )
  if (!row || (!row.ended_at && row.legal_name === (issuer.stated && issuer.name))) return undefined
  return {
    slug: row.slug,
    name: row.legal_name,
    endedAt: row.ended_at?.toISOString() ?? null,
    successor: row.next_slug && row.next_name ? { slug: row.next_slug, legalName: row.next_name } : null,
    movedTo: row.moved_to && new URL(row.moved_to).origin,
  }
}
