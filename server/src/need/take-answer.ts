import { NeedAnswer, Survey } from '@bricka/domain/need/survey'
import { z } from 'zod'
import { systemScope, toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import { hashToken } from '../seal.ts'
import { addUnit, nameWave } from './ask-units.ts'

export const AnswerView = z.object({
  organisation: z.string(),
  survey: Survey,
  period: z.string(),
  closesOn: z.string(),
  selfSelected: z.boolean(),
  answer: NeedAnswer,
  savedAt: z.string().nullable(),
  sentAt: z.string().nullable(),
})
export type AnswerView = z.infer<typeof AnswerView>

/** Most who may answer one wave by its open link. */
const mostSelfSelected = 5000

/** What whoever has the link is asked, and what they have said so far. @throws Problem `link-invalid`, `wave-closed` */
export async function openAnswer(ground: Ground, token: string): Promise<AnswerView> {
  return ground.database.act(systemScope, async (system) => {
    const { unit, wave } = await findUnit(ground, system, token)
    const { organisation, survey } = await nameWave(system, wave)
    return {
      organisation,
      survey: Survey.parse(survey),
      period: wave.wave.period,
      closesOn: wave.wave.closesOn,
      selfSelected: unit.self_selected,
      answer: NeedAnswer.parse(unit.answer ?? {}),
      savedAt: unit.saved_at?.toISOString() ?? null,
      sentAt: unit.sent_at?.toISOString() ?? null,
    }
  })
}

/** Keeps what was said; once sent it counts, also as it is changed after. @throws Problem `link-invalid`, `wave-closed` */
export async function takeAnswer(
  ground: Ground,
  token: string,
  { answer, send }: { answer: NeedAnswer; send: boolean },
): Promise<{ sent: boolean }> {
  return ground.database.act(systemScope, async (system) => {
    const { unit } = await findUnit(ground, system, token)
    const now = ground.now()
    const sent_at = send ? now : unit.sent_at
    await system
      .updateTable('need_unit')
      .set({ answer: toJson(answer), saved_at: now, sent_at })
      .where('id', '=', unit.id)
      .execute()
    if (sent_at) await keepLines(ground, system, unit, answer)
    return { sent: sent_at !== null }
  })
}

/** The lines of an answer that counts, to be coded; words that are coded in this wave already keep their skill. */
export async function keepLines(
  ground: Ground,
  system: Work,
  { id, wave_id }: Pick<Row<'need_unit'>, 'id' | 'wave_id'>,
  { lines }: NeedAnswer,
): Promise<void> {
  await system.deleteFrom('need_line').where('unit_id', '=', id).execute()
  for (const line of lines) {
    const words = line.words.toLowerCase().normalize('NFC').replace(/\s+/g, ' ')
    const coded = await system
      .selectFrom('need_line')
      .select(['concept', 'label', 'coded_at', 'coded_by', 'set_aside'])
      .where('wave_id', '=', wave_id)
      .where('words', '=', words)
      .where('coded_at', 'is not', null)
      .limit(1)
      .executeTakeFirst()
    await system
      .insertInto('need_line')
      .values({ id: makeId(ground.now()), wave_id, unit_id: id, line: toJson(line), words, ...uncoded, ...coded })
      .execute()
  }
}

const uncoded = { concept: null, label: null, coded_at: null, coded_by: null, set_aside: false }

/** A link of one's own for whoever comes by the open one. @throws Problem `link-invalid`, `wave-closed` */
export async function openForAnyone(ground: Ground, token: string, language: string): Promise<{ token: string }> {
  return ground.database.act(systemScope, async (system) => {
    const wave = await system
      .selectFrom('need_wave')
      .selectAll()
      .where('open_token_hash', '=', hashToken(token))
      .forUpdate()
      .executeTakeFirst()
    if (!wave) throw new Problem('link-invalid', 'No survey has this link. Ask whoever gave it to you.')
    requireOpen(ground, wave)
    const { count } = await system
      .selectFrom('need_unit')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('wave_id', '=', wave.id)
      .where('self_selected', '=', true)
      .executeTakeFirstOrThrow()
    if (Number(count) >= mostSelfSelected)
      throw new Problem('wave-closed', `No more than ${mostSelfSelected} can answer by the open link.`)
    const unit = await addUnit(ground, system, { waveId: wave.id, stratum: null, language, email: null })
    return { token: unit.token }
  })
}

async function findUnit(ground: Ground, system: Work, token: string) {
  const unit = await system
    .selectFrom('need_unit')
    .selectAll()
    .where('token_hash', '=', hashToken(token))
    .forUpdate()
    .executeTakeFirst()
  if (!unit) throw new Problem('link-invalid', 'No survey has this link. Copy the whole of it from the message.')
  const wave = await system.selectFrom('need_wave').selectAll().where('id', '=', unit.wave_id).executeTakeFirstOrThrow()
  requireOpen(ground, wave)
  return { unit, wave }
}

function requireOpen(ground: Ground, wave: Row<'need_wave'>): void {
  if (wave.closed_at || wave.wave.closesOn < ground.now().toISOString().slice(0, 10))
    throw new Problem('wave-closed', 'The survey has closed; what was sent in before counts.')
}
