import type { SkillIndex } from '@bricka/domain/skill/index-skill-map'
import { listAt } from '@bricka/domain/skill/skill-map'
import { DuckDBInstance } from '@duckdb/node-api'

/** The same in SQL, in a column store made for such questions: links joined with themselves, on one core like ours. */
export async function openDuck({ map, rarity, essentialRarity }: SkillIndex) {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  await connection.run('create table held (occupation integer, skill integer)')
  await connection.run('create table wanted (occupation integer, skill integer, share double)')
  const held = await connection.createAppender('held')
  const wanted = await connection.createAppender('wanted')
  for (let occupation = 0; occupation < map.occupations.uris.length; occupation++)
    for (const lists of [map.essential, map.optional])
      for (const skill of listAt(lists, occupation)) {
        held.appendInteger(occupation)
        held.appendInteger(skill)
        held.endRow()
        const total = essentialRarity[occupation] ?? 0
        if (lists !== map.essential || total === 0) continue
        wanted.appendInteger(occupation)
        wanted.appendInteger(skill)
        wanted.appendDouble((rarity[skill] ?? 0) / total)
        wanted.endRow()
      }
  held.closeSync()
  wanted.closeSync()
  return {
    /** Every pair that shares something is worked out; only their sum leaves the database. */
    async cover(): Promise<number> {
      const reader = await connection.runAndReadAll(`
        with pair as materialized (
          select held.occupation as one, wanted.occupation as other, sum(share) as coverage
          from held join wanted using (skill) group by all
        )
        select sum(coverage) from pair`)
      return Number(reader.getRows()[0]?.[0] ?? 0)
    },
    close(): void {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
