import { z } from 'zod'

/** The four phases of validation (Council Recommendation 2012/C 398/01; Cedefop's guidelines of 2023), in order. */
export const Phase = z.enum(['identification', 'documentation', 'assessment', 'certification'])
export type Phase = z.infer<typeof Phase>

export type PhaseNames = {
  /** What the country calls validation of prior learning. */
  readonly validation: string
  readonly language: string
  readonly phases: Readonly<Record<Phase, string>>
  /** Where the names stand; `general` where they are in common use and no text was read. */
  readonly basis: 'read' | 'general'
  readonly source: string
}

/** What each country calls the four phases: data, for a candidate should meet the words their own papers use. */
const phaseNames = {
  SE: {
    validation: 'validering',
    language: 'sv',
    phases: {
      identification: 'inledande kartläggning',
      documentation: 'fördjupad kartläggning',
      assessment: 'bedömning',
      certification: 'erkännande',
    },
    basis: 'read',
    source: 'Valideringsförordning (2022:1549); Skolverket on komvux',
  },
  AX: {
    validation: 'validering',
    language: 'sv',
    phases: {
      identification: 'inledande kartläggning',
      documentation: 'fördjupad kartläggning',
      assessment: 'bedömning',
      certification: 'erkännande',
    },
    basis: 'general',
    source: 'The same words as in Sweden (NVL)',
  },
  DK: {
    validation: 'anerkendelse af realkompetence',
    language: 'da',
    phases: {
      identification: 'vejledning og afklaring',
      documentation: 'dokumentation',
      assessment: 'vurdering',
      certification: 'anerkendelse',
    },
    basis: 'general',
    source: 'NVL on realkompetence',
  },
  NO: {
    validation: 'realkompetansevurdering',
    language: 'nb',
    phases: {
      identification: 'kartlegging',
      documentation: 'dokumentasjon',
      assessment: 'vurdering',
      certification: 'godkjenning',
    },
    basis: 'general',
    source: 'NVL on realkompetanse',
  },
  FI: {
    validation: 'aiemmin opitun tunnustaminen',
    language: 'fi',
    phases: {
      identification: 'osaamisen tunnistaminen',
      documentation: 'osaamisen dokumentointi',
      assessment: 'osaamisen arviointi',
      certification: 'osaamisen tunnustaminen',
    },
    basis: 'general',
    source: 'NVL on aiemmin opitun tunnustaminen',
  },
  IS: {
    validation: 'raunfærnimat',
    language: 'is',
    phases: {
      identification: 'kynning og skimun',
      documentation: 'færniskráning',
      assessment: 'mat',
      certification: 'viðurkenning',
    },
    basis: 'general',
    source: 'NVL on raunfærnimat',
  },
} as const satisfies Record<string, PhaseNames>

/** The phase after this one; `undefined` after the last. */
export const nextPhase = (phase: Phase): Phase | undefined => Phase.options[Phase.options.indexOf(phase) + 1]

/** The names in a country; Sweden's where it is none of ours. */
export function findPhaseNames(country: string): PhaseNames {
  const all: Readonly<Record<string, PhaseNames>> = phaseNames
  return Object.hasOwn(all, country) ? (all[country] ?? phaseNames.SE) : phaseNames.SE
}
