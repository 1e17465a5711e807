import type { SupplyFact } from '@bricka/domain/planning/count-supply'
import { findPlace, places } from '@bricka/domain/planning/place'
import { sql } from 'kysely'
import type { Work } from '../database/connect.ts'

export type HolderFact = SupplyFact & { readonly holderId: string; readonly credentialId: string }

/** Someone whose merits may be counted, and where they say that they live. */
export type Counted = { holderId: string; municipality: string | null }

type Said = {
  holder_id: string
  credential_id: string
  issuer_id: string
  issuer_kind: string
  country: string
  region: string | null
  level: string | null
  framework: string | null
  form: string | null
  valid_until: Date | null
  skill: string
}

/**
 * What may be counted of these people today: skills that merits issued here show exactly or closely, while they stand.
 * What people say themselves, what came in from elsewhere and what is suspended does not count; what somebody shares is
 * never looked at. Read by their keys, twenty credentials a person, never across people.
 */
export async function listFacts(work: Work, people: readonly Counted[], now: Date): Promise<readonly HolderFact[]> {
  if (people.length === 0) return []
  const { rows } = await sql<Said>`
    select distinct credential.holder_id, credential.id as credential_id, credential.issuer_id, issuer.kind as issuer_kind,
      issuer.country, issuer.region, version.design #>> '{level,level}' as level,
      version.design #>> '{level,framework}' as framework, credential.facts ->> 'route' as form,
      credential.valid_until, alignment ->> 'uri' as skill
    from credential
    join organisation issuer on issuer.id = credential.issuer_id
    join merit_version version on version.merit_id = credential.merit_id and version.number = credential.merit_version
    cross join lateral jsonb_array_elements(version.design -> 'outcomes') as outcome
    cross join lateral jsonb_array_elements(coalesce(outcome -> 'alignments', '[]')) as alignment
    where credential.holder_id = any (${people.map(({ holderId }) => holderId)}::uuid[]) and credential.state = 'issued'
      and (credential.valid_until is null or credential.valid_until > ${now}::timestamptz)
      and alignment ->> 'relation' in ('exact', 'close')`.execute(work)
  const rowsOf = Map.groupBy(rows, ({ holder_id }) => holder_id)
  return people.flatMap((person) => {
    const own = rowsOf.get(person.holderId) ?? []
    const place = placeOf(person, own)
    return own.map((row) => toFact(row, place))
  })
}

/**
 * A person is in one place: the municipality that they state, else the place of who issued their first merit, where it
 * names one that is known, else that one's country.
 */
function placeOf({ municipality }: Counted, rows: readonly Said[]): { place: string; region: string } {
  const stated = municipality === null ? undefined : places.get(municipality)
  const [first] = [...rows].sort((one, other) => (one.credential_id < other.credential_id ? -1 : 1))
  const found = stated ?? (first && findPlace(first.region ?? '', first.country)) ?? places.get(first?.country ?? '')
  if (!found) return { place: 'unknown', region: 'unknown' }
  return { place: found.code, region: found.kind === 'municipality' ? (found.parent ?? found.code) : found.code }
}

function toFact(row: Said, { place, region }: { place: string; region: string }): HolderFact {
  return {
    holderId: row.holder_id,
    credentialId: row.credential_id,
    skill: row.skill,
    issuerId: row.issuer_id,
    issuerKind: row.issuer_kind,
    level: row.framework === 'EQF' && row.level !== null ? row.level : undefined,
    form: row.form ?? 'course',
    place,
    region,
    validUntil: row.valid_until?.toISOString().slice(0, 10),
  }
}
