import { z } from 'zod'
import { LocalText } from '../local-text.ts'
import { typedLine } from '../typed-text.ts'

export const OrganisationId = z.uuid().brand<'OrganisationId'>()
export type OrganisationId = z.infer<typeof OrganisationId>

/** ISO 3166-1 alpha-2, with the three self-governing areas as they have their own codes: AX, FO, GL. */
export const Country = z.string().regex(/^[A-Z]{2}$/)

export const OrganisationKind = z.enum([
  'formal-education',
  'non-formal-provider',
  'employer',
  'social-partner',
  'civil-society',
  'authority',
])
export type OrganisationKind = z.infer<typeof OrganisationKind>

/** A number in an official register, such as `{ scheme: 'SE-ORGNR', value: '212000-0142' }`. */
export const LegalIdentifier = z.object({
  scheme: typedLine().min(2).max(40),
  value: typedLine().min(1).max(60),
})
export type LegalIdentifier = z.infer<typeof LegalIdentifier>

export const Organisation = z.object({
  id: OrganisationId,
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{1,60}$/),
  legalName: typedLine().min(2).max(200),
  legalIdentifiers: z.array(LegalIdentifier).max(5),
  country: Country,
  /** NUTS 3, ISO 3166-2 or a national code; free, since counties change. */
  region: typedLine().max(80).optional(),
  kind: OrganisationKind,
  homepage: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .optional(),
  email: z.email().max(200).optional(),
  about: LocalText.optional(),
  /** The organisation's did:web, such as `did:web:bricka.example:organisations:skelleby`. */
  did: z.string(),
})
export type Organisation = z.infer<typeof Organisation>

export const Role = z.enum([
  'representative',
  'creator',
  'issuer',
  'approver',
  'coordinator',
  'assessor',
  'quality-assurer',
  'counsellor',
  'reader',
])
export type Role = z.infer<typeof Role>
