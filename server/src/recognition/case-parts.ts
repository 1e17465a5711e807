import type { CasePart } from '@bricka/domain/recognition/case-event'
import type { Work } from '../database/connect.ts'
import { type Actor, type PersonActor, requirePerson } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { mayDo } from '../organisation/permission.ts'
import type { OpenCase } from './case-file.ts'

/** What someone is in a case. Whoever is nothing in it does not learn that it is there. */
export async function partsIn(work: Work, actor: Actor, { row }: Pick<OpenCase, 'row'>): Promise<readonly CasePart[]> {
  const person = requirePerson(actor)
  // A candidate who also works for the provider meets their own case as a candidate alone.
  if (person.personId === row.holder_id) return ['candidate']
  const parts: CasePart[] = []
  if (mayDo(actor, row.provider_id, 'coordinate')) parts.push('coordinator')
  if (mayDo(actor, row.provider_id, 'assure')) parts.push('quality-assurer')
  if (mayDo(actor, row.provider_id, 'assess') && (await isAppointed(work, person, row))) parts.push('assessor')
  if (parts.length === 0) throw new Problem('not-found', 'No case of yours has this address.')
  return parts
}

async function isAppointed(work: Work, person: PersonActor, row: OpenCase['row']): Promise<boolean> {
  const appointed = await work
    .selectFrom('case_assessor')
    .select('person_id')
    .where('holder_id', '=', row.holder_id)
    .where('case_id', '=', row.id)
    .where('person_id', '=', person.personId)
    .executeTakeFirst()
  return appointed !== undefined
}
