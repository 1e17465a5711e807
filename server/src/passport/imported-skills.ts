import { readCredential } from '@bricka/credential'
import { isSameName } from '@bricka/domain/exchange/match-learner'
import { listShownSkills } from '@bricka/domain/transparency/list-shown-skills'
import { readTransparency } from '@bricka/domain/transparency/read-transparency'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'

export const ImportedSkill = z.object({
  uri: z.string(),
  source: z.string().describe('The credential, and who issued it'),
  checked: z
    .boolean()
    .describe('Whether every check passed when it came in, it has not expired since, and it names this person'),
})
export type ImportedSkill = z.infer<typeof ImportedSkill>

/**
 * The skills that somebody's credentials from other systems show, each with where it comes from.
 *
 * Whether one holds is what was found when it came in: it is checked anew where it is shown to others, not here.
 */
export async function listImportedSkills(work: Work, holderId: string, now: Date): Promise<ImportedSkill[]> {
  const { name } = await work.selectFrom('person').select('name').where('id', '=', holderId).executeTakeFirstOrThrow()
  const rows = await work
    .selectFrom('imported_credential')
    .select(['title', 'issuer_name', 'document', 'report'])
    .where('holder_id', '=', holderId)
    .orderBy('created_at')
    .orderBy('id')
    .limit(500)
    .execute()
  return rows.flatMap(({ title, issuer_name, document, report }) => {
    const read = readCredential(document)
    if (!read.read) return []
    const profile = readTransparency(read.credential.document)
    const expired = profile.expiresAt.stated && Date.parse(profile.expiresAt.at) <= now.getTime()
    const checks = Report.safeParse(report)
    // Somebody else's is no proof of one's own; what names nobody may be anybody's.
    const own = profile.holder.stated && isSameName(profile.holder.name, name)
    const passed = checks.success && checks.data.every(({ outcome }) => outcome === 'passed')
    const source = issuer_name === '' ? title : `${title} (${issuer_name})`
    return listShownSkills(profile).map((uri) => ({ uri, source, checked: passed && own && !expired }))
  })
}

const Report = z.array(z.object({ outcome: z.string() })).min(1)
