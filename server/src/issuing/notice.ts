import { systemScope, toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import { wakeJobs } from '../database/wake-jobs.ts'
import type { Ground } from '../ground.ts'
import { queueMail } from '../mail/waiting-mail.ts'
import { makeId } from '../make-id.ts'
import { queueClaimLink } from '../passport/claim-link.ts'

export type NoticeKind = Row<'notice'>['kind']

/** Something that a holder shall be told, kept in the transaction of what it tells: neither exists without the other. */
export const noticeRow = <Holder extends string | null>(
  kind: NoticeKind,
  about: { holderId: Holder; credentialId: string },
  now: Date,
) => ({
  holder_id: about.holderId,
  id: makeId(now),
  kind,
  credential_id: about.credentialId,
  details: {},
  created_at: now,
})

export async function addNotice(
  work: Work,
  kind: NoticeKind,
  about: { holderId: string; credentialId: string },
  reason: string,
  now: Date,
): Promise<void> {
  await work
    .insertInto('notice')
    .values({ ...noticeRow(kind, about, now), details: toJson({ reason }) })
    .execute()
  await wakeJobs(work)
}

/**
 * Turns notices into mails that wait to be sent, each exactly once: a notice goes and its mail comes in the same
 * transaction. A batch writes ten thousand notices in the statements of its credentials; the mails are made here,
 * outside of the issuing. In the system's scope, for it acts for every issuer.
 */
export async function writeNotices(ground: Ground, stopping?: AbortSignal): Promise<number> {
  let written = 0
  while (!stopping?.aborted) {
    const count = await ground.database.act(systemScope, (work) => writeSome(ground, work))
    written += count
    if (count === 0) break
  }
  return written
}

async function writeSome(ground: Ground, work: Work): Promise<number> {
  const notices = await work.selectFrom('notice').selectAll().orderBy('id').limit(50).forUpdate().skipLocked().execute()
  for (const notice of notices) {
    const credential = await findCredential(work, notice)
    if (credential && notice.kind === 'issued')
      await queueClaimLink(ground, work, notice.holder_id, notice.credential_id)
    else if (credential) await queueStatusMail(ground, work, notice, credential)
    await work.deleteFrom('notice').where('holder_id', '=', notice.holder_id).where('id', '=', notice.id).execute()
  }
  return notices.length
}

/** Undefined when its holder has deleted their account: they are not written to any more. */
async function findCredential(work: Work, notice: Row<'notice'>) {
  const row = await work
    .selectFrom('credential')
    .innerJoin('organisation', 'organisation.id', 'credential.issuer_id')
    .innerJoin('person', 'person.id', 'credential.holder_id')
    .select(['recipient_email', 'recipient_name', 'title', 'legal_name', 'locale', 'erased_at'])
    .where('holder_id', '=', notice.holder_id)
    .where('credential.id', '=', notice.credential_id)
    .executeTakeFirst()
  return row?.erased_at ? undefined : row
}

type Told = NonNullable<Awaited<ReturnType<typeof findCredential>>>

async function queueStatusMail(ground: Ground, work: Work, notice: Row<'notice'>, row: Told): Promise<void> {
  await queueMail(ground, work, {
    to: row.recipient_email,
    kind: 'credential-status',
    language: row.locale ?? 'sv',
    facts: {
      name: row.recipient_name,
      merit: row.title,
      issuer: row.legal_name,
      status: notice.kind,
      reason: notice.details.reason ?? '',
      url: `${ground.settings.baseUrl}/passport`,
    },
  })
}
