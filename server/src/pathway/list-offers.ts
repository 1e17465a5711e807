import type { Language } from '@bricka/domain/local-text'
import { pickText } from '@bricka/domain/local-text'
import { toEqf } from '@bricka/domain/merit/level-framework'
import { MeritDesign } from '@bricka/domain/merit/merit'
import type { CatalogueOffer } from '@bricka/domain/pathway/closing-view'
import type { Work } from '../database/connect.ts'

/**
 * The catalogue as offers: each published merit once, with the skills its outcomes are exactly or closely aligned to.
 * A design says its price in words only, so no price is known here.
 */
export async function listOffers(work: Work, language: Language): Promise<CatalogueOffer[]> {
  const rows = await work
    .selectFrom('merit')
    .innerJoin('merit_version', (join) =>
      join.onRef('merit_version.merit_id', '=', 'merit.id').onRef('merit_version.number', '=', 'merit.current_version'),
    )
    .innerJoin('organisation', 'organisation.id', 'merit.owner_id')
    .select(['merit.id', 'merit_version.design', 'merit_version.url', 'organisation.legal_name'])
    .where('merit.state', '=', 'published')
    .orderBy('merit.id')
    .execute()
  return rows.flatMap(({ id, design, url, legal_name }) => {
    const read = MeritDesign.safeParse(design)
    return read.success ? [toOffer({ id, url, ownerName: legal_name }, read.data, language)] : []
  })
}

function toOffer(
  { id, url, ownerName }: { id: string; url: string; ownerName: string },
  design: MeritDesign,
  language: Language,
): CatalogueOffer {
  const { outcomes, workload, level, participation, priorLearning, languagesOfInstruction, places } = design
  const shows = outcomes.flatMap(({ alignments }) =>
    alignments.flatMap(({ uri, relation }) => (relation === 'exact' || relation === 'close' ? [uri] : [])),
  )
  const [eqf, ...otherLevels] = level ? toEqf(level.framework, level.level) : []
  return {
    id,
    merit: id,
    title: pickText(design.title, language)?.text ?? '',
    url,
    ownerName,
    skills: [...new Set(shows)],
    ...(workload.hours !== undefined && { hours: workload.hours }),
    languages: languagesOfInstruction,
    places,
    online: participation.includes('online'),
    // Where a level may be several, none of them is claimed.
    ...(eqf && otherLevels.length === 0 && { level: eqf.eqf }),
    prerequisites: [],
    ...(priorLearning?.replaces === 'wholly' && { validation: {} }),
  }
}
