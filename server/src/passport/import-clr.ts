import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import type { ClrPartView, ClrView } from '../verifying/check-clr.ts'
import { digestOf, keepImport } from './keep-import.ts'

/** Where a part of a learner's record lies in the passport, once it has come in. */
export const ClrPartPlace = z.object({
  number: z.number(),
  place: z
    .enum(['taken', 'known', 'own', 'not-taken'])
    .describe('Taken now; here already; issued here; or left in the record, as nobody could check it by itself'),
  id: z.string().nullable(),
})
export type ClrPartPlace = z.infer<typeof ClrPartPlace>

/**
 * Takes the parts of a learner's record into the passport, each as the credential that it is, with its own checks. What
 * nobody signed or could read is no credential by itself: it stays in the record, which is kept whole.
 */
export async function keepClrParts(
  ground: Ground,
  work: Work,
  person: PersonActor,
  clr: ClrView,
  source: string | null,
): Promise<ClrPartPlace[]> {
  const places: ClrPartPlace[] = []
  for (const part of clr.parts) {
    const { number, transparency, document, checks } = part
    const own = await findOwn(work, person.personId, part)
    if (own) places.push({ number, place: 'own', id: own })
    else if (transparency === null || part.standing === 'unsigned')
      places.push({ number, place: 'not-taken', id: null })
    else {
      const { id, known } = await keepImport(ground, work, person, { transparency, document, checks }, { source })
      places.push({ number, place: known ? 'known' : 'taken', id })
    }
  }
  return places
}

/** Where the parts of a record lie in the passport now. */
export async function findClrParts(work: Work, holderId: string, clr: ClrView): Promise<ClrPartPlace[]> {
  const digests = clr.parts.map(({ document }) => digestOf(document))
  const rows = await work
    .selectFrom('imported_credential')
    .select(['id', 'digest'])
    .where('holder_id', '=', holderId)
    .where('digest', 'in', digests.length === 0 ? [''] : digests)
    .execute()
  const places: ClrPartPlace[] = []
  for (const [at, part] of clr.parts.entries()) {
    const own = await findOwn(work, holderId, part)
    const id = own ?? rows.find(({ digest }) => digest === digests[at])?.id ?? null
    places.push({ number: part.number, place: own ? 'own' : id ? 'known' : 'not-taken', id })
  }
  return places
}

/** A credential of this house has its own id at the end of its address. */
const Addressed = z.looseObject({
  id: z
    .url()
    .transform((url) => url.split('/').at(-1))
    .pipe(z.uuid()),
})

/** What was issued here is not brought a second time, where it is the very same: a changed copy is no merit of this house. */
async function findOwn(work: Work, holderId: string, { document }: ClrPartView): Promise<string | undefined> {
  if (!document.startsWith('{')) return undefined
  const read = Addressed.safeParse(JSON.parse(document))
  if (!read.success) return undefined
  const row = await work
    .selectFrom('credential')
    .select(['id', 'document'])
    .where('holder_id', '=', holderId)
    .where('id', '=', read.data.id)
    .executeTakeFirst()
  return row?.document && JSON.stringify(JSON.parse(row.document)) === document ? row.id : undefined
}
