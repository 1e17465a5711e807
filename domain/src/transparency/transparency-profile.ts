import type { Route } from '../issuing/assessment-facts.ts'
import type {
  AssessmentType,
  AssessorIndependence,
  AssessorRole,
  Benefit,
  EvidenceKind,
  LearningSetting,
  OutcomeType,
  ParticipationForm,
  QualityAssurance,
  Supervision,
} from '../merit/merit.ts'
import type { MatchRelation } from '../skill/skill.ts'

/** Either said, with what was said, or not said: silence is an answer too, and never looks like one of the others. */
export type Stated<Said> = ({ readonly stated: true } & Readonly<Said>) | { readonly stated: false }

/** One of the words we know, or a stranger's own. */
export type Word<Known extends string> = { readonly code: Known } | { readonly other: string }

export type StatedParty = {
  id?: string
  name?: string
  country?: string
  region?: string
  url?: string
  identifiers: readonly { scheme: string; value: string }[]
}

export type StatedAlignment = { name: string; url?: string; framework?: string; relation?: MatchRelation }

export type StatedOutcome = {
  id?: string
  /** Absent when the credential names no text for it. */
  statement?: string
  type?: OutcomeType
  result: Stated<{ met: boolean; grade?: string }>
  methods: readonly Word<AssessmentType>[]
  criteria: readonly string[]
  alignments: readonly StatedAlignment[]
}

export type StatedLevel =
  | { readonly stated: false }
  /** The issuer says that no framework covers the merit, and why. */
  | { readonly stated: true; readonly standing: 'none'; readonly reason: string }
  | {
      readonly stated: true
      readonly standing: 'decided' | 'self-declared' | 'not-said'
      readonly framework?: string
      readonly level: string
      /** The EQF levels it may stand for; several where the framework's mapping has several. */
      readonly eqf: readonly number[]
      readonly decision?: {
        readonly body: string
        readonly reference?: string
        readonly on?: string
        readonly url?: string
      }
    }

export type StatedQualityAssurance = {
  kind?: QualityAssurance['kind']
  body: string
  standard?: string
  url?: string
  description?: string
}

export type StatedRecognition = {
  body: string
  scope?: string
  reference?: string
  on?: string
  until?: string
  url?: string
}

export type StatedPart = { id: string; name?: string; issuer?: string; digest?: string }

/**
 * What a credential says of who, what and how, item by item, for the reader to judge: C61 and C62.
 *
 * Nothing here was checked; whether the issuer really said it is the report's matter.
 */
export type TransparencyProfile = {
  readonly holder: Stated<{
    id?: string
    name?: string
    /** Ways to know that this is the person, as kinds: `name`, `emailAddress` … */
    identifiedBy: readonly { kind: string; hashed: boolean }[]
  }>
  readonly title: Stated<{ text: string; language?: string; otherLanguages: readonly string[] }>
  readonly description: Stated<{ text: string }>
  readonly issuer: Stated<StatedParty>
  readonly creator: Stated<StatedParty>
  /** Who stands behind the award: the creator where it mandated the issuer, else the issuer. */
  readonly awardingBody: Stated<StatedParty & { as: 'creator' | 'issuer' | 'named' }>
  readonly mandate: Stated<{ url: string; digest?: string }>
  readonly merit: Stated<{ id: string; version?: string; versionUrl?: string; kind?: string }>
  readonly issuedAt: Stated<{ at: string }>
  readonly validFrom: Stated<{ at: string }>
  readonly expiresAt: Stated<{ at: string }>
  readonly assessedOn: Stated<{ on: string }>
  readonly outcomes: Stated<{ items: readonly StatedOutcome[] }>
  readonly criteria: Stated<{ text?: string; url?: string }>
  readonly workload: Stated<{ hours?: number; credits?: { value: number; unit?: string } }>
  readonly level: StatedLevel
  readonly assessmentTypes: Stated<{ items: readonly Word<AssessmentType>[] }>
  readonly supervision: Stated<{
    value?: Supervision
    supervised: boolean
    identityChecked: boolean
    place?: 'online' | 'onsite'
  }>
  readonly assessor: Stated<{
    role?: Word<AssessorRole>
    independence?: AssessorIndependence
    qualification?: string
    count?: number
    name?: string
  }>
  readonly evidence: Stated<{
    items: readonly { kind?: Word<EvidenceKind>; name?: string; narrative?: string; url?: string }[]
  }>
  readonly route: Stated<{ value: Route }>
  readonly priorLearning: Stated<{ replaces: 'wholly' | 'partly' | 'no' }>
  readonly qualityAssurance: Stated<{ items: readonly StatedQualityAssurance[] }>
  readonly legalBasis: Stated<{ kind: 'none' } | { kind: 'law'; reference?: string; url?: string }>
  readonly participation: Stated<{ forms: readonly Word<ParticipationForm>[]; from?: string; until?: string }>
  readonly setting: Stated<{ value: Word<LearningSetting> }>
  readonly benefits: Stated<{ items: readonly Benefit[] }>
  readonly recognition: Stated<{ items: readonly StatedRecognition[] }>
  readonly prerequisites: Stated<{ text: string }>
  readonly grade: Stated<{ value: string; scale?: string }>
  readonly stackability: Stated<{ standing: 'stand-alone' | 'stackable'; towards: readonly string[] }>
  /** The smaller credentials that it says it was made of; whether each still holds is the report's matter. */
  readonly parts: Stated<{ items: readonly StatedPart[] }>
  readonly furtherInformation: Stated<{ text: string }>
  readonly note: Stated<{ text: string }>
  readonly pilot: boolean
}
