import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { readGiven } from '../verifying/read-given.ts'
import { type Verified, verifyText } from '../verifying/verify-text.ts'
import { type ClrPartPlace, keepClrParts } from './import-clr.ts'
import { keepImport, recordImport } from './keep-import.ts'
import { listAddresses } from './list-addresses.ts'

/** A credential that another system issued, as the holder brought it. */
export const ImportView = z.object({
  id: z.string(),
  title: z.string(),
  issuerName: z.string(),
  importedAt: z.string(),
  source: z.string().nullable(),
})
export type ImportView = z.infer<typeof ImportView>

/**
 * Takes another issuer's credential into the passport, with the report of the moment it came in.
 *
 * It need not pass every check, for a holder may keep what a reader would refuse; it must be readable. It is checked
 * anew each time it is shown. The same document twice is the same import. A learner's record (CLR 2.0) comes in whole and
 * part by part.
 *
 * @throws Problem `credential-unreadable`, and where only its address was given `url-refused`, `resource-unreachable`
 */
export async function importCredential(
  ground: Ground,
  person: PersonActor,
  credential: string,
  source: string | null,
): Promise<{ id: string; known: boolean; verified: Verified; clrPlaces?: ClrPartPlace[] }> {
  const scope = { kind: 'person', personId: person.personId, organisationIds: [] } as const
  const addresses = await ground.database.act(scope, (work) => listAddresses(work, person.personId))
  const given = await readGiven(ground, credential)
  const verified = await verifyText(ground, given, undefined, undefined, addresses)
  return ground.database.act(scope, async (work) => {
    const kept = await keepImport(ground, work, person, verified, { source })
    if (!verified.clr) return { ...kept, verified }
    const from = verified.transparency.title.stated ? verified.transparency.title.text.slice(0, 300) : source
    return { ...kept, verified, clrPlaces: await keepClrParts(ground, work, person, verified.clr, from) }
  })
}

export async function listImports(
  work: Work,
  holderId: string,
  paging: Paging,
): Promise<{ items: ImportView[]; total: number }> {
  const { limit, offset } = windowOf(paging)
  const all = work
    .selectFrom('imported_credential')
    .where('holder_id', '=', holderId)
    .where((where) =>
      where.or([
        where('title', 'ilike', likePattern(paging.search)),
        where('issuer_name', 'ilike', likePattern(paging.search)),
      ]),
    )
  const { total } = await all.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const rows = await all.selectAll().orderBy('created_at', 'desc').orderBy('id').limit(limit).offset(offset).execute()
  return { items: rows.map(toView), total: Number(total) }
}

/** @throws Problem `not-found`, also for someone else's */
export async function getImport(
  work: Work,
  holderId: string,
  id: string,
): Promise<{ view: ImportView; document: string }> {
  const row = await work
    .selectFrom('imported_credential')
    .selectAll()
    .where('holder_id', '=', holderId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw notFound()
  return { view: toView(row), document: row.document }
}

/** It also leaves every share that it was in. @throws Problem `not-found` */
export async function removeImport(ground: Ground, work: Work, person: PersonActor, id: string): Promise<void> {
  const removed = await work
    .deleteFrom('imported_credential')
    .where('holder_id', '=', person.personId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!removed) throw notFound()
  await recordImport(ground, work, person, id, 'import-removed')
}

const notFound = (): Problem => new Problem('not-found', 'You have taken in no such credential.')

const toView = (row: {
  id: string
  title: string
  issuer_name: string
  created_at: Date
  source: string | null
}): ImportView => ({
  id: row.id,
  title: row.title,
  issuerName: row.issuer_name,
  importedAt: row.created_at.toISOString(),
  source: row.source,
})
