import { addRemark } from '../trust/discuss-merit.ts'
import { endorseMerit } from '../trust/endorse-merit.ts'
import { findPermission } from './find-actor.ts'
import type { DemoEvent } from './take-step.ts'

const merit = 'merit:yrkessvenska-omsorg'
const union = { by: 'birgit', organisation: 'omsorgsfacket' } as const
const owner = { by: 'jonas', organisation: 'skelleby-kommun' } as const

/** A union that has read a merit of the municipality: what it wanted changed, what it was answered, and that it stands behind it. */
export const endorsementEvents = (day: (offset: number) => string): DemoEvent[] => [
  say(
    'wants-changed',
    union,
    day(-190),
    'wants-changed',
    'Provet bör göras vid ett riktigt skiftbyte och inte i ett klassrum.',
  ),
  say(
    'answer',
    owner,
    day(-186),
    'answer',
    'Vi håller med. Från i höst bedöms rapporten på avdelningen, med en kollega som tar emot.',
  ),
  {
    name: 'endorsement:yrkessvenska-omsorg',
    at: day(-150),
    run: async (then, work, found) => {
      const permission = await findPermission(work, found, union.by, union.organisation, 'represent')
      return endorseMerit(then, work, permission, found(merit, 'id'), {
        version: 2,
        side: 'employees',
        reason:
          'Den som kan rapportera säkert på svenska får arbeta med det den är bra på. Vi har sett att meriten ger rätt till fler uppgifter på avdelningen.',
      })
    },
  },
]

const say = (
  key: string,
  { by, organisation }: { by: string; organisation: string },
  at: string,
  stand: 'wants-changed' | 'answer',
  words: string,
): DemoEvent => ({
  name: `remark:${key}`,
  at,
  run: async (then, work, found) =>
    addRemark(then, work, await findPermission(work, found, by, organisation, 'read'), found(merit, 'id'), {
      stand,
      words,
    }),
})
