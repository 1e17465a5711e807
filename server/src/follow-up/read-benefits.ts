import { degrees, type Measure, type Round, rounds } from '@bricka/domain/follow-up/follow-up'
import { type Language, pickText } from '@bricka/domain/local-text'
import { Benefit, MeritDesign } from '@bricka/domain/merit/merit'
import type { DisclosurePolicy } from '@bricka/domain/planning/disclosure-policy'
import { measureShare, publicBase } from '@bricka/domain/planning/measure-share'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import { type Paging, windowOf } from '../http/paging.ts'
import { findVersion } from '../merit/find-merit.ts'

const measures = [
  ...Benefit.options.map((benefit): Measure => `benefit:${benefit}`),
  'recommends',
  'employer:useful',
  'employer:would-ask-for',
  'situation:working',
  'situation:studying',
  'situation:looking-for-work',
  'situation:none-of-these',
] as const satisfies readonly Measure[]

export const BenefitFigure = z.object({
  round: z.enum(rounds),
  measure: z.enum(measures),
  base: z.number().describe('How many answered, protected'),
  share: z
    .object({ value: z.number().nullable(), atLeast: z.number(), atMost: z.number() })
    .describe(`Who said "${degrees[0]}", in hundredths; null where they are too few to show, and so at most atMost`),
})
export type BenefitFigure = z.infer<typeof BenefitFigure>

export const BenefitsView = z.object({
  promised: z.array(Benefit),
  period: z.string().nullable().describe('The release; null before the first one'),
  figures: z.array(BenefitFigure),
  publicBase: z.number().describe('Fewer answers than this are shown to those who provide the merit only'),
})
export type BenefitsView = z.infer<typeof BenefitsView>

/**
 * What came of what a merit promises, as it was released last. Row-level security shows the public what enough have
 * answered; whoever provides the merit reads with the system's eyes.
 */
export async function readBenefits(work: Work, meritId: string): Promise<BenefitsView> {
  const version = await findVersion(work, meritId)
  const release = await newestRelease(work)
  return {
    promised: version?.design.benefits ?? [],
    period: release?.period ?? null,
    figures: release ? await listFigures(work, release, [meritId]).then((all) => all.map(({ figure }) => figure)) : [],
    publicBase,
  }
}

const newestRelease = (work: Work) =>
  work.selectFrom('follow_up_release').selectAll().orderBy('period', 'desc').limit(1).executeTakeFirst()

async function listFigures(work: Work, { period, policy }: Row<'follow_up_release'>, meritIds: readonly string[]) {
  if (meritIds.length === 0) return []
  const rows = await work
    .selectFrom('follow_up_figure')
    .selectAll()
    .where('merit_id', 'in', [...meritIds])
    .where('period', '=', period)
    .execute()
  return rows
    .map((row) => ({ meritId: row.merit_id, figure: viewFigure(row, policy) }))
    .sort((one, other) => placeOf(one.figure) - placeOf(other.figure))
}

const placeOf = ({ round, measure }: { round: Round; measure: Measure }): number =>
  rounds.indexOf(round) * measures.length + measures.indexOf(measure)

const viewFigure = (
  { round, measure, base, yes, partly }: Row<'follow_up_figure'>,
  policy: DisclosurePolicy,
): BenefitFigure => ({ round, measure, base, share: measureShare({ base, yes, partly }, policy) })

export const MeritBenefits = z.object({
  meritId: z.string(),
  title: z.string(),
  own: z.boolean().describe('Else it is issued under a mandate'),
  pilot: z.boolean(),
  inclusion: z.boolean().describe('It promises inclusion in the labour market'),
  promised: z.array(Benefit),
  figures: z.array(BenefitFigure),
})
export type MeritBenefits = z.infer<typeof MeritBenefits>

export type BenefitKind = 'all' | 'pilot' | 'inclusion'

/** The merits that an organisation owns or issues under a mandate, with what came of each; experiments can be seen apart. */
export async function listMeritBenefits(
  work: Work,
  organisationId: string,
  { kind, language, ...paging }: Paging & { kind: BenefitKind; language: Language },
): Promise<{ items: MeritBenefits[]; total: number; period: string | null }> {
  const release = await newestRelease(work)
  const mandated = work.selectFrom('mandate').select('merit_id').where('issuer_id', '=', organisationId)
  const rows = await work
    .selectFrom('merit')
    .innerJoin('merit_version', (join) =>
      join.onRef('merit_version.merit_id', '=', 'merit.id').onRef('merit_version.number', '=', 'merit.current_version'),
    )
    .select(['merit.id', 'merit.owner_id', 'merit_version.design'])
    .where((or) => or.or([or('merit.owner_id', '=', organisationId), or('merit.id', 'in', mandated)]))
    .orderBy('merit.id')
    .execute()
  const pattern = paging.search.toLocaleLowerCase()
  const found = rows
    .map((row) => ({ ...row, design: MeritDesign.parse(row.design) }))
    .map(({ id, owner_id, design }) => ({
      meritId: id,
      title: pickText(design.title, language)?.text ?? '',
      own: owner_id === organisationId,
      pilot: design.pilot,
      inclusion: design.benefits.includes('labour-market-inclusion'),
      promised: design.benefits,
    }))
    .filter((merit) => kind === 'all' || merit[kind])
    .filter(({ title }) => title.toLocaleLowerCase().includes(pattern))
  const { limit, offset } = windowOf(paging)
  const shown = found.slice(offset, offset + limit)
  const figures = release
    ? await listFigures(
        work,
        release,
        shown.map(({ meritId }) => meritId),
      )
    : []
  return {
    items: shown.map((merit) => ({
      ...merit,
      figures: figures.flatMap(({ meritId, figure }) => (meritId === merit.meritId ? [figure] : [])),
    })),
    total: found.length,
    period: release?.period ?? null,
  }
}
