import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'

/** One merit as it was given to a wallet. */
export const RepresentationView = z.object({
  credentialId: z.string(),
  title: z.string(),
  configuration: z.string(),
  /** What the wallet calls itself; null where it did not say. */
  wallet: z.string().nullable(),
  /** What the wallet told of it since. */
  told: z.string().nullable(),
  givenAt: z.string(),
})
export type RepresentationView = z.infer<typeof RepresentationView>

export async function listRepresentations(
  work: Work,
  holderId: string,
  paging: Paging,
): Promise<{ items: RepresentationView[]; total: number }> {
  const { limit, offset } = windowOf(paging)
  const all = work
    .selectFrom('wallet_representation')
    .innerJoin('credential', (join) =>
      join
        .onRef('credential.holder_id', '=', 'wallet_representation.holder_id')
        .onRef('credential.id', '=', 'wallet_representation.credential_id'),
    )
    .where('wallet_representation.holder_id', '=', holderId)
    .where('title', 'ilike', likePattern(paging.search))
  const { total } = await all.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const rows = await all
    .select(['credential_id', 'title', 'configuration', 'wallet', 'told', 'wallet_representation.created_at'])
    .orderBy('wallet_representation.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  return {
    items: rows.map((row) => ({
      credentialId: row.credential_id,
      title: row.title,
      configuration: row.configuration,
      wallet: row.wallet,
      told: row.told,
      givenAt: row.created_at.toISOString(),
    })),
    total: Number(total),
  }
}
