import { readFile } from 'node:fs/promises'
import { places } from '@bricka/domain/planning/place'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { z } from 'zod'
import { systemScope, toJson } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { generatePopulation } from './generate-population.ts'
import { recountSupply } from './recount-supply.ts'
import { findWiden, refreshSupply } from './refresh-supply.ts'

const Plan = z
  .tuple([
    z.coerce.number().int().min(1).max(99_999_999),
    z.coerce.number().int().min(0),
    z.coerce.number().int().min(0).max(20),
  ])
  .rest(z.string().refine((code) => places.get(code)?.kind === 'region', 'not the code of a region'))

export async function generateFromWords(ground: Ground, words: readonly string[]): Promise<string> {
  const [people, seed, quarters, ...regions] = Plan.parse(words)
  await generatePopulation(ground, { people, seed, quarters, regions })
  return `${people} made-up people are counted, with ${quarters} releases`
}

export async function describeDrift(ground: Ground): Promise<string> {
  await refreshSupply(ground)
  const widen = await findWiden(ground)
  const { cells, wrong } = await ground.database.act(systemScope, (work) => recountSupply(ground, work, widen))
  return `${cells} counts made anew; ${wrong} were wrong`
}

const PopulationRow = z.object({
  place: z.string().refine((code) => places.has(code), 'no such place'),
  year: z.coerce.number().int().min(1990).max(2100),
  persons: z.coerce.number().int().min(0),
})

/** @throws Problem `file-unreadable` */
export async function importPopulation(ground: Ground, [file = '', source = '']: readonly string[]): Promise<string> {
  const rows = z.array(PopulationRow).parse(readRows(await readFile(file, 'utf8'), file))
  await ground.database.act(systemScope, (work) =>
    sql`
      insert into population (place, year, persons, source)
      select place, year, persons, ${source} from jsonb_to_recordset(${toJson(rows)}::jsonb)
        as row (place text, year int, persons int)
      on conflict (place, year) do update set persons = excluded.persons, source = excluded.source`.execute(work),
  )
  return `${rows.length} populations are kept`
}

function readRows(text: string, file: string): unknown {
  try {
    return parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true })
  } catch (error) {
    throw new Problem('file-unreadable', `${file} is no CSV: ${error instanceof Error ? error.message : String(error)}`)
  }
}
