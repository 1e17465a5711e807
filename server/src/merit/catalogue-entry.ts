import { Language, LocalText } from '@bricka/domain/local-text'
import { convertCredit } from '@bricka/domain/merit/credit-unit'
import { toEqf } from '@bricka/domain/merit/level-framework'
import {
  Benefit,
  LearningSetting,
  Level,
  type MeritDesign,
  type MeritVersion,
  ParticipationForm,
  Workload,
} from '@bricka/domain/merit/merit'
import { z } from 'zod'
import { toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import { needKey } from './check-needs.ts'
import { titleOf } from './title-of.ts'

/** What the catalogue shows of a merit, kept ready so that a search reads one table. */
export const CatalogueCard = z.object({
  meritId: z.string(),
  number: z.number().describe('The newest published version'),
  url: z.string(),
  title: LocalText,
  description: LocalText,
  owner: z.object({ slug: z.string(), legalName: z.string(), country: z.string() }),
  workload: Workload,
  level: Level.optional(),
  eqf: z
    .array(z.number())
    .describe('EQF levels that the level may stand for; several where the mapping is not one to one'),
  participation: z.array(ParticipationForm),
  setting: LearningSetting.optional(),
  benefits: z.array(Benefit),
  places: z.array(z.string()),
  skills: z.array(z.object({ uri: z.string(), label: z.string() })),
  priorLearning: z.enum(['wholly', 'partly', 'no']).optional(),
  languagesOfInstruction: z.array(Language),
  pilot: z.boolean(),
  publishedAt: z.string(),
})
export type CatalogueCard = z.infer<typeof CatalogueCard>

type Published = { version: MeritVersion; url: string; owner: Row<'organisation'> }

/** Shows a version in the catalogue instead of the one before it. */
export async function putInCatalogue(work: Work, { version, url, owner }: Published): Promise<void> {
  const { design } = version
  const card = composeCard({ version, url, owner })
  const row = {
    number: version.number,
    owner_id: version.ownerId,
    item: toJson(card),
    search: composeSearchText(design, owner.legal_name),
    title: titleOf(design),
    skills: card.skills.map(({ uri }) => uri),
    eqf: card.eqf,
    hours: hoursOf(design),
    credit_units: design.workload.credits ? [design.workload.credits.unit] : [],
    participation: design.participation,
    benefits: design.benefits,
    setting: design.setting ?? null,
    languages: design.languagesOfInstruction,
    places: design.places,
    needs: design.answersNeeds.map(needKey),
    pilot: design.pilot,
    published_at: new Date(version.publishedAt),
  }
  await work
    .insertInto('catalogue_entry')
    .values({ merit_id: version.meritId, ...row })
    .onConflict((conflict) => conflict.column('merit_id').doUpdateSet(row))
    .execute()
}

export async function takeFromCatalogue(work: Work, meritId: string): Promise<void> {
  await work.deleteFrom('catalogue_entry').where('merit_id', '=', meritId).execute()
}

function composeCard({ version, url, owner }: Published): CatalogueCard {
  const { design } = version
  return {
    meritId: version.meritId,
    number: version.number,
    url,
    title: design.title,
    description: design.description,
    owner: { slug: owner.slug, legalName: owner.legal_name, country: owner.country },
    workload: design.workload,
    ...(design.level && { level: design.level }),
    eqf: design.level ? toEqf(design.level.framework, design.level.level).map(({ eqf }) => eqf) : [],
    participation: design.participation,
    ...(design.setting && { setting: design.setting }),
    benefits: design.benefits,
    places: design.places,
    skills: skillsOf(design),
    ...(design.priorLearning && { priorLearning: design.priorLearning.replaces }),
    languagesOfInstruction: design.languagesOfInstruction,
    pilot: design.pilot,
    publishedAt: version.publishedAt,
  }
}

function skillsOf(design: MeritDesign): CatalogueCard['skills'] {
  const alignments = design.outcomes.flatMap((outcome) => outcome.alignments)
  return [...new Map(alignments.map(({ uri, label }) => [uri, { uri, label }])).values()]
}

/** Hours as they are said, else the least that the credits lawfully stand for; nothing where no rate exists. */
function hoursOf({ workload: { hours, credits } }: MeritDesign): number | null {
  if (hours !== undefined) return hours
  const conversion = credits && convertCredit(credits.value, credits.unit, 'hours')
  return conversion && 'converted' in conversion ? conversion.converted.least : null
}

function composeSearchText(design: MeritDesign, owner: string): string {
  const texts = [
    design.title,
    design.description,
    design.targetGroup,
    design.needAnswered,
    ...design.outcomes.map((outcome) => outcome.statement),
  ].flatMap((text) => Object.values(text ?? {}))
  const labels = skillsOf(design).map(({ label }) => label)
  return [...texts, ...labels, ...design.places, owner].join('\n').toLowerCase().slice(0, 50_000)
}
