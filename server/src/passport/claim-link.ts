import { writeAudit } from '../audit/write-audit.ts'
import { systemScope, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { deliverMail, queueMail } from '../mail/waiting-mail.ts'
import { makeToken } from '../make-id.ts'
import { sendLoginLink } from '../person/login-link.ts'
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
      credential_id: credentialId,
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

export type Waiting = {
  /** `open`: one press takes what waits. `log-in`: the passport is in use, so its holder comes in by a way of their own. */
  standing: 'open' | 'log-in'
  name: string
  items: readonly { title: string; issuer: string; issuedAt: string; claimed: boolean }[]
}

/**
 * What waits behind a claim link. Looking changes nothing: mail programs open links by themselves.
 *
 * Where the link no longer opens, it shows what its own message said anyway and nothing else of the passport.
 *
 * @throws Problem `credential-not-claimable`
 */
export async function lookBehindClaim(ground: Ground, token: string, personId: string | undefined): Promise<Waiting> {
  return ground.database.act(systemScope, async (work) => {
    const link = await findLink(ground, work, token)
    const standing = await decideStanding(work, link, personId)
    const rows = await work
      .selectFrom('credential')
      .innerJoin('organisation', 'organisation.id', 'credential.issuer_id')
      .select(['recipient_name', 'title', 'legal_name', 'issued_at', 'claimed_at'])
      .where('holder_id', '=', link.holder_id)
      .where('document', 'is not', null)
      .$if(standing === 'open', (query) => query.where('claimed_at', 'is', null))
      .$if(standing === 'log-in', (query) => query.where('credential.id', '=', link.credential_id))
      .orderBy('issued_at')
      .execute()
    return {
      standing,
      name: rows[0]?.recipient_name ?? '',
      items: rows.map((row) => ({
        title: row.title,
        issuer: row.legal_name,
        issuedAt: row.issued_at?.toISOString() ?? '',
        claimed: row.claimed_at !== null,
      })),
    }
  })
}

/**
 * Uses a claim link: everything that waits for its holder comes into their passport.
 *
 * It logs in a newcomer, once. Whoever finds the old message later must not get into the passport by it, so from the
 * first time that anyone has come in as the holder, by whatever way, their links open nothing for who is not logged in.
 *
 * @throws Problem `credential-not-claimable`, `claim-needs-login`
 */
export async function useClaimLink(ground: Ground, token: string, personId: string | undefined): Promise<string> {
  return ground.database.act(systemScope, async (work) => {
    const now = ground.now()
    const { holder_id: holderId } = await findLink(ground, work, token)
    // Of two links that are used at the same time only the first finds a newcomer.
    await work.selectFrom('person').select('id').where('id', '=', holderId).forUpdate().execute()
    const link = await findLink(ground, work, token)
    if ((await decideStanding(work, link, personId)) === 'log-in')
      throw new Problem('claim-needs-login', 'Ask for a login link, or log in by passkey; the merit waits there.')
    await work
      .updateTable('claim_address')
      .set({ used_at: now })
      .where('token_hash', '=', hashToken(token))
      .where('used_at', 'is', null)
      .execute()
    await work
      .updateTable('person')
      .set({ claimed_at: now })
      .where('id', '=', holderId)
      .where('claimed_at', 'is', null)
      .execute()
    await claimCredentials(ground, work, holderId)
    return holderId
  })
}

/**
 * Sends whoever reads the mailbox that the claim link came to a login link, which leads back to the claim.
 *
 * @throws Problem `credential-not-claimable`
 */
export async function sendLoginForClaim(ground: Ground, token: string, language: string): Promise<void> {
  const address = await ground.database.act(systemScope, async (work) => {
    const link = await findLink(ground, work, token)
    return work
      .selectFrom('person_email')
      .leftJoin('credential', (join) =>
        join
          .onRef('credential.recipient_email', '=', 'person_email.email')
          .on('credential.holder_id', '=', link.holder_id)
          .on('credential.id', '=', link.credential_id),
      )
      .select('person_email.email')
      .where('person_id', '=', link.holder_id)
      .orderBy('credential.id')
      .executeTakeFirst()
  })
  if (!address) throw notClaimable()
  await sendLoginLink(ground, address.email, `/claim/${token}`, language)
}

type Link = Pick<Row<'claim_address'>, 'holder_id' | 'credential_id' | 'used_at'>

async function findLink(ground: Ground, work: Work, token: string): Promise<Link> {
  const link = await work
    .selectFrom('claim_address')
    .select(['holder_id', 'credential_id', 'used_at'])
    .where('token_hash', '=', hashToken(token))
    .where('expires_at', '>', ground.now())
    .executeTakeFirst()
  if (!link) throw notClaimable()
  return link
}

/** A newcomer is someone as whom nobody has come in yet, and who has no role in an organisation that could be opened. */
async function decideStanding(work: Work, link: Link, personId: string | undefined): Promise<Waiting['standing']> {
  if (link.holder_id === personId) return 'open'
  if (link.used_at) return 'log-in'
  const holder = await work
    .selectFrom('person')
    .leftJoin('membership', 'membership.person_id', 'person.id')
    .select(['claimed_at', 'organisation_id'])
    .where('person.id', '=', link.holder_id)
    .executeTakeFirst()
  return holder && holder.claimed_at === null && holder.organisation_id === null ? 'open' : 'log-in'
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
