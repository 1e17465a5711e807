import { composeElmo } from '@bricka/domain/exchange/compose-elmo'
import { writeXml } from '@bricka/domain/exchange/xml-node'
import type { Language } from '@bricka/domain/local-text'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { findRecord } from './seal-for-europass.ts'

/**
 * One of the holder's own merits as an ELMO transcript without a signature: for people and programs that read the
 * format, and proof of nothing by itself. Whose merit it is is asked here, for this runs in the system's scope.
 *
 * @throws Problem `not-found`, `credential-state-refused`
 */
export async function writeElmo(
  ground: Ground,
  work: Work,
  own: { holderId: string; credentialId: string },
  language: Language,
): Promise<string> {
  const row = await work
    .selectFrom('credential')
    .select('state')
    .where('holder_id', '=', own.holderId)
    .where('id', '=', own.credentialId)
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'No such merit is in your passport.')
  // A transcript knows only what is passed: it has no word for what was withdrawn.
  if (row.state !== 'issued')
    throw new Problem('credential-state-refused', `A merit that is ${row.state} is not told in a transcript.`)
  const record = await findRecord(ground, work, own.credentialId, own.holderId)
  const composed = composeElmo([record], { generatedAt: ground.now().toISOString(), language })
  if ('code' in composed) throw new Error(composed.code)
  return writeXml(composed)
}
