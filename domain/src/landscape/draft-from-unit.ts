import { Benefit, type MeritDesign, type ParticipationForm } from '../merit/merit.ts'
import type { LearningUnit } from './learning-unit.ts'

const participation: Readonly<Record<string, ParticipationForm>> = {
  classroom: 'presential',
  online: 'online',
  blended: 'blended',
  'at-work': 'work-based',
  project: 'project-based',
}

const settings = ['formal', 'non-formal', 'informal'] as const

/**
 * What a recorded unit already says of a merit: a beginning, for its owner to go on with. Nothing is made up: outcomes,
 * assessment and quality assurance, which a record has not in words, are left for whoever designs.
 */
export function draftFromUnit(unit: LearningUnit): Partial<MeritDesign> {
  const { name, language, hours, url, answers, source } = unit
  const list = (id: string): readonly string[] => [answers[id] ?? []].flat()
  const aim = typeof answers.aim === 'string' ? answers.aim : undefined
  const setting = settings.find((one) => list('context').includes(one))
  return {
    title: { [language]: name },
    languagesOfContent: [language],
    ...(aim !== undefined && { description: { [language]: aim } }),
    ...(hours !== undefined && { workload: { hours } }),
    participation: [...new Set(list('form').flatMap((form) => participation[form] ?? []))],
    benefits: Benefit.options.filter((benefit) => list('purpose').includes(benefit)),
    ...(setting && { setting }),
    furtherInformation: {
      text: { [language]: `${unit.provider}. ${source} (${unit.observedOn}).` },
      ...(url !== undefined && { url }),
    },
  }
}
