import { LocalText } from '@bricka/domain/local-text'
import { MeritId } from '@bricka/domain/merit/merit'
import { type Candidate, findMissing } from '@bricka/domain/pathway/find-missing'
import { measureProgress, type Progress } from '@bricka/domain/pathway/measure-progress'
import type { Stack } from '@bricka/domain/pathway/stack'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { CatalogueCard } from '../merit/catalogue-entry.ts'
import { creditsOf, type HeldPart, listParts, lowestEqf } from './list-parts.ts'
import { getStack } from './stack.ts'

const Provider = z.object({ id: z.string(), slug: z.string(), name: z.string() })

export const MissingView = z.object({
  groupId: z.string().optional().describe('Absent where every group is met and only the total is not'),
  lacks: z.number(),
  candidates: z.array(
    z.object({
      meritId: z.string(),
      title: LocalText,
      amount: z.number(),
      hindrances: z.array(z.enum(['prerequisite-missing', 'overlaps', 'earlier-group-first'])),
      first: z.array(z.string()).describe('Merits that must come before it'),
      validatedBy: z.array(Provider).describe('Where one can have it validated instead of studying'),
    }),
  ),
})
export type MissingView = z.infer<typeof MissingView>

export const ProgressView = z.object({
  groups: z.array(
    z.object({
      groupId: z.string(),
      counted: z.array(z.string()),
      have: z.number(),
      need: z.number(),
      met: z.boolean(),
    }),
  ),
  total: z.object({ have: z.number(), need: z.number().optional(), met: z.boolean() }),
  notCounted: z.array(z.object({ credentialId: z.string(), why: z.string() })),
  complete: z.boolean(),
  exact: z.boolean(),
  credentials: z.array(z.object({ id: z.string(), meritId: z.string(), title: z.string() })),
  missing: z.array(MissingView),
  request: z
    .object({ id: z.string(), state: z.enum(['open', 'issued', 'declined', 'withdrawn']) })
    .nullable()
    .describe('The latest that was asked for the whole'),
})
export type ProgressView = z.infer<typeof ProgressView>

export type Standing = { content: Stack; parts: readonly HeldPart[]; progress: Progress }

/** How far a person has come, by what lies in their passport now. */
export async function measureStanding(ground: Ground, work: Work, holderId: string, content: Stack): Promise<Standing> {
  const parts = await listParts(ground, work, holderId)
  return { content, parts, progress: measureProgress(content, parts, ground.now().toISOString().slice(0, 10)) }
}

/** The same for the person's own page: with names, and with what would close what is missing. */
export async function showOwnProgress(
  ground: Ground,
  work: Work,
  person: PersonActor,
  id: string,
): Promise<ProgressView> {
  const { content } = await getStack(work, id)
  const { parts, progress } = await measureStanding(ground, work, person.personId, content)
  const cards = await listCandidates(work, content)
  const byId = new Map(cards.map((card) => [card.meritId, card]))
  const missing = findMissing(content, parts, progress, cards.map(toCandidate))
  const wanted = missing.flatMap(({ candidates }) => candidates.map(({ meritId }) => meritId))
  const offers = await listValidators(work, wanted)
  const request = await work
    .selectFrom('whole_request')
    .select(['id', 'state'])
    .where('holder_id', '=', person.personId)
    .where('stack_id', '=', id)
    .orderBy('created_at', 'desc')
    .executeTakeFirst()
  return {
    ...progress,
    groups: progress.groups.map((group) => ({ ...group, counted: [...group.counted] })),
    notCounted: [...progress.notCounted],
    credentials: parts.map(({ credentialId, meritId, title }) => ({ id: credentialId, meritId, title })),
    missing: missing.map(({ groupId, lacks, candidates }) => ({
      ...(groupId !== undefined && { groupId }),
      lacks,
      candidates: candidates.slice(0, 20).map(({ meritId, amount, hindrances, first }) => ({
        meritId,
        amount,
        title: byId.get(meritId)?.title ?? {},
        hindrances: [...hindrances],
        first: [...first],
        validatedBy: offers.filter((one) => one.merit_id === meritId).map(({ id, slug, name }) => ({ id, slug, name })),
      })),
    })),
    request: request ?? null,
  }
}

const mostCandidates = 400

/** What the catalogue has that some group of the stack may take. */
async function listCandidates(work: Work, { groups }: Stack): Promise<CatalogueCard[]> {
  const merits = groups.flatMap(({ accepts }) => accepts.meritIds ?? [])
  const skills = groups.flatMap(({ accepts }) => (accepts.meritIds ? [] : (accepts.skills ?? [])))
  const any = groups.some(({ accepts }) => !accepts.meritIds && !accepts.skills)
  const rows = await work
    .selectFrom('catalogue_entry')
    .select('item')
    .$if(!any, (query) =>
      query.where((where) =>
        where.or([
          ...(merits.length > 0 ? [where('merit_id', 'in', merits)] : []),
          ...(skills.length > 0 ? [where('skills', '&&', where.val(skills))] : []),
        ]),
      ),
    )
    .orderBy('title')
    .limit(mostCandidates)
    .execute()
  return rows.flatMap(({ item }) => CatalogueCard.safeParse(item).data ?? [])
}

const toCandidate = ({ meritId, level, workload, skills }: CatalogueCard): Candidate => ({
  meritId: MeritId.parse(meritId),
  eqf: lowestEqf(level),
  credits: creditsOf(workload),
  skills: skills.map(({ uri }) => uri),
})

async function listValidators(work: Work, meritIds: readonly string[]) {
  if (meritIds.length === 0) return []
  return work
    .selectFrom('validation_offer')
    .innerJoin('organisation', 'organisation.id', 'validation_offer.provider_id')
    .select(['merit_id', 'organisation.id', 'slug', 'legal_name as name'])
    .where('merit_id', 'in', [...new Set(meritIds)])
    .where('closed_at', 'is', null)
    .orderBy('legal_name')
    .execute()
}
