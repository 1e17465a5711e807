import { writeAudit } from '../audit/write-audit.ts'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { deliverMail, queueMail } from '../mail/waiting-mail.ts'
import { makeToken } from '../make-id.ts'
import { confirmEmail } from '../person/person.ts'
import { hashToken } from '../seal.ts'

const daysToClaim = 180

/**
 * Tells the holder by e-mail, with a link that opens the passport without an account.
 *
 * Call it in the transaction that issues, so that nothing is ever issued without its message; `deliverMail` sends it.
 */
export async function queueClaimLink(
  ground: Ground,
  work: Work,
  holderId: string,
  credentialId: string,
): Promise<void> {
  const token = makeToken()
  const now = ground.now()
  const mail = await work
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
  await queueMail(ground, work, {
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

/** The same in a transaction of its own, and sent at once. */
export async function sendClaimLink(ground: Ground, holderId: string, credentialId: string): Promise<void> {
  await ground.database.act(systemScope, (work) => queueClaimLink(ground, work, holderId, credentialId))
  await deliverMail(ground)
}

const notClaimable = (): Problem =>
  new Problem('credential-not-claimable', 'Log in with the e-mail address that the message came to.')

export type Waiting = { name: string; items: readonly { title: string; issuer: string; issuedAt: string }[] }

/**
 * What waits behind a claim link. Looking changes nothing: mail programs open links by themselves.
 *
 * @throws Problem `credential-not-claimable`
 */
export async function lookBehindClaim(ground: Ground, token: string): Promise<Waiting> {
  return ground.database.act(systemScope, async (work) => {
    const link = await work
      .selectFrom('claim_address')
      .select('holder_id')
      .where('token_hash', '=', hashToken(token))
      .where('expires_at', '>', ground.now())
      .where('used_at', 'is', null)
      .executeTakeFirst()
    if (!link) throw notClaimable()
    const rows = await work
      .selectFrom('credential')
      .innerJoin('organisation', 'organisation.id', 'credential.issuer_id')
      .select(['recipient_name', 'title', 'legal_name', 'issued_at'])
      .where('holder_id', '=', link.holder_id)
      .where('document', 'is not', null)
      .where('claimed_at', 'is', null)
      .orderBy('issued_at')
      .execute()
    return {
      name: rows[0]?.recipient_name ?? '',
      items: rows.map((row) => ({
        title: row.title,
        issuer: row.legal_name,
        issuedAt: row.issued_at?.toISOString() ?? '',
      })),
    }
  })
}

/**
 * Uses a claim link up: everything that waits for its holder comes into their passport.
 *
 * It logs in once, since whoever finds the old message later must not get into the passport by it; for whoever is
 * already logged in as the holder it keeps working.
 *
 * @throws Problem `credential-not-claimable`
 */
export async function useClaimLink(ground: Ground, token: string, personId: string | undefined): Promise<string> {
  return ground.database.act(systemScope, async (work) => {
    const now = ground.now()
    const link = await work
      .selectFrom('claim_address')
      .select(['holder_id', 'used_at'])
      .where('token_hash', '=', hashToken(token))
      .where('expires_at', '>', now)
      .forUpdate()
      .executeTakeFirst()
    if (!link) throw notClaimable()
    if (link.holder_id !== personId && (link.used_at || (await actsForOthers(work, link.holder_id))))
      throw notClaimable()
    await work
      .updateTable('claim_address')
      .set({ used_at: now })
      .where('token_hash', '=', hashToken(token))
      .where('used_at', 'is', null)
      .execute()
    await claimCredentials(ground, work, link.holder_id)
    return link.holder_id
  })
}

/** Someone with a role in an organisation logs in by a way of their own: an old mail must not open the organisation. */
async function actsForOthers(work: Work, personId: string): Promise<boolean> {
  const row = await work.selectFrom('membership').select('roles').where('person_id', '=', personId).executeTakeFirst()
  return row !== undefined
}

/** Takes what waits for the holder, or only one of it, into their passport; says how many there were. */
export async function claimCredentials(ground: Ground, work: Work, holderId: string, only?: string): Promise<number> {
  const now = ground.now()
  const claimed = await work
    .updateTable('credential')
    .set({ claimed_at: now })
    .where('holder_id', '=', holderId)
    .where('claimed_at', 'is', null)
    .where('document', 'is not', null)
    .$if(only !== undefined, (query) => query.where('id', '=', only ?? ''))
    .returning(['id', 'issuer_id', 'recipient_email'])
    .execute()
  for (const { id, issuer_id, recipient_email } of claimed) {
    await confirmEmail(work, holderId, recipient_email, now)
    await writeAudit(work, {
      actor: { kind: 'system' },
      organisationId: issuer_id,
      holderId,
      act: 'credential-claimed',
      object: { kind: 'credential', id },
      at: now,
    })
  }
  return claimed.length
}
