import { notes, study, terms, unitsOf } from '@bricka/fixtures/world/landscape'
import { recordUnits, showAsExample } from '../landscape/record-unit.ts'
import { enterTerm, noteRecommendation } from '../landscape/register.ts'
import { addStudy, publishStudy } from '../landscape/study.ts'
import { findPermission } from './find-actor.ts'
import type { DemoEvent } from './take-step.ts'

/** The region's mapping of small learning in the Nordic countries, its words and its notes on the recommendations. */
export const landscapeEvent = (at: string): DemoEvent => ({
  name: 'landscape',
  at,
  run: async (then, work, found) => {
    const permission = await findPermission(work, found, 'ylva', 'region-alvdal', 'design')
    const { id } = await addStudy(then, work, permission, study)
    const units = unitsOf(at.slice(0, 10))
    const { ids } = await recordUnits(
      then,
      work,
      permission,
      id,
      units.map(({ unit }) => unit),
    )
    for (const [index, { example }] of units.entries())
      if (example !== undefined) await showAsExample(then, work, permission, ids[index] ?? '', { why: example })
    await publishStudy(then, work, permission, id, true)
    for (const term of terms) await enterTerm(then, work, permission, term)
    for (const note of notes) await noteRecommendation(then, work, permission, note)
    return { id }
  },
})
