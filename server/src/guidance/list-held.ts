import type { HeldSkill } from '@bricka/domain/guidance/measure-distance'
import type { HeldMerit } from '@bricka/domain/guidance/measure-plan'
import { MeritDesign } from '@bricka/domain/merit/merit'
import { SelfClaim } from '@bricka/domain/passport/self-claim'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { listImportedSkills } from '../passport/imported-skills.ts'

/** What somebody holds, as an aim is measured by it: what merits show, and apart from it what they say themselves. */
export type Held = {
  readonly verified: readonly HeldSkill[]
  readonly declared: readonly HeldSkill[]
  readonly merits: readonly HeldMerit[]
}

/** `only`: not all, but what is shown to somebody. */
export async function listHeld(
  ground: Ground,
  work: Work,
  holderId: string,
  only?: { credentialIds: readonly string[]; selfClaimIds: readonly string[] },
): Promise<Held> {
  const credentials = await work
    .selectFrom('credential')
    .innerJoin('merit_version', (join) =>
      join
        .onRef('merit_version.merit_id', '=', 'credential.merit_id')
        .onRef('merit_version.number', '=', 'credential.merit_version'),
    )
    .select(['credential.id', 'credential.merit_id', 'credential.title', 'credential.state', 'valid_until', 'design'])
    .where('holder_id', '=', holderId)
    .where('document', 'is not', null)
    .$if(only !== undefined, (query) => query.where('credential.id', 'in', among(only?.credentialIds)))
    .execute()
  const claims = await work
    .selectFrom('self_claim')
    .select('content')
    .where('holder_id', '=', holderId)
    .$if(only !== undefined, (query) => query.where('id', 'in', among(only?.selfClaimIds)))
    .execute()
  // A counsellor sees what is shared with them, and imports are not.
  const imported = only ? [] : await listImportedSkills(work, holderId, ground.now())
  const isValid = ({ state, valid_until }: (typeof credentials)[number]): boolean =>
    state === 'issued' && (valid_until === null || valid_until > ground.now())
  return {
    merits: credentials.map((row) => ({ meritId: row.merit_id, credentialId: row.id, valid: isValid(row) })),
    verified: [
      ...credentials.filter(isValid).flatMap(({ title, design }) => {
        const read = MeritDesign.safeParse(design)
        return read.success ? skillsOf(read.data).map((uri) => ({ uri, source: title })) : []
      }),
      ...imported.filter(({ checked }) => checked).map(({ uri, source }) => ({ uri, source })),
    ],
    declared: [
      ...claims.flatMap(({ content }) => {
        const read = SelfClaim.safeParse(content)
        return read.success ? read.data.skills.map(({ uri }) => ({ uri, source: read.data.title })) : []
      }),
      ...imported.filter(({ checked }) => !checked).map(({ uri, source }) => ({ uri, source })),
    ],
  }
}

/** As the catalogue counts what a merit gives: outcomes that are exactly or closely the skill, not those near to it. */
const skillsOf = ({ outcomes }: MeritDesign): string[] =>
  outcomes.flatMap(({ alignments }) =>
    alignments.flatMap(({ uri, relation }) => (relation === 'exact' || relation === 'close' ? [uri] : [])),
  )

/** No row has this id: an empty list may not stand in a question. */
const nobody = '00000000-0000-0000-0000-000000000000'
const among = (ids: readonly string[] = []): string[] => (ids.length > 0 ? [...ids] : [nobody])
