import { LocalText, pickText } from '@bricka/domain/local-text'
import { MeritDesign } from '@bricka/domain/merit/merit'
import { z } from 'zod'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { type Paging, windowOf } from '../http/paging.ts'
import { listStacks } from '../pathway/stack.ts'
import { listPrecedents } from './precedent.ts'

export const RelationKind = z.enum(['credit', 'recognition', 'level', 'stack'])

/** One tie between a merit and a qualification or something larger, with where its decision stands. */
export const RelationView = z.object({
  id: z.string(),
  kind: RelationKind,
  merit: z.object({ id: z.string(), title: LocalText }),
  to: z.string(),
  by: z.string(),
  status: z
    .enum(['full', 'partial', 'none', 'recognised', 'decided', 'way'])
    .describe('`way`: a stack leads there, and whoever awards the whole decides'),
  current: z.boolean(),
  since: z.string().nullable(),
  until: z.string().nullable(),
  reference: z.string().nullable(),
  url: z.string().nullable(),
})
export type RelationView = z.infer<typeof RelationView>

export type RelationQuery = Paging & { kind?: z.infer<typeof RelationKind> | undefined; current?: boolean | undefined }

/**
 * Every tie that is known between merits and qualifications: what formal educations decided, who recognises a merit by
 * which decision, whose level was decided, and what stacks lead to. Nobody's own applications are in it.
 */
export async function listRelations(
  ground: Ground,
  query: RelationQuery,
): Promise<{ items: RelationView[]; total: number }> {
  const today = ground.now().toISOString().slice(0, 10)
  const everything = { search: '', page: 1, perPage: 200, format: 'csv' } as const
  const { items: precedents } = await listPrecedents(ground, everything)
  const all = await ground.database.act(systemScope, async (work) => {
    const merits = await listDesigns(work)
    const { items: stacks } = await listStacks(work, everything)
    const titles = new Map(merits.map(({ id, design }) => [id, design.title]))
    const credits = precedents.flatMap((one): RelationView[] =>
      one.basis.map(({ meritId }) => ({
        id: `${one.id}:${meritId}`,
        kind: 'credit',
        merit: { id: meritId, title: titles.get(meritId) ?? {} },
        to: [one.target.title, one.target.qualification].filter(Boolean).join(' – '),
        by: one.deciderName,
        status: one.extent,
        current: one.current,
        since: one.decidedIn,
        until: one.validUntil ?? null,
        reference: one.rule,
        url: `/precedents/${one.id}`,
      })),
    )
    const stated = merits.flatMap(({ id, design }): RelationView[] => statedBy(id, design, today))
    const ways = stacks.flatMap(({ id, content, owner }): RelationView[] =>
      content.groups
        .flatMap(({ accepts }) => accepts.meritIds ?? [])
        .map((meritId) => ({
          id: `${id}:${meritId}`,
          kind: 'stack',
          merit: { id: meritId, title: titles.get(meritId) ?? {} },
          to: pickText(content.title, 'sv')?.text ?? '',
          by: content.decidedBy ?? owner.name,
          status: 'way',
          current: true,
          since: null,
          until: null,
          reference: null,
          url: `/stacks/${id}`,
        })),
    )
    return [...credits, ...stated, ...ways]
  })
  const wanted = query.search.toLowerCase()
  const found = all
    .filter(({ kind, current }) => (!query.kind || kind === query.kind) && (!query.current || current))
    .filter((one) => wanted === '' || textOf(one).includes(wanted))
    .sort((one, other) => (textOf(one) < textOf(other) ? -1 : 1))
  const { offset, limit } = windowOf(query)
  return { items: found.slice(offset, offset + limit), total: found.length }
}

const textOf = ({ merit, to, by, reference }: RelationView): string =>
  [...Object.values(merit.title), to, by, reference ?? ''].join(' ').toLowerCase()

/** What a merit's own design says of who recognises it and who decided its level. */
function statedBy(id: string, { title, recognition, level }: MeritDesign, today: string): RelationView[] {
  const merit = { id, title }
  return [
    ...recognition.map(
      (one, index): RelationView => ({
        id: `${id}:recognition-${index}`,
        kind: 'recognition',
        merit,
        to: pickText(one.scope, 'sv')?.text ?? '',
        by: one.body,
        status: 'recognised',
        current: !one.until || one.until >= today,
        since: one.on ?? null,
        until: one.until ?? null,
        reference: one.reference ?? null,
        url: one.url ?? null,
      }),
    ),
    ...(level?.standing === 'decided'
      ? [
          {
            id: `${id}:level`,
            kind: 'level',
            merit,
            to: `${level.framework} ${level.level}`,
            by: level.decision.body,
            status: 'decided',
            current: true,
            since: level.decision.on ?? null,
            until: null,
            reference: level.decision.reference,
            url: level.decision.url ?? null,
          } satisfies RelationView,
        ]
      : []),
  ]
}

async function listDesigns(work: Work) {
  const rows = await work
    .selectFrom('merit')
    .innerJoin('merit_version', (join) =>
      join.onRef('merit_version.merit_id', '=', 'merit.id').onRef('merit_version.number', '=', 'merit.current_version'),
    )
    .select(['merit.id', 'design'])
    .where('merit.state', '<>', 'draft')
    .orderBy('merit.id')
    .limit(20_000)
    .execute()
  return rows.flatMap(({ id, design }) => {
    const read = MeritDesign.safeParse(design)
    return read.success ? [{ id, design: read.data }] : []
  })
}
