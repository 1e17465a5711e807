import { bricka, elm } from '../issuing/credential-terms.ts'
import { type WalletType, walletTypes } from './wallet-claims.ts'

type Path = readonly [string, ...string[]]

/** What a verifier may ask about a merit, and where each type says it; a type that does not say it is not asked. */
export const askable = {
  holder: {
    'micro-credential': [['credentialSubject', 'identifier']],
    'learning-credential': [['name']],
  },
  title: {
    'micro-credential': [['credentialSubject', 'achievement', 'name']],
    'learning-credential': [['achievement_title']],
  },
  description: {
    'micro-credential': [['credentialSubject', 'achievement', 'description']],
    'learning-credential': [['achievement_description']],
  },
  outcomes: {
    'micro-credential': [
      ['credentialSubject', 'achievement', 'resultDescription'],
      ['credentialSubject', 'result'],
    ],
    'learning-credential': [['learning_outcomes']],
  },
  criteria: {
    'micro-credential': [['credentialSubject', 'achievement', 'criteria']],
    'learning-credential': undefined,
  },
  skills: {
    'micro-credential': [['credentialSubject', 'achievement', 'alignment']],
    'learning-credential': undefined,
  },
  level: {
    'micro-credential': [
      ['credentialSubject', 'achievement', bricka('levelFramework')],
      ['credentialSubject', 'achievement', bricka('level')],
    ],
    'learning-credential': [['level_of_learning_experience']],
  },
  workload: {
    'micro-credential': [['credentialSubject', 'achievement', elm('volumeOfLearning')]],
    'learning-credential': [['expected_study_time']],
  },
  quality: {
    'micro-credential': [['credentialSubject', 'achievement', bricka('qualityAssurance')]],
    'learning-credential': [['types_of_quality_assurance']],
  },
  assessment: {
    'micro-credential': [
      ['credentialSubject', 'achievement', bricka('assessmentType')],
      ['credentialSubject', bricka('supervision')],
      ['credentialSubject', bricka('assessedOn')],
    ],
    'learning-credential': undefined,
  },
} as const satisfies Record<string, Record<WalletType, readonly Path[] | undefined>>
export type Askable = keyof typeof askable

export const askableNames = [
  'holder',
  'title',
  'description',
  'outcomes',
  'criteria',
  'skills',
  'level',
  'workload',
  'quality',
  'assessment',
] as const satisfies readonly Askable[]

export type Asked = {
  /** Addresses of merits; any merit where there is none. */
  merits: readonly string[]
  claims: readonly Askable[]
  /** Whether one may show more than one of them. */
  several: boolean
}

/**
 * Writes what a verifier asks as a DCQL query (OpenID4VP 1.0, 6). Only forms that can leave claims out are asked for, so
 * that nobody must show more than was asked.
 */
export function askClaims({ merits, claims, several }: Asked) {
  if (merits.length > 0)
    return {
      credentials: merits.map((merit, index) => ({
        ...askType('micro-credential', `merit-${index + 1}`, claims, several),
        claims: [
          { path: ['credentialSubject', 'achievement', 'id'], values: [merit] },
          ...pathsOf('micro-credential', claims).map((path) => ({ path })),
        ],
      })),
    }
  const types = (['micro-credential', 'learning-credential'] as const).filter((type) =>
    claims.every((claim) => askable[claim][type] !== undefined),
  )
  return {
    credentials: types.map((type) => askType(type, type, claims, several)),
    ...(types.length > 1 && { credential_sets: [{ options: types.map((type) => [type]) }] }),
  }
}

const askType = (type: WalletType, id: string, claims: readonly Askable[], several: boolean) => ({
  id,
  format: 'dc+sd-jwt',
  multiple: several,
  meta: { vct_values: [walletTypes[type]] },
  claims: pathsOf(type, claims).map((path) => ({ path })),
})

const pathsOf = (type: WalletType, claims: readonly Askable[]): readonly string[][] =>
  claims.flatMap((claim) => (askable[claim][type] ?? []).map((path) => [...path]))
