import { z } from 'zod'
import { hasText, LocalText } from '../local-text.ts'
import type { MapEdit } from './map-edit.ts'

const Label = LocalText.refine(hasText, { error: 'Write a label in at least one language' })

/** An organisation's own framework, as branches write it: a profile of modules, of outcomes, of criteria. */
export const BranchProfile = z.strictObject({
  title: Label,
  code: z.string().max(40).default(''),
  modules: z
    .array(
      z.strictObject({
        title: Label,
        outcomes: z
          .array(
            z.strictObject({
              text: Label,
              kind: z.enum(['skill', 'knowledge']).default('skill'),
              requirement: z.enum(['essential', 'optional']).default('essential'),
              criteria: z.array(LocalText).max(20).default([]),
            }),
          )
          .min(1)
          .max(60),
      }),
    )
    .min(1)
    .max(60),
})
export type BranchProfile = z.infer<typeof BranchProfile>

/**
 * A profile as edits of a map: the profile is an occupation, its modules are families, its outcomes skills. Addresses are
 * made under `address`, by place in the profile.
 */
export function editsOfProfile(profile: BranchProfile, address: string): MapEdit[] {
  const occupation = `${address}/profile`
  const root = `${address}/modules`
  return [
    { kind: 'add-occupation', uri: occupation, label: profile.title, code: profile.code },
    { kind: 'add-family', uri: root, label: profile.title, parents: [] },
    ...profile.modules.flatMap(({ title, outcomes }, place): MapEdit[] => {
      const family = `${address}/modules/${place + 1}`
      return [
        { kind: 'add-family', uri: family, label: title, parents: [root] },
        ...outcomes.flatMap(({ text, kind, requirement, criteria }, index): MapEdit[] => {
          const uri = `${family}/outcomes/${index + 1}`
          return [
            { kind: 'add-skill', uri, label: text, skillKind: kind, broader: [], families: [family], criteria },
            { kind: 'set-relation', occupation, skill: uri, relation: requirement },
          ]
        }),
      ]
    }),
  ]
}
