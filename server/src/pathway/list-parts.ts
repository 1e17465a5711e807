import { AssessmentFacts, Route } from '@bricka/domain/issuing/assessment-facts'
import { findCreditUnit } from '@bricka/domain/merit/credit-unit'
import { toEqf } from '@bricka/domain/merit/level-framework'
import { type Level, MeritDesign, MeritId, type Workload } from '@bricka/domain/merit/merit'
import type { Part } from '@bricka/domain/pathway/stack'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'

/** A merit that someone holds, as a stack counts it, with what its page and its whole need beside. */
export type HeldPart = Part & { readonly title: string; readonly route: Route; readonly document: string }

/** What of a credential's facts a stack counts by; a whole's own facts hold its parts too. */
const Shown = z.object({ assessedOn: AssessmentFacts.shape.assessedOn, route: Route })

/** Everything that was issued to a person, as parts: what holds now and what does not. */
export async function listParts(ground: Ground, work: Work, holderId: string): Promise<HeldPart[]> {
  const rows = await work
    .selectFrom('credential')
    .innerJoin('merit_version', (join) =>
      join
        .onRef('merit_version.merit_id', '=', 'credential.merit_id')
        .onRef('merit_version.number', '=', 'credential.merit_version'),
    )
    .select([
      'credential.id',
      'credential.title',
      'credential.merit_id',
      'credential.state',
      'credential.document',
      'facts',
      'valid_until',
      'design',
    ])
    .where('holder_id', '=', holderId)
    .where('document', 'is not', null)
    .execute()
  return rows.map((row): HeldPart => {
    const design = MeritDesign.parse(row.design)
    return {
      credentialId: row.id,
      title: row.title,
      document: row.document ?? '',
      meritId: MeritId.parse(row.merit_id),
      ...Shown.parse(row.facts),
      valid: row.state === 'issued' && (row.valid_until === null || row.valid_until > ground.now()),
      eqf: lowestEqf(design.level),
      credits: creditsOf(design.workload),
      skills: design.outcomes.flatMap(({ alignments }) => alignments.map(({ uri }) => uri)),
    }
  })
}

/** The lowest level that it may stand for: where a level may be several, the higher ones are not claimed. */
export const lowestEqf = (level: Level | undefined): number | undefined => {
  const eqf = level ? toEqf(level.framework, level.level).map((one) => one.eqf) : []
  return eqf.length > 0 ? Math.min(...eqf) : undefined
}

/** Credits in their own unit where it is one we know, else hours. */
export function creditsOf({ credits, hours }: Workload): Part['credits'] {
  const unit = credits && findCreditUnit(credits.unit)?.name
  if (credits && unit) return { value: credits.value, unit }
  return hours ? { value: hours, unit: 'hours' } : undefined
}
