import type { TransparencyProfile } from './transparency-profile.ts'

/**
 * The addresses of the skills that a credential says its holder has shown: outcomes that are exactly or closely the
 * skill, or that name it without saying how near it is, as most makers do; never one that was not met.
 */
export function listShownSkills({ outcomes }: TransparencyProfile): string[] {
  if (!outcomes.stated) return []
  const shown = outcomes.items
    .filter(({ result }) => !result.stated || result.met)
    .flatMap(({ alignments }) =>
      alignments.flatMap(({ url, relation = 'exact' }) =>
        url !== undefined && (relation === 'exact' || relation === 'close') ? [url] : [],
      ),
    )
  return [...new Set(shown)]
}
