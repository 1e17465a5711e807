import type { Thing } from '@bricka/domain/guidance/consent'
import { SelfClaim } from '@bricka/domain/passport/self-claim'
import type { Work } from '../database/connect.ts'
import { Problem } from '../http/problem.ts'

/** What the learner's own things are called. @throws Problem `not-found` where one is not theirs */
export async function nameThings(
  work: Work,
  holderId: string,
  things: readonly Thing[],
): Promise<readonly { thing: Thing; title: string }[]> {
  const idsOf = (...kinds: readonly Thing['kind'][]): string[] =>
    things.flatMap(({ kind, id }) => (kinds.includes(kind) ? [id] : []))
  const titles = new Map<string, string>()
  const aims = idsOf('aim', 'plan')
  if (aims.length > 0)
    for (const { id, title } of await work
      .selectFrom('aim')
      .select(['id', 'title'])
      .where('holder_id', '=', holderId)
      .where('id', 'in', aims)
      .execute())
      titles.set(id, title)
  const merits = idsOf('merit')
  if (merits.length > 0)
    for (const { id, title } of await work
      .selectFrom('credential')
      .select(['id', 'title'])
      .where('holder_id', '=', holderId)
      .where('document', 'is not', null)
      .where('id', 'in', merits)
      .execute())
      titles.set(id, title)
  const claims = idsOf('self-claim')
  if (claims.length > 0)
    for (const { id, content } of await work
      .selectFrom('self_claim')
      .select(['id', 'content'])
      .where('holder_id', '=', holderId)
      .where('id', 'in', claims)
      .execute())
      titles.set(id, SelfClaim.parse(content).title)
  return things.map((thing) => {
    const title = titles.get(thing.id)
    if (title === undefined) throw new Problem('not-found', 'Something that was chosen is not yours, or not any more.')
    return { thing, title }
  })
}
