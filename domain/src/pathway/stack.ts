import { z } from 'zod'
import { LocalText } from '../local-text.ts'
import { CreditUnitId } from '../merit/credit-unit.ts'
import { EqfLevel } from '../merit/level-framework.ts'
import { MeritId } from '../merit/merit.ts'
import { typedLine } from '../typed-text.ts'

/** What a group of a stack takes: merits by name, or any that teaches one of these skills; both narrow it together. */
export const Acceptance = z.strictObject({
  meritIds: z.array(MeritId).max(200).optional(),
  skills: z.array(z.url()).max(200).optional(),
})
export type Acceptance = z.infer<typeof Acceptance>

/** Where one merit holds so much of another that both must not count (ETF's "overlap"). */
export const Overlap = z.tuple([MeritId, MeritId])

export const StackGroup = z.strictObject({
  id: z.string().min(1).max(60),
  title: LocalText,
  accepts: Acceptance,
  /** How many parts, or how much in the stack's unit. */
  needs: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('parts'), count: z.number().int().min(1).max(60) }),
    z.strictObject({ kind: z.literal('credits'), value: z.number().positive().max(1000) }),
  ]),
})
export type StackGroup = z.infer<typeof StackGroup>

/**
 * A way from small merits to a larger one.
 *
 * ETF's three routes: *open* takes any merit that meets the groups' terms, *elective* those on the groups' lists,
 * *rigid* the listed ones in the groups' order. Whatever the route, completing it gives no automatic right to anything:
 * whoever awards the larger credential decides.
 */
export const StackContent = z
  .strictObject({
    title: LocalText,
    route: z.enum(['open', 'elective', 'rigid']),
    unit: CreditUnitId,
    total: z.number().positive().max(1000).optional(),
    groups: z.array(StackGroup).min(1).max(30),
    /** Nothing below this counts. */
    lowestEqf: EqfLevel.optional(),
    /** Nothing assessed longer ago than this counts. */
    mostMonthsOld: z.number().int().positive().max(600).optional(),
    overlaps: z.array(Overlap).max(200).default([]),
    prerequisites: z
      .array(z.strictObject({ meritId: MeritId, needs: z.array(MeritId).min(1).max(20) }))
      .max(100)
      .default([]),
    decidedBy: typedLine().max(200).optional(),
  })
  .refine(({ groups }) => new Set(groups.map(({ id }) => id)).size === groups.length, {
    path: ['groups'],
    params: { code: 'group-repeated' },
    message: 'Each group has an id of its own.',
  })
  .refine(({ route, groups }) => route === 'open' || groups.every(({ accepts }) => accepts.meritIds?.length), {
    path: ['groups'],
    params: { code: 'list-missing' },
    message: 'An elective or rigid stack lists the merits of each group.',
  })
export type StackContent = z.infer<typeof StackContent>
export const Stack = StackContent.safeExtend({ id: z.uuid() })
export type Stack = z.infer<typeof Stack>

/** A merit that someone holds, as far as a stack cares. */
export type Part = {
  readonly credentialId: string
  readonly meritId: MeritId
  readonly assessedOn: string
  /** Only what is valid now counts: not what is expired, suspended or revoked. */
  readonly valid: boolean
  /** The lowest EQF level that its level may stand for; `undefined` where it has none. */
  readonly eqf: number | undefined
  readonly credits: { readonly value: number; readonly unit: CreditUnitId } | undefined
  readonly skills: readonly string[]
}
