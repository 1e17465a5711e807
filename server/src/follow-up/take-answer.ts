import {
  type EmployerAnswer,
  FollowUpAnswer,
  isOpen,
  type Round,
  refuseAnswer,
  rounds,
} from '@bricka/domain/follow-up/follow-up'
import { interfaceLanguages, LocalText, pickText } from '@bricka/domain/local-text'
import { Benefit, MeritDesign } from '@bricka/domain/merit/merit'
import { z } from 'zod'
import { systemScope, toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { queueMail } from '../mail/waiting-mail.ts'
import { makeToken } from '../make-id.ts'
import { normaliseEmail } from '../person/person.ts'
import { hashToken } from '../seal.ts'
import { addLink, lastDay } from './plan-asks.ts'

export const AskView = z.object({
  credentialId: z.string(),
  round: z.enum(rounds),
  title: LocalText,
  issuer: z.string(),
  promised: z.array(Benefit).describe('What the merit promises: nothing else is asked about'),
  dueOn: z.string(),
  closesOn: z.string(),
  open: z.boolean(),
  answer: FollowUpAnswer.nullable(),
  answeredAt: z.string().nullable(),
  employerAsked: z.boolean(),
})
export type AskView = z.infer<typeof AskView>

export const EmployerAskView = z.object({
  holder: z.string(),
  title: LocalText,
  issuer: z.string(),
  closesOn: z.string(),
  answered: z.boolean(),
})
export type EmployerAskView = z.infer<typeof EmployerAskView>

export const AskEmployer = z.strictObject({
  email: z.email().max(320),
  language: z.enum(interfaceLanguages).default('sv'),
})
export type AskEmployer = z.infer<typeof AskEmployer>

type Key = Pick<Row<'follow_up_ask'>, 'holder_id' | 'credential_id' | 'round'>

const asks = (work: Work) =>
  work
    .selectFrom('follow_up_ask')
    .innerJoin('credential', (join) =>
      join
        .onRef('credential.holder_id', '=', 'follow_up_ask.holder_id')
        .onRef('credential.id', '=', 'follow_up_ask.credential_id'),
    )
    .innerJoin('organisation', 'organisation.id', 'credential.issuer_id')
    .innerJoin('merit_version', (join) =>
      join
        .onRef('merit_version.merit_id', '=', 'credential.merit_id')
        .onRef('merit_version.number', '=', 'credential.merit_version'),
    )
    .leftJoin('follow_up_employer as employer', (join) =>
      join
        .onRef('employer.holder_id', '=', 'follow_up_ask.holder_id')
        .onRef('employer.credential_id', '=', 'follow_up_ask.credential_id')
        .onRef('employer.round', '=', 'follow_up_ask.round'),
    )
    .selectAll('follow_up_ask')
    .select(['legal_name', 'design', 'employer.asked_at as employer_asked_at', 'credential.recipient_name'])

type AskRow = Awaited<ReturnType<ReturnType<typeof asks>['execute']>>[number]

function viewAsk(row: AskRow, today: string): AskView {
  const { title, benefits } = MeritDesign.parse(row.design)
  return {
    credentialId: row.credential_id,
    round: row.round,
    title,
    issuer: row.legal_name,
    promised: benefits,
    dueOn: row.due_on,
    closesOn: lastDay(row.due_on),
    open: isOpen(row.due_on, today),
    answer: row.answer,
    answeredAt: row.answered_at?.toISOString() ?? null,
    employerAsked: row.employer_asked_at !== null,
  }
}

const todayOf = (ground: Pick<Ground, 'now'>): string => ground.now().toISOString().slice(0, 10)

/** What a person is asked now, and what they have answered; what is still to come only by its day. */
export async function listAsks(ground: Ground, work: Work, holderId: string): Promise<AskView[]> {
  const rows = await asks(work)
    .where('follow_up_ask.holder_id', '=', holderId)
    .orderBy('follow_up_ask.due_on')
    .orderBy('follow_up_ask.credential_id')
    .execute()
  return rows.map((row) => viewAsk(row, todayOf(ground)))
}

/** By the holder's own session. @throws Problem `not-found` */
export async function findAsk(ground: Ground, work: Work, key: Key): Promise<AskView> {
  return viewAsk(await getAsk(work, key), todayOf(ground))
}

async function getAsk(work: Work, { holder_id, credential_id, round }: Key): Promise<AskRow> {
  const row = await asks(work)
    .where('follow_up_ask.holder_id', '=', holder_id)
    .where('follow_up_ask.credential_id', '=', credential_id)
    .where('follow_up_ask.round', '=', round)
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'Nothing is asked about this merit in this round.')
  return row
}

/** Whose link it is. @throws Problem `link-invalid` */
export async function findLink(
  ground: Pick<Ground, 'now'>,
  work: Work,
  token: string,
  employer: boolean,
): Promise<Key & { closesOn: string }> {
  const row = await work
    .selectFrom('follow_up_link')
    .selectAll()
    .where('token_hash', '=', hashToken(token))
    .where('employer', '=', employer)
    .where('closes_on', '>=', todayOf(ground))
    .executeTakeFirst()
  if (!row) throw new Problem('link-invalid', 'The link has closed, or is not whole. Copy all of it from the message.')
  return { holder_id: row.holder_id, credential_id: row.credential_id, round: row.round, closesOn: row.closes_on }
}

/**
 * Keeps what was said; it may be changed while the question stands open.
 *
 * @throws Problem `not-found`, `follow-up-closed`, `request-invalid` for what is not asked
 */
export async function takeAnswer(ground: Ground, work: Work, key: Key, answer: FollowUpAnswer): Promise<void> {
  const row = await getAsk(work, key)
  requireOpen(ground, row.due_on)
  const refused = refuseAnswer(answer, row.round, MeritDesign.parse(row.design).benefits)
  if (refused)
    throw new Problem('request-invalid', 'Only what the merit promises is asked about.', [
      {
        pointer: refused === 'benefit-not-promised' ? '/benefits' : '/situation',
        code: refused,
        detail: 'This is not asked in this round.',
      },
    ])
  await work
    .updateTable('follow_up_ask')
    .set({ answer: toJson(answer), answered_at: ground.now() })
    .where('holder_id', '=', key.holder_id)
    .where('credential_id', '=', key.credential_id)
    .where('round', '=', key.round)
    .execute()
}

function requireOpen(ground: Ground, due: string): void {
  if (!isOpen(due, todayOf(ground)))
    throw new Problem('follow-up-closed', `It could be answered from ${due} to ${lastDay(due)}.`)
}

/**
 * Sends the holder's employer a link of its own; once for each round, and only because the holder asks for it.
 *
 * @throws Problem `follow-up-closed`, `employer-asked`
 */
export async function askEmployer(ground: Ground, work: Work, key: Key, ask: AskEmployer): Promise<void> {
  const row = await getAsk(work, key)
  requireOpen(ground, row.due_on)
  if (row.employer_asked_at) throw new Problem('employer-asked', 'One employer is asked once in each round.')
  const token = makeToken()
  const email = normaliseEmail(ask.email)
  const { holder_id, credential_id, round } = key
  await work
    .insertInto('follow_up_employer')
    .values({
      ...{ holder_id, credential_id, round },
      merit_id: row.merit_id,
      email,
      language: ask.language,
      asked_at: ground.now(),
      answer: null,
      answered_at: null,
    })
    .execute()
  await addLink(work, { ...key, token, employer: true, closesOn: lastDay(row.due_on) })
  await queueMail(ground, work, {
    kind: 'follow-up-employer',
    to: email,
    language: ask.language,
    facts: {
      holder: row.recipient_name,
      merit: pickText(MeritDesign.parse(row.design).title, ask.language)?.text ?? '',
      until: lastDay(row.due_on),
      url: `${ground.settings.baseUrl}/follow-up/employer/${token}?lang=${ask.language}`,
    },
  })
}

export async function viewEmployerAsk(ground: Ground, work: Work, token: string): Promise<EmployerAskView> {
  const link = await findLink(ground, work, token, true)
  const row = await getAsk(work, link)
  const asked = await getEmployerAsk(work, link)
  return {
    holder: row.recipient_name,
    title: MeritDesign.parse(row.design).title,
    issuer: row.legal_name,
    closesOn: link.closesOn,
    answered: asked.answered_at !== null,
  }
}

async function getEmployerAsk(work: Work, { holder_id, credential_id, round }: Key) {
  const row = await work
    .selectFrom('follow_up_employer')
    .selectAll()
    .where('holder_id', '=', holder_id)
    .where('credential_id', '=', credential_id)
    .where('round', '=', round)
    .executeTakeFirst()
  if (!row) throw new Problem('link-invalid', 'Whoever asked has taken the question back.')
  return row
}

/** The employer's answer; their address is forgotten with it. @throws Problem `link-invalid` */
export async function takeEmployerAnswer(ground: Ground, token: string, answer: EmployerAnswer): Promise<void> {
  await ground.database.act(systemScope, async (work) => {
    const link = await findLink(ground, work, token, true)
    await getEmployerAsk(work, link)
    await work
      .updateTable('follow_up_employer')
      .set({ answer: toJson(answer), answered_at: ground.now(), email: null })
      .where('holder_id', '=', link.holder_id)
      .where('credential_id', '=', link.credential_id)
      .where('round', '=', link.round)
      .execute()
  })
}

export const keyOf = (holderId: string, credentialId: string, round: Round): Key => ({
  holder_id: holderId,
  credential_id: credentialId,
  round,
})
