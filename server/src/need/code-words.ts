import type { Language } from '@bricka/domain/local-text'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import type { MayDesign, MayRead } from '../organisation/permission.ts'
import { findSkills, pickLabel } from '../skill/find-skills.ts'
import { getWave, record } from './survey.ts'

export const CodedWords = z.object({
  words: z.string(),
  lines: z.number(),
  skill: z.object({ uri: z.string(), label: z.string() }).nullable(),
  setAside: z.boolean(),
  codedAt: z.string().nullable(),
  codedBy: z.string().nullable(),
  suggestions: z.array(z.object({ uri: z.string(), label: z.string() })),
})
export type CodedWords = z.infer<typeof CodedWords>

export const Code = z.strictObject({
  words: z.string().min(1).max(200),
  concept: z.string().min(1).max(400).nullable().describe('Null sets the words aside: no skill, or none that is known'),
})
export type Code = z.infer<typeof Code>

/** What people wrote, each wording once and without whose it is, the most frequent first. */
export async function listWords(
  work: Work,
  permission: MayRead,
  waveId: string,
  question: Paging & { uncoded: boolean; language: Language },
): Promise<{ items: CodedWords[]; total: number }> {
  await getWave(work, permission, waveId)
  const { limit, offset } = windowOf(question)
  const { rows } = await sql<{
    words: string
    lines: string
    concept: string | null
    label: string | null
    set_aside: boolean
    coded_at: Date | null
    name: string | null
    total: string
  }>`
      select words, count(*) as lines, max(concept) as concept, max(need_line.label) as label,
        bool_or(set_aside) as set_aside, max(coded_at) as coded_at, max(person.name) as name, count(*) over () as total
      from need_line left join person on person.id = coded_by
      where wave_id = ${waveId} and words ilike ${likePattern(question.search)}
        ${question.uncoded ? sql`and coded_at is null` : sql``}
      group by words order by count(*) desc, words limit ${limit} offset ${offset}`.execute(work)
  const items: CodedWords[] = []
  for (const row of rows)
    items.push({
      words: row.words,
      lines: Number(row.lines),
      skill: row.concept === null ? null : { uri: row.concept, label: row.label ?? row.concept },
      setAside: row.set_aside,
      codedAt: row.coded_at?.toISOString() ?? null,
      codedBy: row.name,
      suggestions: row.coded_at || question.format === 'csv' ? [] : await suggest(work, row.words, question.language),
    })
  return { total: Number(rows[0]?.total ?? 0), items }
}

async function suggest(system: Work, search: string, language: Language) {
  const found = async (text: string) =>
    (
      await findSkills(system, { search: text, language, framework: undefined, type: undefined, limit: 12, offset: 0 })
    ).items.filter(({ type }) => type !== 'occupation' && !/group|ssyk|isco/.test(type))
  const whole = await found(search)
  const parts = whole.length > 0 ? [] : await found([...search.split(' ')].sort((a, b) => b.length - a.length)[0] ?? '')
  return [...whole, ...parts].slice(0, 4).map(({ uri, label }) => ({ uri, label }))
}

/** A person says which skill a wording means, for all lines of the wave. @throws Problem `not-found`, `skill-unknown` */
export async function codeWords(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  waveId: string,
  { words, concept }: Code,
  language: Language,
): Promise<void> {
  const wave = await getWave(work, permission, waveId)
  if (wave.published_at) throw new Problem('wave-state-refused', 'What is published stands as it was coded.')
  const { actor } = permission
  const label = concept === null ? null : await findLabel(work, concept, language)
  const coded = await work
    .updateTable('need_line')
    .set({
      concept,
      label,
      set_aside: concept === null,
      coded_at: ground.now(),
      coded_by: actor.kind === 'person' ? actor.personId : null,
    })
    .where('wave_id', '=', waveId)
    .where('words', '=', words)
    .returning('id')
    .execute()
  if (coded.length === 0) throw new Problem('not-found', 'Nobody wrote this in the wave.')
  await record(ground, work, permission, 'need-coded', waveId, { concept })
}

async function findLabel(system: Work, uri: string, language: Language): Promise<string> {
  const row = await system
    .selectFrom('skill_concept')
    .select('labels')
    .where('uri', '=', uri)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) throw new Problem('skill-unknown', 'No classification here has a skill of this address.')
  return pickLabel(row.labels, language, uri).text
}
