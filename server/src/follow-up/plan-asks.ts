import { daysOpen, isOpen, monthsAfter, type Round, rounds } from '@bricka/domain/follow-up/follow-up'
import { interfaceLanguages, type Language, pickText } from '@bricka/domain/local-text'
import { sql } from 'kysely'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { queueMail } from '../mail/waiting-mail.ts'
import { makeToken } from '../make-id.ts'
import { hashToken } from '../seal.ts'

const purpose = 'follow-up-link'
const daysBeforeReminder = 14
const mailsAtOnce = 500

/** The rounds of what is held and was issued here, whose time is not over; for one holder, or for all who said yes. */
export async function planAsks(work: Work, now: Date, holderId?: string): Promise<void> {
  const months = rounds.map((round) => monthsAfter[round])
  await sql`
    insert into follow_up_ask (holder_id, credential_id, round, merit_id, due_on)
    select credential.holder_id, credential.id, round.name, credential.merit_id,
      to_char((credential.issued_at at time zone 'UTC')::date + make_interval(months => round.months), 'YYYY-MM-DD')
    from follow_up_consent consent
    join credential on credential.holder_id = consent.holder_id
    cross join unnest(${[...rounds]}::text[], ${months}::int[]) as round (name, months)
    where consent.withdrawn_at is null and credential.state = 'issued'
      and (${holderId ?? null}::uuid is null or consent.holder_id = ${holderId ?? null}::uuid)
      and (credential.issued_at at time zone 'UTC')::date + make_interval(months => round.months)
        + make_interval(days => ${daysOpen}) >= ${now}::timestamptz
    on conflict do nothing`.execute(work)
}

/**
 * What the days bring: rounds of new merits are planned, what is due is asked by mail (once, and once more after a
 * fortnight), and an employer's address is forgotten when its link has closed.
 */
export async function tendFollowUps(ground: Ground): Promise<void> {
  const now = ground.now()
  const today = now.toISOString().slice(0, 10)
  await ground.database.act(systemScope, (work) => planAsks(work, now))
  while (await ground.database.act(systemScope, (work) => askDue(ground, work, today))) {
    // Each batch is a transaction of its own: stopped at any time, nobody is asked twice.
  }
  await ground.database.act(systemScope, async (work) => {
    await remind(ground, work, today)
    const closed = await work.deleteFrom('follow_up_link').where('closes_on', '<', today).returningAll().execute()
    for (const { holder_id, credential_id, round, employer } of closed) {
      if (!employer) continue
      await work
        .updateTable('follow_up_employer')
        .set({ email: null })
        .where('holder_id', '=', holder_id)
        .where('credential_id', '=', credential_id)
        .where('round', '=', round)
        .execute()
    }
  })
}

const dueAsks = (work: Work) =>
  work
    .selectFrom('follow_up_ask')
    .innerJoin('credential', (join) =>
      join
        .onRef('credential.holder_id', '=', 'follow_up_ask.holder_id')
        .onRef('credential.id', '=', 'follow_up_ask.credential_id'),
    )
    .innerJoin('person', 'person.id', 'follow_up_ask.holder_id')
    .innerJoin('organisation', 'organisation.id', 'credential.issuer_id')
    .innerJoin('merit_version', (join) =>
      join
        .onRef('merit_version.merit_id', '=', 'credential.merit_id')
        .onRef('merit_version.number', '=', 'credential.merit_version'),
    )
    .select([
      'follow_up_ask.holder_id',
      'follow_up_ask.credential_id',
      'follow_up_ask.round',
      'follow_up_ask.due_on',
      'follow_up_ask.sealed_token',
      'person.locale',
      'person.name',
      'credential.recipient_email',
      'organisation.legal_name',
      'merit_version.design',
    ])

async function askDue(ground: Ground, work: Work, today: string): Promise<boolean> {
  const due = await dueAsks(work)
    .where('follow_up_ask.asked_at', 'is', null)
    .where('follow_up_ask.due_on', '<=', today)
    .where('credential.state', '=', 'issued')
    .orderBy('follow_up_ask.due_on')
    .limit(mailsAtOnce)
    .forUpdate('follow_up_ask')
    .skipLocked()
    .execute()
  for (const ask of due) {
    const token = makeToken()
    await work
      .updateTable('follow_up_ask')
      .set({ asked_at: ground.now(), sealed_token: ground.seal.close(purpose, Buffer.from(token)) })
      .where('holder_id', '=', ask.holder_id)
      .where('credential_id', '=', ask.credential_id)
      .where('round', '=', ask.round)
      .execute()
    if (!isOpen(ask.due_on, today)) continue
    await addLink(work, { ...ask, token, employer: false, closesOn: lastDay(ask.due_on) })
    await tell(ground, work, 'follow-up-asked', ask, token)
  }
  return due.length === mailsAtOnce
}

async function remind(ground: Ground, work: Work, today: string): Promise<void> {
  const before = new Date(ground.now().getTime() - daysBeforeReminder * 86_400_000)
  const silent = await dueAsks(work)
    .where('follow_up_ask.asked_at', '<', before)
    .where('follow_up_ask.reminded_at', 'is', null)
    .where('follow_up_ask.answered_at', 'is', null)
    .where('follow_up_ask.sealed_token', 'is not', null)
    .where(
      'follow_up_ask.due_on',
      '>',
      new Date(ground.now().getTime() - daysOpen * 86_400_000).toISOString().slice(0, 10),
    )
    .limit(mailsAtOnce)
    .forUpdate('follow_up_ask')
    .skipLocked()
    .execute()
  for (const ask of silent) {
    if (!ask.sealed_token || !isOpen(ask.due_on, today)) continue
    await work
      .updateTable('follow_up_ask')
      .set({ reminded_at: ground.now() })
      .where('holder_id', '=', ask.holder_id)
      .where('credential_id', '=', ask.credential_id)
      .where('round', '=', ask.round)
      .execute()
    await tell(ground, work, 'follow-up-reminded', ask, ground.seal.open(purpose, ask.sealed_token).toString())
  }
}

type Asked = { round: Round; locale: string | null; recipient_email: string; legal_name: string; due_on: string } & {
  design: { title: Parameters<typeof pickText>[0] }
}

async function tell(
  ground: Ground,
  work: Work,
  kind: 'follow-up-asked' | 'follow-up-reminded',
  { locale, recipient_email, legal_name, design, due_on }: Asked,
  token: string,
): Promise<void> {
  const language = languageOf(locale)
  await queueMail(ground, work, {
    kind,
    to: recipient_email,
    language,
    facts: {
      merit: pickText(design.title, language)?.text ?? '',
      issuer: legal_name,
      until: lastDay(due_on),
      url: `${ground.settings.baseUrl}/follow-up/${token}?lang=${language}`,
    },
  })
}

export const languageOf = (locale: string | null): Language => {
  const found = interfaceLanguages.find((one) => one === locale)
  return found ?? 'sv'
}

export const lastDay = (due: string): string =>
  new Date(Date.parse(`${due}T00:00:00Z`) + daysOpen * 86_400_000).toISOString().slice(0, 10)

export async function addLink(
  work: Work,
  link: { token: string; holder_id: string; credential_id: string; round: Round; employer: boolean; closesOn: string },
): Promise<void> {
  await work
    .insertInto('follow_up_link')
    .values({
      token_hash: hashToken(link.token),
      holder_id: link.holder_id,
      credential_id: link.credential_id,
      round: link.round,
      employer: link.employer,
      closes_on: link.closesOn,
    })
    .execute()
}
