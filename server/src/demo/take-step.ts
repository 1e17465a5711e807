import { sql } from 'kysely'
import { z } from 'zod'
import { systemScope, toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'

export type StepResult = Record<string, unknown>
/** `then` is the ground with the clock set to the step's own time; `found` gives what an earlier step made. */
export type RunStep = (then: Ground, work: Work, found: FindResult) => Promise<StepResult>
export type DemoEvent = { name: string; at: string; run: RunStep }
export type FindResult = (name: string, value: string) => string

/** Any number will do, as long as nothing else in this database uses it. */
const lock = 2_243_003

/** Runs each named step once, ever: its deed and its mark are one transaction. */
export async function makeStepper(ground: Ground) {
  const rows = await ground.database.act(systemScope, (work) =>
    work.selectFrom('demo_step').select(['name', 'result']).execute(),
  )
  const known = new Map<string, StepResult>(rows.map(({ name, result }) => [name, result]))
  const found: FindResult = (name, value) => {
    const made = known.get(name)?.[value]
    if (typeof made !== 'string') throw new Error(`The demo world refers to ${name}, which was not made before it.`)
    return made
  }
  const take = async (name: string, at: Date, run: RunStep): Promise<StepResult> => {
    const done = known.get(name)
    if (done) return done
    const result = await ground.database.act(systemScope, async (work) => {
      // Two servers that start on the same new database take the steps in turns.
      await sql`select pg_advisory_xact_lock(${lock})`.execute(work)
      const other = await work.selectFrom('demo_step').select('result').where('name', '=', name).executeTakeFirst()
      if (other) return other.result
      const made = z
        .record(z.string(), z.unknown())
        .parse(await run({ ...ground, now: () => new Date(at) }, work, found))
      await work
        .insertInto('demo_step')
        .values({ name, result: toJson(made), done_at: ground.now() })
        .execute()
      return made
    })
    known.set(name, result)
    return result
  }
  return { take, known }
}
