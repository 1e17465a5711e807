import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { hashToken } from '../seal.ts'
import { Parameters, toLink } from './make-presentation-request.ts'
import { resultPurpose, Shown } from './take-presentation.ts'

export const PresentationView = z.object({
  id: z.string(),
  state: z.enum(['open', 'answered', 'declined', 'expired']),
  verifier: z.string(),
  purpose: z.string(),
  /** What a wallet opens; only while the request is open. */
  link: z.string().nullable(),
  query: z.record(z.string(), z.unknown()),
  expiresAt: z.string(),
  answeredAt: z.string().nullable(),
  shown: z.array(Shown),
})
export type PresentationView = z.infer<typeof PresentationView>

/**
 * How a request stands and what was shown, for whoever asked and nobody else: by the secret that their browser or
 * program kept. A response code that the wallet brought to another browser opens nothing there.
 *
 * @throws Problem `not-found`, also for a wrong secret
 */
export async function showPresentation(
  ground: Ground,
  work: Work,
  id: string,
  secret: string | undefined,
  responseCode: string | undefined,
): Promise<PresentationView> {
  const row = await work.selectFrom('presentation_request').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row || secret === undefined || hashToken(secret) !== row.secret_hash)
    throw new Problem('not-found', 'Only the browser or program that asked sees the answer.')
  if (responseCode !== undefined && hashToken(responseCode) !== row.response_code_hash)
    throw new Problem('not-found', 'The answer belongs to another request.')
  const parameters = Parameters.parse(row.parameters)
  const state = row.state === 'open' && row.expires_at <= ground.now() ? 'expired' : row.state
  return {
    id,
    state,
    verifier: row.verifier,
    purpose: row.purpose,
    link: state === 'open' ? toLink(ground.settings.baseUrl, id, parameters) : null,
    query: parameters.dcql_query,
    expiresAt: row.expires_at.toISOString(),
    answeredAt: row.answered_at?.toISOString() ?? null,
    shown: row.sealed_result
      ? z.array(Shown).parse(JSON.parse(ground.seal.open(resultPurpose, row.sealed_result).toString('utf8')))
      : [],
  }
}
