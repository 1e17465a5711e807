import { rolesThatAllow } from '@bricka/domain/organisation/permission'
import { systemScope, type Work } from '../database/connect.ts'
import { wakeJobs } from '../database/wake-jobs.ts'
import type { Ground } from '../ground.ts'
import { queueMail } from '../mail/waiting-mail.ts'

/**
 * Tells somebody by mail that there is news in a guidance, and nothing of what it is: a mailbox is read by others. Their
 * addresses are not the other side's to see, so it is done in the system's scope, after what it tells of.
 */
export async function tellLearner(ground: Ground, holderId: string, id: string): Promise<void> {
  await ground.database.act(systemScope, async (work) => {
    await tell(ground, work, [holderId], `/passport/guidance/${id}`)
  })
}

export async function tellCounsellor(ground: Ground, personId: string | null | undefined): Promise<void> {
  if (personId)
    await ground.database.act(systemScope, async (work) => {
      const place = await work
        .selectFrom('membership')
        .innerJoin('organisation', 'organisation.id', 'membership.organisation_id')
        .select(['slug', 'roles'])
        .where('person_id', '=', personId)
        .execute()
      const counsels = place.find(({ roles }) => roles.includes('counsellor'))
      if (counsels) await tell(ground, work, [personId], `/org/${counsels.slug}/guidance`)
    })
}

/** Everyone who counsels for the organisation: any of them may take it. */
export async function tellCounsellors(ground: Ground, organisationId: string): Promise<void> {
  await ground.database.act(systemScope, async (work) => {
    const rows = await work
      .selectFrom('membership')
      .innerJoin('organisation', 'organisation.id', 'membership.organisation_id')
      .select(['person_id', 'roles', 'slug'])
      .where('organisation_id', '=', organisationId)
      .execute()
    const able = rows.filter(({ roles }) => roles.some((role) => rolesThatAllow('counsel').includes(role)))
    const slug = rows[0]?.slug
    if (slug !== undefined)
      await tell(
        ground,
        work,
        able.map(({ person_id }) => person_id),
        `/org/${slug}/guidance`,
      )
  })
}

async function tell(ground: Ground, work: Work, personIds: readonly string[], path: string): Promise<void> {
  for (const personId of personIds) {
    const person = await work
      .selectFrom('person')
      .innerJoin('person_email', 'person_email.person_id', 'person.id')
      .select(['person_email.email', 'locale'])
      .where('person.id', '=', personId)
      .orderBy('verified_at')
      .executeTakeFirst()
    if (person)
      await queueMail(ground, work, {
        kind: 'guidance-news',
        to: person.email,
        language: person.locale ?? 'sv',
        facts: { url: `${ground.settings.baseUrl}/login?next=${encodeURIComponent(path)}` },
      })
  }
  await wakeJobs(work)
}
