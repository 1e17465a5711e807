import { type Ability, rolesThatAllow } from '@bricka/domain/organisation/permission'
import { systemScope } from '../database/connect.ts'
import { wakeJobs } from '../database/wake-jobs.ts'
import type { Ground } from '../ground.ts'
import { queueMail } from '../mail/waiting-mail.ts'

/**
 * Tells those of an organisation who can do something about it that somebody waits. Their addresses are not the asker's
 * to see, so it is done in the system's scope, after what it tells of.
 */
export async function tellOrganisation(
  ground: Ground,
  organisationId: string,
  ability: Ability,
  about: { what: string; path: string },
): Promise<void> {
  await ground.database.act(systemScope, async (work) => {
    const rows = await work
      .selectFrom('membership')
      .innerJoin('organisation', 'organisation.id', 'membership.organisation_id')
      .innerJoin('person', 'person.id', 'membership.person_id')
      .innerJoin('person_email', 'person_email.person_id', 'person.id')
      .select(['membership.person_id', 'roles', 'person_email.email', 'locale', 'legal_name', 'slug'])
      .distinctOn('membership.person_id')
      .where('organisation_id', '=', organisationId)
      .orderBy('membership.person_id')
      .orderBy('verified_at')
      .execute()
    const able = rows.filter(({ roles }) => roles.some((role) => rolesThatAllow(ability).includes(role)))
    for (const { email, locale, legal_name, slug } of able)
      await queueMail(ground, work, {
        kind: 'request-arrived',
        to: email,
        language: locale ?? 'sv',
        facts: {
          organisation: legal_name,
          what: about.what,
          url: `${ground.settings.baseUrl}/org/${slug}${about.path}`,
        },
      })
    await wakeJobs(work)
  })
}

/** Tells a person that what they asked an organisation for has its answer. */
export async function tellAnswered(
  ground: Ground,
  personId: string,
  about: { organisation: string; what: string; path: string },
): Promise<void> {
  await ground.database.act(systemScope, async (work) => {
    const person = await work
      .selectFrom('person')
      .innerJoin('person_email', 'person_email.person_id', 'person.id')
      .select(['name', 'person_email.email', 'locale'])
      .where('person.id', '=', personId)
      .orderBy('verified_at')
      .executeTakeFirst()
    if (!person) return
    await queueMail(ground, work, {
      kind: 'request-answered',
      to: person.email,
      language: person.locale ?? 'sv',
      facts: {
        name: person.name ?? '',
        organisation: about.organisation,
        what: about.what,
        url: `${ground.settings.baseUrl}${about.path}`,
      },
    })
    await wakeJobs(work)
  })
}
