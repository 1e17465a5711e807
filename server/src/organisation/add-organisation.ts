import { LocalText } from '@bricka/domain/local-text'
import { Country, LegalIdentifier, OrganisationKind, type Role } from '@bricka/domain/organisation/organisation'
import { typedLine } from '@bricka/domain/typed-text'
import { z } from 'zod'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import { addKey } from './organisation-key.ts'

export const NewOrganisation = z.object({
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{1,60}$/),
  legalName: typedLine().min(2).max(200),
  legalIdentifiers: z.array(LegalIdentifier).max(5).default([]),
  country: Country,
  region: typedLine().max(80).optional(),
  kind: OrganisationKind,
  homepage: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .optional(),
  email: z.email().max(200).optional(),
  about: LocalText.optional(),
  fourEyes: z.boolean().default(false),
})
export type NewOrganisation = z.infer<typeof NewOrganisation>

/** Registers an organisation with its did:web and first key. @throws Problem `organisation-slug-taken` */
export async function addOrganisation(
  ground: Ground,
  work: Work,
  organisation: NewOrganisation,
): Promise<{ id: string; did: string }> {
  const id = makeId(ground.now())
  const did = didOf(ground.settings.baseUrl, organisation.slug)
  const added = await work
    .insertInto('organisation')
    .values({
      id,
      slug: organisation.slug,
      legal_name: organisation.legalName,
      legal_identifiers: toJson(organisation.legalIdentifiers),
      country: organisation.country,
      region: organisation.region ?? null,
      kind: organisation.kind,
      homepage: organisation.homepage ?? null,
      email: organisation.email ?? null,
      about: organisation.about ? toJson(organisation.about) : null,
      did,
      four_eyes: organisation.fourEyes,
      created_at: ground.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) throw new Problem('organisation-slug-taken', 'Choose another short name.')
  await addKey(ground, work, { id, did })
  return { id, did }
}

/** The did:web of an organisation on this server: `did:web:host%3Aport:organisations:slug`. */
export const didOf = (baseUrl: string, slug: string): string =>
  `did:web:${encodeURIComponent(new URL(baseUrl).host)}:organisations:${slug}`

export async function addMembership(
  work: Work,
  membership: { organisationId: string; personId: string; roles: readonly Role[]; at: Date },
): Promise<void> {
  const roles = [...new Set(membership.roles)]
  await work
    .insertInto('membership')
    .values({
      organisation_id: membership.organisationId,
      person_id: membership.personId,
      roles,
      created_at: membership.at,
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'person_id']).doUpdateSet({ roles }))
    .execute()
}
