import { interfaceLanguages } from '@bricka/domain/local-text'
import { typedLine } from '@bricka/domain/typed-text'
import { z } from 'zod'
import { systemScope, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { queueMail } from '../mail/waiting-mail.ts'
import { makeId, makeToken } from '../make-id.ts'
import type { MayDesign } from '../organisation/permission.ts'
import { normaliseEmail } from '../person/person.ts'
import { hashToken } from '../seal.ts'
import { getWave, record } from './survey.ts'

export const NewUnit = z.strictObject({
  email: z.email().max(320),
  stratum: typedLine().min(1).max(80),
  language: z.enum(interfaceLanguages).default('sv'),
})
export type NewUnit = z.infer<typeof NewUnit>

const purpose = 'need-answer-link'
const daysBeforeReminder = 7

/**
 * Sends each of a sample a link of its own. Who has one already gets no second.
 *
 * @throws Problem `wave-closed`, or `request-invalid` with the place of each that is in no stratum
 */
export async function askUnits(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  waveId: string,
  units: readonly NewUnit[],
): Promise<{ asked: number; already: number }> {
  const wave = await getRunning(work, permission, waveId)
  const names = wave.wave.strata.map(({ name }) => name)
  const errors = units.flatMap(({ stratum }, index) =>
    names.includes(stratum)
      ? []
      : [
          {
            pointer: `/units/${index}/stratum`,
            code: 'stratum-unknown',
            detail: `The strata are ${names.join(', ')}.`,
          },
        ],
  )
  if (errors.length > 0) throw new Problem('request-invalid', 'Some are in no stratum of the wave.', errors)
  const { title, organisation } = await nameWave(work, wave)
  const rows = await work
    .selectFrom('need_unit')
    .select('email')
    .where('wave_id', '=', waveId)
    .where('email', 'is not', null)
    .execute()
  const known = new Set(rows.map(({ email }) => email))
  let asked = 0
  for (const { stratum, language, ...unit } of units) {
    const email = normaliseEmail(unit.email)
    if (known.has(email)) continue
    known.add(email)
    asked++
    const { token } = await addUnit(ground, work, { waveId, stratum, language, email })
    await queueMail(ground, work, {
      kind: 'need-asked',
      to: email,
      language,
      facts: { organisation, title, until: wave.closes_on, url: answerUrl(ground, token, language) },
    })
  }
  const result = { asked, already: units.length - asked }
  await record(ground, work, permission, 'wave-units-asked', waveId, result)
  return result
}

/** One that may answer, with its secret. Self-selected where nobody drew it. */
export async function addUnit(
  ground: Ground,
  system: Work,
  unit: { waveId: string; stratum: string | null; language: string; email: string | null },
): Promise<{ id: string; token: string }> {
  const at = ground.now()
  const token = makeToken()
  const id = makeId(at)
  await system
    .insertInto('need_unit')
    .values({
      id,
      wave_id: unit.waveId,
      stratum: unit.stratum,
      email: unit.email,
      language: unit.language,
      token_hash: hashToken(token),
      sealed_token: ground.seal.close(purpose, Buffer.from(token)),
      self_selected: unit.stratum === null,
      invited_at: unit.email === null ? null : at,
    })
    .execute()
  return { id, token }
}

export const answerUrl = (ground: Ground, token: string, language: string): string =>
  `${ground.settings.baseUrl}/answer/${token}?lang=${language}`

/** Reminds who has not sent in, at most once a day. @throws Problem `wave-closed`, `wave-state-refused` */
export async function remindUnits(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  waveId: string,
): Promise<{ reminded: number }> {
  const wave = await getRunning(work, permission, waveId)
  if (wave.reminded_at && ground.now().getTime() - wave.reminded_at.getTime() < 86_400_000)
    throw new Problem('wave-state-refused', 'A reminder went out within the last day. Wait until tomorrow.')
  const reminded = await remind(ground, work, wave)
  await work.updateTable('need_wave').set({ reminded_at: ground.now() }).where('id', '=', waveId).execute()
  await record(ground, work, permission, 'wave-reminded', waveId, { reminded })
  return { reminded }
}

async function remind(ground: Ground, system: Work, wave: Row<'need_wave'>): Promise<number> {
  const units = await system
    .selectFrom('need_unit')
    .selectAll()
    .where('wave_id', '=', wave.id)
    .where('sent_at', 'is', null)
    .where('email', 'is not', null)
    .execute()
  const { title, organisation } = await nameWave(system, wave)
  for (const { email, language, sealed_token } of units) {
    const url = answerUrl(ground, ground.seal.open(purpose, sealed_token).toString(), language)
    await queueMail(ground, system, {
      kind: 'need-reminded',
      to: email ?? '',
      language,
      facts: { organisation, title, until: wave.closes_on, url },
    })
  }
  await system
    .updateTable('need_unit')
    .set({ reminded_at: ground.now() })
    .where('wave_id', '=', wave.id)
    .where('sent_at', 'is', null)
    .where('email', 'is not', null)
    .execute()
  return units.length
}

/** What the days bring: one reminder a week before a wave closes, and its closing. */
export async function tendWaves(ground: Ground): Promise<void> {
  const now = ground.now()
  const day = (offset: number) => new Date(now.getTime() + offset * 86_400_000).toISOString().slice(0, 10)
  await ground.database.act(systemScope, async (system) => {
    await system
      .updateTable('need_wave')
      .set({ closed_at: now })
      .where('closed_at', 'is', null)
      .where('closes_on', '<', day(0))
      .execute()
    const due = await system
      .selectFrom('need_wave')
      .selectAll()
      .where('closed_at', 'is', null)
      .where('closes_on', '<=', day(daysBeforeReminder))
      .where('reminded_at', 'is', null)
      .where('created_at', '<', new Date(now.getTime() - 3 * 86_400_000))
      .forUpdate()
      .skipLocked()
      .execute()
    for (const wave of due) {
      await remind(ground, system, { ...wave, closes_on: wave.wave.closesOn })
      await system.updateTable('need_wave').set({ reminded_at: now }).where('id', '=', wave.id).execute()
    }
  })
}

/** Nobody answers any more: what was said can be coded and published. @throws Problem `wave-closed` */
export async function closeWave(ground: Ground, work: Work, permission: MayDesign, waveId: string): Promise<void> {
  await getRunning(work, permission, waveId)
  await work.updateTable('need_wave').set({ closed_at: ground.now() }).where('id', '=', waveId).execute()
  await record(ground, work, permission, 'wave-closed', waveId)
}

export async function getRunning(work: Work, permission: MayDesign, waveId: string): Promise<Row<'need_wave'>> {
  const wave = await getWave(work, permission, waveId)
  if (wave.closed_at) throw new Problem('wave-closed', 'The wave is closed: nobody can be asked or answer any more.')
  return { ...wave, closes_on: wave.wave.closesOn }
}

export async function nameWave(system: Work, { survey_id }: Row<'need_wave'>) {
  const row = await system
    .selectFrom('need_survey')
    .innerJoin('organisation', 'organisation.id', 'need_survey.organisation_id')
    .select(['survey', 'legal_name'])
    .where('need_survey.id', '=', survey_id)
    .executeTakeFirstOrThrow()
  return { title: row.survey.title, organisation: row.legal_name, survey: row.survey }
}
