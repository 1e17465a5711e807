import { type AwardingBody, type Completeness, checkCompleteness, isComplete } from './check-completeness.ts'
import { compareVersions, type DesignChange } from './compare-versions.ts'
import type { MeritDesign, MeritState, MeritVersion } from './merit.ts'
import { findProfile } from './profile.ts'

export type Publication =
  | { decision: 'published'; version: MeritVersion; advice: Completeness['advice'] }
  | { decision: 'refused'; code: 'design-incomplete'; completeness: Completeness }
  | { decision: 'refused'; code: 'profile-unknown' | 'merit-retired' | 'design-unchanged' | 'changes-missing' }

export type Draft = {
  meritId: MeritVersion['meritId']
  ownerId: MeritVersion['ownerId']
  state: MeritState
  design: MeritDesign
  profileId: string
  /** The latest published version, when there is one. */
  previous?: MeritVersion | undefined
  /** What the creator says has changed; every version after the first has such a list. */
  changes: readonly string[]
}

/** Turns a draft into a version that never changes again, or says why not. */
export function decidePublication(draft: Draft, organisation: AwardingBody, publishedAt: string): Publication {
  const profile = findProfile(draft.profileId)
  if (!profile) return { decision: 'refused', code: 'profile-unknown' }
  if (draft.state === 'retired') return { decision: 'refused', code: 'merit-retired' }
  const completeness = checkCompleteness(draft.design, organisation, profile)
  if (!isComplete(completeness)) return { decision: 'refused', code: 'design-incomplete', completeness }
  const changes = draft.changes.map((change) => change.trim()).filter((change) => change !== '')
  if (draft.previous) {
    const differences: readonly DesignChange[] = compareVersions(draft.previous.design, draft.design)
    if (differences.length === 0) return { decision: 'refused', code: 'design-unchanged' }
    if (changes.length === 0) return { decision: 'refused', code: 'changes-missing' }
  }
  return {
    decision: 'published',
    version: {
      meritId: draft.meritId,
      number: (draft.previous?.number ?? 0) + 1,
      ownerId: draft.ownerId,
      design: structuredClone(draft.design),
      profileId: profile.id,
      publishedAt,
      changes: draft.previous ? changes : [],
    },
    advice: completeness.advice,
  }
}
