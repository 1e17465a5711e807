import type { Work } from '../database/connect.ts'
import { Problem } from '../http/problem.ts'

/**
 * Which organisation issued a credential, as far as whoever asks may know: for others there is nothing here.
 *
 * @throws Problem `not-found`
 */
export async function findIssuer(work: Work, credentialId: string): Promise<string> {
  const row = await work
    .selectFrom('credential_address')
    .innerJoin('credential', (join) =>
      join
        .onRef('credential.holder_id', '=', 'credential_address.holder_id')
        .onRef('credential.id', '=', 'credential_address.id'),
    )
    .select('credential.issuer_id')
    .where('credential_address.id', '=', credentialId)
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'No credential has this id.')
  return row.issuer_id
}
