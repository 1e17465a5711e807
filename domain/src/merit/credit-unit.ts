import { z } from 'zod'

/**
 * Units that learning is measured in, each with its own name.
 *
 * Two words that look alike may be two units: an Icelandic *eining* of upper secondary school is not an *ECTS-eining*,
 * and a Finnish *osaamispiste* (competence) is not an *opintopiste* (study).
 */
export const CreditUnitId = z.enum([
  'hours',
  'ECTS',
  'hp',
  'YH-poäng',
  'gymnasiepoäng',
  'studiepoeng',
  'fagskolepoeng',
  'kompetansepoeng',
  'opintopiste',
  'osaamispiste',
  'eining',
  'ECTS-eining',
  'AMU-dag',
  'ECVET',
])
export type CreditUnitId = z.infer<typeof CreditUnitId>

export type CreditUnit = {
  readonly name: CreditUnitId
  readonly fullName: string
  readonly country: string | undefined
  /** What the unit counts. Only like can be turned into like. */
  readonly measures: 'time' | 'higher-education-study' | 'study-length' | 'competence' | 'course-size'
  readonly otherNames: readonly string[]
}

export const creditUnits = {
  hours: {
    name: 'hours',
    fullName: 'hours',
    country: undefined,
    measures: 'time',
    otherNames: ['h', 'timmar', 'timer', 'tuntia', 'klukkustundir'],
  },
  ECTS: {
    name: 'ECTS',
    fullName: 'ECTS credits',
    country: undefined,
    measures: 'higher-education-study',
    otherNames: ['ects-poäng', 'ects-point', 'ects credits', 'ects credit'],
  },
  hp: {
    name: 'hp',
    fullName: 'högskolepoäng',
    country: 'SE',
    measures: 'higher-education-study',
    otherNames: ['högskolepoäng'],
  },
  'YH-poäng': {
    name: 'YH-poäng',
    fullName: 'yrkeshögskolepoäng',
    country: 'SE',
    measures: 'study-length',
    otherNames: ['yhp', 'yh-p', 'yhp.', 'yrkeshögskolepoäng'],
  },
  gymnasiepoäng: {
    name: 'gymnasiepoäng',
    fullName: 'gymnasiepoäng',
    country: 'SE',
    measures: 'course-size',
    otherNames: ['gp', 'komvuxpoäng', 'verksamhetspoäng'],
  },
  studiepoeng: {
    name: 'studiepoeng',
    fullName: 'studiepoeng',
    country: 'NO',
    measures: 'higher-education-study',
    otherNames: ['stp', 'studiepoeng (høyere utdanning)'],
  },
  fagskolepoeng: {
    name: 'fagskolepoeng',
    fullName: 'fagskolepoeng',
    country: 'NO',
    measures: 'study-length',
    otherNames: [],
  },
  kompetansepoeng: {
    name: 'kompetansepoeng',
    fullName: 'kompetansepoeng',
    country: 'NO',
    measures: 'competence',
    otherNames: [],
  },
  opintopiste: {
    name: 'opintopiste',
    fullName: 'opintopiste',
    country: 'FI',
    measures: 'higher-education-study',
    otherNames: ['op', 'opintopistettä', 'studiepoäng', 'sp'],
  },
  osaamispiste: {
    name: 'osaamispiste',
    fullName: 'osaamispiste',
    country: 'FI',
    measures: 'competence',
    otherNames: ['osp', 'osaamispistettä', 'kompetenspoäng', 'kp'],
  },
  eining: {
    name: 'eining',
    fullName: 'framhaldsskólaeining',
    country: 'IS',
    measures: 'course-size',
    otherNames: ['ein', 'einingar', 'fein', 'framhaldsskólaeining', 'framhaldsskólaeiningar'],
  },
  'ECTS-eining': {
    name: 'ECTS-eining',
    fullName: 'ECTS-eining',
    country: 'IS',
    measures: 'higher-education-study',
    otherNames: ['ects-einingar', 'háskólaeining'],
  },
  'AMU-dag': {
    name: 'AMU-dag',
    fullName: 'AMU-dag',
    country: 'DK',
    measures: 'time',
    otherNames: ['amu-dage', 'kursusdag', 'kursusdage'],
  },
  ECVET: {
    name: 'ECVET',
    fullName: 'ECVET points',
    country: undefined,
    measures: 'competence',
    otherNames: ['ecvet points', 'ecvet-poäng'],
  },
} as const satisfies Record<CreditUnitId, CreditUnit>

/** A credit range shown as it is: `least` and `most` are equal where a conversion is exact. */
export type Amount = { readonly unit: CreditUnitId; readonly least: number; readonly most: number }

export type ConversionRefusal =
  | 'unit-unknown'
  | 'measures-competence-not-time'
  | 'hours-do-not-make-credits'
  | 'course-size-has-no-rate'
  | 'no-lawful-rate'

export type Conversion =
  | { converted: Amount; standing: 'equal'; source: string }
  | { converted: Amount; standing: 'length-only'; caveat: 'length-not-level'; source: string }
  | { converted: Amount; standing: 'typical-range'; caveat: 'workload-estimate'; source: string }
  | { code: 'not-convertible'; why: ConversionRefusal }

/** The unit that someone means by a name, however it is capitalised; `undefined` for one we do not know. */
export function findCreditUnit(name: string): CreditUnit | undefined {
  const wanted = name.trim().toLowerCase()
  const all: readonly CreditUnit[] = Object.values(creditUnits)
  return all.find((unit) =>
    [unit.name, unit.fullName, ...unit.otherNames].some((known) => known.toLowerCase() === wanted),
  )
}

/**
 * Turns an amount into another unit where there is a lawful ground for it, and says which ground.
 *
 * Refuses where there is none: an amount that nobody may convert must stay in its own unit.
 */
export function convertCredit(value: number, fromName: string, toName: string): Conversion {
  const from = findCreditUnit(fromName)
  const to = findCreditUnit(toName)
  if (!from || !to) return { code: 'not-convertible', why: 'unit-unknown' }
  if (from.name === to.name) return { converted: exactly(to.name, value), standing: 'equal', source: 'same unit' }
  if (isStudyCredit(from) && isStudyCredit(to))
    return {
      converted: exactly(to.name, value),
      standing: 'equal',
      source: '60 credits are one year of full-time study',
    }
  if (isStudyCredit(from) && to.name === 'hours') return studyCreditHours(value, from.name)
  if (from.name === 'YH-poäng') return yhPointLength(value, to)
  return { code: 'not-convertible', why: whyNot(from, to) }
}

const exactly = (unit: CreditUnitId, value: number): Amount => {
  const rounded = Math.round(value * 100) / 100
  return { unit, least: rounded, most: rounded }
}

const isStudyCredit = (unit: CreditUnit) => unit.measures === 'higher-education-study'

/** 25–30 hours a credit in Europe; Sweden (40 weeks of 40 hours for 60) and Finland (about 27) have their own rate. */
function studyCreditHours(value: number, unit: CreditUnitId): Conversion {
  const national = unit === 'hp' ? 1600 / 60 : unit === 'opintopiste' ? 27 : undefined
  const least = Math.round(value * (national ?? 25))
  const most = Math.round(value * (national ?? 30))
  return {
    converted: { unit: 'hours', least, most },
    standing: 'typical-range',
    caveat: 'workload-estimate',
    source:
      unit === 'hp'
        ? '60 högskolepoäng are 40 weeks of 40 hours (UKÄ)'
        : unit === 'opintopiste'
          ? '1 opintopiste is about 27 hours'
          : 'ECTS Users’ Guide: 25–30 hours a credit',
  }
}

/** 5 points are a week and 200 a year, so 200 are as long as 60 hp; whether they count as hp each university decides. */
function yhPointLength(value: number, to: CreditUnit): Conversion {
  const source = '5 YH-poäng are one week, 200 one year of full-time study'
  if (to.name === 'hours') {
    const converted = exactly('hours', value * 8)
    return { converted, standing: 'length-only', caveat: 'length-not-level', source }
  }
  if (to.name === 'hp' || to.name === 'ECTS') {
    const converted = exactly(to.name, value * 0.3)
    return { converted, standing: 'length-only', caveat: 'length-not-level', source }
  }
  return { code: 'not-convertible', why: whyNot(creditUnits['YH-poäng'], to) }
}

function whyNot(from: CreditUnit, to: CreditUnit): ConversionRefusal {
  if (from.measures === 'competence' || to.measures === 'competence') return 'measures-competence-not-time'
  if (from.name === 'hours') return 'hours-do-not-make-credits'
  if (from.measures === 'course-size' || to.measures === 'course-size') return 'course-size-has-no-rate'
  return 'no-lawful-rate'
}
