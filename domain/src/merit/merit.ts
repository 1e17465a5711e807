import { z } from 'zod'
import { Language, LocalText } from '../local-text.ts'
import { OrganisationId } from '../organisation/organisation.ts'
import { SkillAlignment } from '../skill/skill.ts'
import { typedLine, typedText } from '../typed-text.ts'

export const MeritId = z.uuid().brand<'MeritId'>()
export type MeritId = z.infer<typeof MeritId>
export const OutcomeId = z.string().min(1).max(60).brand<'OutcomeId'>()
export type OutcomeId = z.infer<typeof OutcomeId>

/** The Swedish ordinance's and ELM's three kinds of learning outcome. */
export const OutcomeType = z.enum(['knowledge', 'skill', 'responsibility-and-autonomy'])
export type OutcomeType = z.infer<typeof OutcomeType>

/** How learning is shown; the first fourteen are ELM's learning-assessment vocabulary. */
export const AssessmentType = z.enum([
  'peer-assessment',
  'marked-assignment',
  'continuous-evaluation',
  'portfolio',
  'group-performance',
  'practical-assessment',
  'written-examination',
  'level-of-attendance',
  'project-work',
  'peer-review',
  'quiz',
  'problem-based-learning',
  'oral-examination',
  'artefact-assessment',
  'observation-at-work',
  'structured-interview',
  'simulation',
])
export type AssessmentType = z.infer<typeof AssessmentType>

export const LearningOutcome = z.strictObject({
  id: OutcomeId,
  type: OutcomeType,
  statement: LocalText,
  criteria: z.array(LocalText).max(20).default([]),
  assessedBy: z.array(AssessmentType).max(10).default([]),
  alignments: z.array(SkillAlignment).max(20).default([]),
})
export type LearningOutcome = z.infer<typeof LearningOutcome>

/** Units keep their own name: lawful conversions live in `credit-unit.ts`, never here. */
export const Workload = z.strictObject({
  hours: z.number().positive().max(20_000).optional(),
  credits: z.strictObject({ value: z.number().positive().max(1000), unit: typedLine().min(1).max(40) }).optional(),
})
export type Workload = z.infer<typeof Workload>

/** A level is either decided by someone who may decide it, or the creator's own estimate; never blurred. */
export const Level = z.discriminatedUnion('standing', [
  z.strictObject({
    standing: z.literal('decided'),
    framework: typedLine().min(1).max(40),
    level: typedLine().min(1).max(10),
    decision: z.strictObject({
      body: typedLine().min(1).max(200),
      reference: typedLine().min(1).max(200),
      on: z.iso.date().optional(),
      url: z
        .url({ protocol: /^https?$/ })
        .max(300)
        .optional(),
    }),
  }),
  z.strictObject({
    standing: z.literal('self-declared'),
    framework: typedLine().min(1).max(40),
    level: typedLine().min(1).max(10),
  }),
])
export type Level = z.infer<typeof Level>

/** Annex I, optional element "supervision and identity verification during assessment". */
export const Supervision = z.enum([
  'unsupervised-without-identity-check',
  'supervised-without-identity-check',
  'supervised-online-with-identity-check',
  'supervised-onsite-with-identity-check',
])
export type Supervision = z.infer<typeof Supervision>

export const AssessorRole = z.enum([
  'teacher',
  'workplace-supervisor',
  'occupational-assessor',
  'external-examiner',
  'peer',
  'automatic',
  'other',
])
export type AssessorRole = z.infer<typeof AssessorRole>
export const AssessorIndependence = z.enum(['same-as-teacher', 'same-organisation', 'other-organisation'])
export type AssessorIndependence = z.infer<typeof AssessorIndependence>

export const EvidenceKind = z.enum([
  'certificate',
  'work-record',
  'referee-statement',
  'work-sample',
  'observation',
  'practical-test',
  'written-test',
  'interview',
  'portfolio',
  'simulation',
  'self-assessment',
  'peer-statement',
  'photo-or-video',
])
export type EvidenceKind = z.infer<typeof EvidenceKind>

export const Assessment = z.strictObject({
  types: z.array(AssessmentType).max(17).default([]),
  supervision: Supervision.optional(),
  assessor: z
    .strictObject({
      role: AssessorRole,
      independence: AssessorIndependence,
      qualification: typedLine().max(300).optional(),
    })
    .optional(),
  evidenceKinds: z.array(EvidenceKind).max(13).default([]),
  gradingScale: typedLine().max(200).optional(),
  description: LocalText.optional(),
})
export type Assessment = z.infer<typeof Assessment>

export const ParticipationForm = z.enum([
  'presential',
  'online',
  'blended',
  'work-based',
  'project-based',
  'laboratory-based',
])
export type ParticipationForm = z.infer<typeof ParticipationForm>
export const LearningSetting = z.enum(['formal', 'non-formal', 'informal'])
export type LearningSetting = z.infer<typeof LearningSetting>

export const QualityAssurance = z.strictObject({
  kind: z.enum(['internal', 'external', 'branch-panel', 'accreditation', 'authority-supervision']),
  body: typedLine().min(1).max(200),
  standard: typedLine().max(200).optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .optional(),
  description: LocalText.optional(),
})
export type QualityAssurance = z.infer<typeof QualityAssurance>

/** The Nordic policy brief's benefit types, as a closed list. */
export const Benefit = z.enum([
  'professional-skills',
  'personal-development',
  'labour-market-inclusion',
  'admission-to-education',
  'job-retention-and-recruitment',
])
export type Benefit = z.infer<typeof Benefit>

/** Who recognises the merit, for what, by which decision. */
export const Recognition = z.strictObject({
  body: typedLine().min(1).max(200),
  scope: LocalText,
  reference: typedLine().max(200).optional(),
  on: z.iso.date().optional(),
  until: z.iso.date().optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .optional(),
})
export type Recognition = z.infer<typeof Recognition>

export const Collaborator = z.strictObject({
  name: typedLine().min(1).max(200),
  part: z.enum(['employer', 'union', 'branch-body', 'education-provider', 'learners', 'authority', 'civil-society']),
  contribution: typedText().max(500).optional(),
})
export type Collaborator = z.infer<typeof Collaborator>

/** What a published survey found wanting: which time it was run, and which skill (a concept's URI). */
export const NeedReference = z.strictObject({ waveId: z.uuid(), concept: z.string().min(1).max(400) })
export type NeedReference = z.infer<typeof NeedReference>

/**
 * A merit's design: every element of Annex I of Council Recommendation 2022/C 243/02, and what the domain adds.
 *
 * Nearly everything may be absent, for a draft is saved as it grows. Which elements must be there before publication
 * is a profile (`profile.ts`), judged by `checkCompleteness`.
 */
export const MeritDesign = z.strictObject({
  title: LocalText.default({}),
  description: LocalText.default({}),
  languagesOfContent: z.array(Language).max(10).default([]),
  outcomes: z.array(LearningOutcome).max(40).default([]),
  workload: Workload.default({}),
  level: Level.optional(),
  /** Said instead of a level where no framework covers the merit: silence and "no level" are not the same. */
  withoutLevel: z.strictObject({ reason: LocalText }).optional(),
  assessment: Assessment.default({ types: [], evidenceKinds: [] }),
  participation: z.array(ParticipationForm).max(6).default([]),
  setting: LearningSetting.optional(),
  qualityAssurance: z.array(QualityAssurance).max(10).default([]),
  benefits: z.array(Benefit).max(5).default([]),
  recognition: z.array(Recognition).max(20).default([]),
  /** Whether validation of prior learning can replace taking part. */
  priorLearning: z.strictObject({ replaces: z.enum(['wholly', 'partly', 'no']), how: LocalText.optional() }).optional(),
  legalBasis: z
    .discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('law'),
        reference: typedLine().min(1).max(300),
        url: z
          .url({ protocol: /^https?$/ })
          .max(300)
          .optional(),
      }),
      z.strictObject({ kind: z.literal('none') }),
    ])
    .optional(),
  stacking: z
    .strictObject({
      standing: z.enum(['stand-alone', 'stackable']),
      towards: z.array(typedLine().min(1).max(300)).max(20).default([]),
    })
    .optional(),
  entryRequirements: LocalText.optional(),
  /** Merits that must be held before one begins; whoever shows by validation that they know it needs none. */
  requires: z.array(MeritId).max(10).default([]),
  targetGroup: LocalText.optional(),
  price: LocalText.optional(),
  funding: LocalText.optional(),
  accessibility: LocalText.optional(),
  languagesOfInstruction: z.array(Language).max(10).default([]),
  places: z.array(typedLine().min(1).max(120)).max(30).default([]),
  designedWith: z.array(Collaborator).max(20).default([]),
  needAnswered: LocalText.optional(),
  /** Beside the creator's own words: the figures of published surveys that the merit is an answer to. */
  answersNeeds: z.array(NeedReference).max(10).default([]),
  fieldOfStudy: typedLine().max(120).optional(),
  validForMonths: z.number().int().positive().max(600).optional(),
  reviewOn: z.iso.date().optional(),
  relevanceReviewOn: z.iso.date().optional(),
  pilot: z.boolean().default(false),
  furtherInformation: z
    .strictObject({
      text: LocalText.optional(),
      url: z
        .url({ protocol: /^https?$/ })
        .max(300)
        .optional(),
    })
    .optional(),
})
export type MeritDesign = z.infer<typeof MeritDesign>

export const MeritState = z.enum(['draft', 'published', 'retired'])
export type MeritState = z.infer<typeof MeritState>

/** A published version never changes: credentials issued under it point to it for ever. */
export const MeritVersion = z.strictObject({
  meritId: MeritId,
  number: z.number().int().positive(),
  ownerId: OrganisationId,
  design: MeritDesign,
  profileId: z.string(),
  publishedAt: z.iso.datetime(),
  changes: z.array(typedLine().min(1).max(500)).max(50).default([]),
})
export type MeritVersion = z.infer<typeof MeritVersion>
