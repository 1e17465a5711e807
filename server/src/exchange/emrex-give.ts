import { composeElmo } from '@bricka/domain/exchange/compose-elmo'
import { writeXml } from '@bricka/domain/exchange/xml-node'
import type { Language } from '@bricka/domain/local-text'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { packElmo, signElmo } from './elmo-signature.ts'
import { note, refused } from './emrex-fetch.ts'
import { findOwnKey } from './emrex-registry.ts'
import { findRecord } from './seal-for-europass.ts'

const minutesOpen = 30
const purpose = 'emrex-ask'

const Ask = z.object({ sessionId: z.string().min(1).max(64), returnUrl: z.string().min(1).max(2000) })

/**
 * Takes a client's call (EMREX access point): where to ask the holder. The call itself lies in the address, sealed, so
 * that nothing is kept of whoever goes away.
 *
 * @throws Problem `emrex-off`, `emrex-refused`
 */
export async function takeAsk(ground: Ground, form: Readonly<Record<string, string>>): Promise<{ token: string }> {
  if (!(await findOwnKey(ground.settings)))
    throw new Problem('emrex-off', 'The operator has not set up a certificate for transcripts (EMREX_KEY).')
  const read = Ask.safeParse(form)
  if (!read.success) throw refused('form-unreadable', 'A call has sessionId (at most 64 characters) and returnUrl.')
  const url = URL.parse(read.data.returnUrl)
  const closed = ground.settings.baseUrl.startsWith('https:')
  if (!url || !(closed ? ['https:'] : ['https:', 'http:']).includes(url.protocol) || url.username || url.password)
    throw refused('return-url-refused', 'The return address is a https address without a name in it.', '/returnUrl')
  const sealed = ground.seal.close(purpose, Buffer.from(JSON.stringify({ ...read.data, at: ground.now().getTime() })))
  return { token: sealed.toString('base64url') }
}

const Kept = Ask.extend({ at: z.number() })

/** @throws Problem `emrex-refused` where the address was changed or is too old */
function openAsk(ground: Ground, token: string): z.infer<typeof Kept> {
  let plain: string
  try {
    plain = ground.seal.open(purpose, Buffer.from(token, 'base64url')).toString()
  } catch {
    throw refused('session-unknown', 'Begin again where you came from.')
  }
  const ask = Kept.parse(JSON.parse(plain))
  if (ground.now().getTime() - ask.at > minutesOpen * 60_000)
    throw refused('session-unknown', 'You have been away too long; begin again where you came from.')
  return ask
}

export const AskView = z.object({
  host: z.string().describe('Who gets the results'),
  merits: z.array(z.object({ id: z.string(), title: z.string(), issuerName: z.string() })),
})
export type AskView = z.infer<typeof AskView>

/** Who asks, and what there is to give: merits that stand. */
export async function viewAsk(ground: Ground, person: PersonActor, token: string): Promise<AskView> {
  const { returnUrl } = openAsk(ground, token)
  const rows = await ground.database.act(systemScope, (work) =>
    work
      .selectFrom('credential')
      .innerJoin('organisation', 'organisation.id', 'credential.issuer_id')
      .select(['credential.id', 'title', 'legal_name'])
      .where('holder_id', '=', person.personId)
      .where('state', '=', 'issued')
      .orderBy('issued_at', 'desc')
      .execute(),
  )
  return {
    host: new URL(returnUrl).host,
    merits: rows.map(({ id, title, legal_name }) => ({ id, title, issuerName: legal_name })),
  }
}

export const GiveOrder = z.strictObject({
  credentialIds: z.array(z.uuid()).max(200).default([]),
  cancel: z.boolean().default(false),
})
export const ReturnForm = z.object({ url: z.string(), fields: z.record(z.string(), z.string()) })
export type ReturnForm = z.infer<typeof ReturnForm>

/**
 * Gives the chosen merits as one signed transcript to whoever asked: what the browser posts there. The holder's log keeps
 * what went where. @throws Problem `not-found`, `emrex-off`, `emrex-refused` (`elmo-of-several` for two names)
 */
export async function giveResults(
  ground: Ground,
  person: PersonActor,
  token: string,
  { credentialIds, cancel }: z.infer<typeof GiveOrder>,
  language: Language,
): Promise<ReturnForm> {
  const { sessionId, returnUrl } = openAsk(ground, token)
  const answer = (returnCode: string, returnMessage: string, elmo?: string): ReturnForm => ({
    url: returnUrl,
    fields: { sessionId, returnCode, returnMessage, ...(elmo !== undefined && { elmo }) },
  })
  if (cancel) return answer('EMP_CANCEL', 'The learner did not want to give any results.')
  if (credentialIds.length === 0) return answer('EMP_NO_RESULTS', 'The learner has chosen no results.')
  const key = await findOwnKey(ground.settings)
  if (!key) throw new Problem('emrex-off', 'The operator has not set up a certificate for transcripts (EMREX_KEY).')
  const now = ground.now()
  return ground.database.act(systemScope, async (work) => {
    const own = await work
      .selectFrom('credential')
      .select('id')
      .where('holder_id', '=', person.personId)
      .where('id', 'in', credentialIds)
      .where('state', '=', 'issued')
      .execute()
    if (own.length < new Set(credentialIds).size)
      throw new Problem('not-found', 'Not all of these merits are yours and stand.')
    const records = []
    for (const { id } of own) records.push(await findRecord(ground, work, id, person.personId))
    const composed = composeElmo(records, { generatedAt: now.toISOString(), language })
    if ('code' in composed) throw refused(composed.code, 'Choose merits that are issued in one name.', '/credentialIds')
    await note(work, person, 'results-given', person.personId, { to: new URL(returnUrl).host, merits: own.length }, now)
    return answer('EMP_OK', '', packElmo(signElmo(writeXml(composed), key)))
  })
}
