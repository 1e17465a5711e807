import { checkCompleteness } from '@bricka/domain/merit/check-completeness'
import { checkReview } from '@bricka/domain/merit/check-review'
import { checkWording } from '@bricka/domain/merit/check-wording'
import { compareVersions } from '@bricka/domain/merit/compare-versions'
import { MeritDesign } from '@bricka/domain/merit/merit'
import { findProfile, suggestProfile } from '@bricka/domain/merit/profile'
import type { Work } from '../database/connect.ts'
import { Problem } from '../http/problem.ts'
import type { MayDesign } from '../organisation/permission.ts'
import { showNeeds } from './check-needs.ts'
import { findDuplicates } from './find-duplicates.ts'
import { findDraft, findVersion } from './find-merit.ts'
import type { DraftView } from './merit-views.ts'

/**
 * The draft with everything that is to be known before publishing: what is missing, refused, advised and warned of, what
 * others have that is much alike, and what differs from the published version. Where there is no draft, what is
 * published is where the next one begins.
 */
export async function showDraft(work: Work, permission: MayDesign, meritId: string, now: Date): Promise<DraftView> {
  const merit = await work
    .selectFrom('merit')
    .selectAll()
    .where('id', '=', meritId)
    .where('owner_id', '=', permission.organisationId)
    .executeTakeFirst()
  if (!merit) throw new Problem('not-found', 'No merit has this address.')
  const owner = await work
    .selectFrom('organisation')
    .selectAll()
    .where('id', '=', permission.organisationId)
    .executeTakeFirstOrThrow()
  const published = merit.current_version === null ? undefined : await findVersion(work, meritId)
  const draft = await findDraft(work, meritId)
  const design = MeritDesign.parse(draft?.design ?? published?.design ?? {})
  const suggested = suggestProfile(owner.country)
  const profile = findProfile(draft?.profile_id ?? published?.profileId ?? '') ?? suggested
  const body = { legalName: owner.legal_name, country: owner.country, kind: owner.kind }
  const { missing, refused, advice } = checkCompleteness(design, body, profile)
  return {
    design,
    needs: await showNeeds(work, design),
    state: merit.state,
    savedAt: (draft?.saved_at ?? merit.created_at).toISOString(),
    profileId: profile.id,
    suggestedProfileId: suggested.id,
    check: {
      missing: missing.map((finding) => ({ ...finding })),
      refused: refused.map(({ code, element, where, detail, source }) => ({ code, element, where, detail, source })),
      advice: advice.map(({ code, element, where, detail, source }) => ({ code, element, where, detail, source })),
    },
    warnings: [
      ...checkWording(design),
      ...(published ? checkReview(published.design, published.publishedAt, now.toISOString().slice(0, 10)) : []),
    ].map(({ code, where, detail }) => ({ code, where, detail: { ...detail } })),
    nearDuplicates: await findDuplicates(work, design, permission.organisationId),
    changes: published
      ? compareVersions(published.design, design).map(({ code, field, where }) => ({ code, field, where }))
      : [],
  }
}
