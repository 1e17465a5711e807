import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeToken } from '../make-id.ts'
import { confirmEmail } from '../person/person.ts'
import { hashToken } from '../seal.ts'

const daysToClaim = 180

/** Tells the holder by e-mail, with a link that opens the passport without an account. */
export async function sendClaimLink(ground: Ground, holderId: string, credentialId: string): Promise<void> {
  const token = makeToken()
  const mail = await ground.database.act(systemScope, async (work) => {
    const now = ground.now()
    const row = await work
      .selectFrom('credential')
      .innerJoin('organisation', 'organisation.id', 'credential.issuer_id')
      .innerJoin('person', 'person.id', 'credential.holder_id')
      .select(['recipient_email', 'recipient_name', 'title', 'legal_name', 'locale'])
      .where('holder_id', '=', holderId)
      .where('credential.id', '=', credentialId)
      .executeTakeFirstOrThrow()
    await work
      .insertInto('claim_address')
      .values({
        token_hash: hashToken(token),
        holder_id: holderId,
        created_at: now,
        expires_at: new Date(now.getTime() + daysToClaim * 86_400_000),
      })
      .execute()
    return row
  })
  await ground.sendMail({
    to: mail.recipient_email,
    kind: 'credential-issued',
    language: mail.locale ?? 'sv',
    facts: {
      name: mail.recipient_name,
      merit: mail.title,
      issuer: mail.legal_name,
      url: `${ground.settings.baseUrl}/claim/${token}`,
      days: daysToClaim,
    },
  })
}

/** Whose passport a claim link opens. @throws Problem `credential-not-claimable` */
export async function findHolderByClaim(ground: Ground, token: string): Promise<string> {
  const row = await ground.database.act(systemScope, (work) =>
    work
      .selectFrom('claim_address')
      .select('holder_id')
      .where('token_hash', '=', hashToken(token))
      .where('expires_at', '>', ground.now())
      .executeTakeFirst(),
  )
  if (!row) throw new Problem('credential-not-claimable', 'Log in with the e-mail address that the message came to.')
  return row.holder_id
}

/** Takes everything that waits for the holder into their passport. */
export async function claimCredentials(ground: Ground, holderId: string): Promise<void> {
  await ground.database.act(systemScope, async (work) => {
    const now = ground.now()
    const claimed = await work
      .updateTable('credential')
      .set({ claimed_at: now })
      .where('holder_id', '=', holderId)
      .where('claimed_at', 'is', null)
      .where('document', 'is not', null)
      .returning('recipient_email')
      .execute()
    for (const { recipient_email } of claimed) await confirmEmail(work, holderId, recipient_email, now)
  })
}
