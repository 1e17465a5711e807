import type { Language } from '@bricka/domain/local-text'
import { pickText } from '@bricka/domain/local-text'
import { toEqf } from '@bricka/domain/merit/level-framework'
import { MeritDesign } from '@bricka/domain/merit/merit'
import { Occasion } from '@bricka/domain/merit/occasion'
import type { CatalogueOffer } from '@bricka/domain/pathway/closing-view'
import type { Work } from '../database/connect.ts'

/**
 * The catalogue as offers, with the skills that outcomes are exactly or closely aligned to: each coming occasion of a
 * published merit by itself, and a merit that nobody has announced an occasion of once, with what its design says.
 * A design says its price in words only, so a price is known of occasions alone.
 */
export async function listOffers(work: Work, language: Language, now: Date): Promise<CatalogueOffer[]> {
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
  const coming = await listComing(work, now)
  return rows.flatMap(({ id, design, url, legal_name }) => {
    const read = MeritDesign.safeParse(design)
    if (!read.success) return []
    const offer = toOffer({ id, url, ownerName: legal_name }, read.data, language)
    const occasions = coming.get(id) ?? []
    return occasions.length === 0 ? [offer] : occasions.map((one) => at(offer, one))
  })
}

type Coming = { readonly id: string; readonly issuer: string; readonly occasion: Occasion }

/** What one may still apply for, by merit. */
async function listComing(work: Work, now: Date): Promise<ReadonlyMap<string, readonly Coming[]>> {
  const today = now.toISOString().slice(0, 10)
  const rows = await work
    .selectFrom('merit_occasion')
    .innerJoin('organisation', 'organisation.id', 'merit_occasion.issuer_id')
    .select(['merit_occasion.id', 'merit_id', 'occasion', 'legal_name'])
    .where('called_off_at', 'is', null)
    .where('starts_on', '>=', today)
    .orderBy('starts_on')
    .orderBy('merit_occasion.id')
    .limit(20_000)
    .execute()
  const open = rows
    .map(({ id, merit_id, occasion, legal_name }) => ({
      merit: merit_id,
      coming: { id, issuer: legal_name, occasion: Occasion.parse(occasion) },
    }))
    .filter(({ coming }) => (coming.occasion.applyBy ?? today) >= today)
  return new Map(
    [...Map.groupBy(open, ({ merit }) => merit)].map(([merit, some]) => [merit, some.map(({ coming }) => coming)]),
  )
}

/** The merit as it is given at one occasion. */
function at(offer: CatalogueOffer, { id, issuer, occasion }: Coming): CatalogueOffer {
  const { startsOn, endsOn, place, online, languages, hoursPerWeek, fee, url } = occasion
  return {
    ...offer,
    id: `${offer.merit}:${id}`,
    ownerName: issuer,
    url: url ?? offer.url,
    startsOn,
    online,
    places: place === undefined ? [] : [place],
    ...(endsOn && { endsOn }),
    ...(languages.length > 0 && { languages }),
    ...(hoursPerWeek !== undefined && { hoursPerWeek }),
    ...(fee && { price: fee.amount, currency: fee.currency }),
  }
}

function toOffer(
  { id, url, ownerName }: { id: string; url: string; ownerName: string },
  design: MeritDesign,
  language: Language,
): CatalogueOffer {
  const { outcomes, workload, level, participation, priorLearning, languagesOfInstruction, places, requires } = design
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
    prerequisites: requires,
    ...(priorLearning?.replaces === 'wholly' && { validation: {} }),
  }
}
