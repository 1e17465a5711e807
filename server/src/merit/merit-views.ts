import { LocalText } from '@bricka/domain/local-text'
import { MeritDesign, MeritState } from '@bricka/domain/merit/merit'
import { z } from 'zod'
import { FoundNeed } from '../need/find-needs.ts'
import { OrganisationView } from '../organisation/organisation-view.ts'

export const VersionLine = z.object({
  number: z.number(),
  publishedAt: z.string(),
  changes: z.array(z.string()).describe('What the creator says is new since the version before'),
  url: z.string(),
})

/** A published merit as everyone sees it. */
export const MeritView = z.object({
  meritId: z.string(),
  number: z.number(),
  state: MeritState,
  url: z.string(),
  publishedAt: z.string(),
  profileId: z.string().describe('The rules it was published under'),
  design: MeritDesign,
  requires: z
    .array(z.object({ meritId: z.string(), title: LocalText }))
    .describe('The merits that must be held before, by their titles'),
  needs: z.array(FoundNeed).describe('What it says that it answers of what published surveys found wanting'),
  owner: OrganisationView,
  issuers: z
    .array(OrganisationView.extend({ mandate: z.object({ from: z.string(), until: z.string().nullable() }) }))
    .describe('Who may issue it today beside the owner'),
  versions: z.array(VersionLine).describe('All of them, the newest first'),
  retiredReason: z.string().nullable(),
  replacedBy: z.string().nullable().describe('The merit to look at instead'),
})
export type MeritView = z.infer<typeof MeritView>

export const OwnMeritView = z.object({
  id: z.string(),
  state: MeritState,
  title: z.string(),
  currentVersion: z.number().nullable(),
  hasDraft: z.boolean(),
  draftSavedAt: z.string().nullable(),
  missing: z.number().describe('How many mandatory elements the draft lacks'),
  reviewOverdue: z.boolean(),
  issuers: z.number(),
  issued: z.number(),
})
export type OwnMeritView = z.infer<typeof OwnMeritView>

const Finding = z.object({
  code: z.string(),
  element: z.string(),
  where: z.string().describe('JSON pointer into the design, or /organisation/…'),
  detail: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  source: z.string().optional(),
})

export const DraftView = z.object({
  design: MeritDesign,
  needs: z.array(FoundNeed).describe('What the design says that it answers, as published'),
  state: MeritState,
  savedAt: z
    .string()
    .describe('Send it back when saving: a draft that someone else saved meanwhile is not overwritten'),
  profileId: z.string(),
  suggestedProfileId: z.string(),
  check: z.object({
    missing: z.array(Finding).describe('Stops publication'),
    refused: z.array(Finding).describe('Said, but may not be said: stops publication'),
    advice: z.array(Finding),
  }),
  warnings: z
    .array(
      z.object({
        code: z.string(),
        where: z.string(),
        detail: z.record(z.string(), z.union([z.string(), z.number()])),
      }),
    )
    .describe('Never stop anything'),
  nearDuplicates: z
    .array(
      z.object({
        meritId: z.string(),
        title: z.string(),
        owner: z.string(),
        score: z.number().describe('From 0 to 1: how alike the two are'),
        why: z.object({
          title: z.number(),
          outcomes: z.number(),
          skills: z.number(),
          sharedSkills: z.array(z.string()),
        }),
      }),
    )
    .describe('Other creators’ published merits that come close'),
  changes: z
    .array(z.object({ code: z.enum(['added', 'removed', 'changed']), field: z.string(), where: z.string() }))
    .describe('What differs from the published version, for the change list'),
})
export type DraftView = z.infer<typeof DraftView>
