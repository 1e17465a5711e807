import { systemScope } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'

export type WalletIssuer = {
  organisation: Row<'organisation'>
  /** The credential issuer's identifier, which is also its authorisation server's. */
  url: string
}

export const walletIssuerUrl = (ground: Pick<Ground, 'settings'>, slug: string): string =>
  `${ground.settings.baseUrl}/openid/${slug}`

/** @throws Problem `not-found` */
export async function findWalletIssuer(ground: Ground, slug: string): Promise<WalletIssuer> {
  const organisation = await ground.database.act(systemScope, (work) =>
    work.selectFrom('organisation').selectAll().where('slug', '=', slug).executeTakeFirst(),
  )
  if (!organisation) throw new Problem('not-found', 'No organisation has this address.')
  return { organisation, url: walletIssuerUrl(ground, organisation.slug) }
}
