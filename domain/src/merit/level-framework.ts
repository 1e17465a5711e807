import { z } from 'zod'
import type { Level } from './merit.ts'

/** Frameworks whose levels a merit may name. The Faroe Islands and Greenland have none that is referenced. */
export const LevelFrameworkId = z.enum(['EQF', 'SeQF', 'DK-NQF', 'NKR', 'FiNQF', 'ISQF', 'AxQF', 'QF-EHEA'])
export type LevelFrameworkId = z.infer<typeof LevelFrameworkId>

export const EqfLevel = z.number().int().min(1).max(8)
export type EqfLevel = z.infer<typeof EqfLevel>

/**
 * Where a mapping comes from, and how firmly we know it.
 *
 * `read` was read in the source itself, `inferred` follows from what the source says, `general` is commonly stated and
 * waits for its source. Show it: a level that rests on an inference must not look like law.
 */
export type MappingSource = {
  readonly title: string
  readonly url?: string
  readonly basis: 'read' | 'inferred' | 'general'
}

export type LevelFramework = {
  readonly id: LevelFrameworkId
  readonly name: string
  readonly country: string | undefined
  readonly status: 'in-force' | 'planned'
  /** The year the mapping to EQF was settled; mappings are judged as of a day, so a later one can be added beside. */
  readonly since: string
  /** Whether a level may be named without a decision behind it, as the creator's own comparison. */
  readonly selfDeclared: 'as-comparison' | 'refused'
  readonly selfDeclaredBecause: string
  readonly otherNames: readonly string[]
  readonly levels: Readonly<Record<string, readonly EqfLevel[]>>
  readonly source: MappingSource
  /** Levels that rest on another source than the framework as a whole. */
  readonly sourceByLevel?: Readonly<Record<string, MappingSource>>
}

const oneToOne = (from: number): Record<string, readonly EqfLevel[]> =>
  Object.fromEntries(Array.from({ length: 9 - from }, (_, index) => [String(from + index), [from + index]]))

export const levelFrameworks = {
  EQF: {
    id: 'EQF',
    name: 'European Qualifications Framework',
    country: undefined,
    status: 'in-force',
    since: '2017-05-22',
    selfDeclared: 'as-comparison',
    selfDeclaredBecause: 'EQF levels are reached through a national framework; alone they are a comparison.',
    otherNames: ['European Qualifications Framework'],
    levels: oneToOne(1),
    source: { title: 'Council Recommendation of 22 May 2017 on the EQF (2017/C 189/03)', basis: 'read' },
  },
  SeQF: {
    id: 'SeQF',
    name: 'Sveriges referensram för kvalifikationer',
    country: 'SE',
    status: 'in-force',
    since: '2015-10-01',
    selfDeclared: 'as-comparison',
    selfDeclaredBecause:
      'A level is valid only after an ordinance or a decision by MYH; without it the creator compares.',
    otherNames: ['Swedish Qualifications Framework'],
    levels: oneToOne(1),
    source: { title: 'Ordinance 2015:545; MYH on SeQF', url: 'https://www.myh.se/', basis: 'read' },
  },
  'DK-NQF': {
    id: 'DK-NQF',
    name: 'Kvalifikationsrammen for livslang læring',
    country: 'DK',
    status: 'in-force',
    since: '2011-05-01',
    selfDeclared: 'as-comparison',
    selfDeclaredBecause: 'Placement is made by the authorities; without it the creator compares.',
    otherNames: ['DKNQF', 'DK NQF', 'Danish Qualifications Framework', 'Kvalifikationsrammen'],
    levels: oneToOne(1),
    source: { title: 'Ministry of Higher Education and Science, eight levels', url: 'https://ufm.dk/', basis: 'read' },
  },
  NKR: {
    id: 'NKR',
    name: 'Nasjonalt kvalifikasjonsrammeverk for livslang læring',
    country: 'NO',
    status: 'in-force',
    since: '2014-06-01',
    selfDeclared: 'refused',
    selfDeclaredBecause:
      'Only qualifications established in law and awarded by recognised bodies may carry an NKR level.',
    otherNames: ['Norwegian Qualifications Framework'],
    levels: {
      ...oneToOne(2),
      '4A': [4],
      '4B': [4],
      '5.1': [5],
      '5.2': [5],
      '6.1': [6],
      '6.2': [6],
    },
    source: {
      title: 'NOKUT, levels of the NKR; regulation FOR-2017-11-08-1846 on the reference to EQF',
      url: 'https://www.nokut.no/norsk-utdanning/nasjonalt-kvalifikasjonsrammeverk-for-livslang-laring/nivaa-i-kvalifikasjonsrammeverket/',
      basis: 'read',
    },
    sourceByLevel: Object.fromEntries(
      ['4A', '4B', '5.1', '5.2', '6.1', '6.2'].map((level) => [
        level,
        { title: 'Sublevels of the NKR, taken to the EQF level of their main level', basis: 'general' },
      ]),
    ),
  },
  FiNQF: {
    id: 'FiNQF',
    name: 'Tutkintojen ja muiden osaamiskokonaisuuksien viitekehys',
    country: 'FI',
    status: 'in-force',
    since: '2017-03-01',
    selfDeclared: 'refused',
    selfDeclaredBecause: 'Placement is laid down by decree, and modules below 30 competence points are not placed.',
    otherNames: ['Finnish National Framework for Qualifications'],
    levels: oneToOne(1),
    source: { title: 'Act 93/2017 and Decree 120/2017', url: 'https://www.oph.fi/', basis: 'read' },
  },
  ISQF: {
    id: 'ISQF',
    name: 'Íslenski hæfniramminn um menntun',
    country: 'IS',
    status: 'in-force',
    since: '2016-01-01',
    selfDeclared: 'as-comparison',
    selfDeclaredBecause: 'Placement is confirmed by the ministry; without it the creator compares.',
    otherNames: ['Icelandic Qualifications Framework', 'Hæfniramminn'],
    levels: {
      '1': [1, 2],
      '2': [3],
      '3': [4],
      '4': [5],
      '5': [6],
      '5.1': [6],
      '5.2': [6],
      '6': [7],
      '6.1': [7],
      '6.2': [7],
      '7': [8],
    },
    source: { title: 'ENIC/NARIC Iceland, ISQF and EQF', url: 'https://english.enicnaric.is/isqf.html', basis: 'read' },
    sourceByLevel: {
      '1': {
        title: 'Cedefop, Iceland 2022: ISQF 1 covers EQF 2; that it also covers EQF 1 is commonly stated',
        url: 'https://www.cedefop.europa.eu/en/tools/nqfs-online-tool/countries/iceland-2022',
        basis: 'general',
      },
      '2': { title: 'Follows from the series ISQF 1–7', basis: 'inferred' },
      '3': { title: 'Follows from the series ISQF 1–7', basis: 'inferred' },
      '4': { title: 'Follows from the series ISQF 1–7', basis: 'inferred' },
    },
  },
  AxQF: {
    id: 'AxQF',
    name: 'Ålands referensram för kvalifikationer',
    country: 'AX',
    status: 'planned',
    since: '2025-01-01',
    selfDeclared: 'as-comparison',
    selfDeclaredBecause: 'The framework is planned; a level in it is a comparison until it is in force.',
    otherNames: ['ÅQF'],
    levels: oneToOne(1),
    source: { title: 'Bill 13/2023–2024 to the Parliament of Åland', url: 'https://www.lagtinget.ax/', basis: 'read' },
  },
  'QF-EHEA': {
    id: 'QF-EHEA',
    name: 'Qualifications Framework of the European Higher Education Area',
    country: undefined,
    status: 'in-force',
    since: '2018-05-25',
    selfDeclared: 'as-comparison',
    selfDeclaredBecause: 'The cycle of a degree is decided nationally; without that the creator compares.',
    otherNames: ['QF EHEA', 'Bologna', 'Bologna framework'],
    levels: { short: [5], first: [6], second: [7], third: [8] },
    source: { title: 'Compatibility of the Bologna cycles with EQF 5–8', basis: 'general' },
  },
} as const satisfies Record<LevelFrameworkId, LevelFramework>

export type EqfCandidate = { readonly eqf: EqfLevel; readonly since: string; readonly source: MappingSource }

/** The framework that someone means by a name, however it is capitalised; `undefined` for one we do not know. */
export function findLevelFramework(name: string): LevelFramework | undefined {
  const wanted = plain(name)
  const all: readonly LevelFramework[] = Object.values(levelFrameworks)
  return all.find((framework) => [framework.id, framework.name, ...framework.otherNames].map(plain).includes(wanted))
}

/**
 * The EQF levels that a national level may stand for, each with its source.
 *
 * One national level may meet several EQF levels: an answer with two candidates is no mistake, and picking one of them
 * would be. An unknown framework or level gives none.
 */
export function toEqf(frameworkName: string, level: string): readonly EqfCandidate[] {
  const framework = findLevelFramework(frameworkName)
  if (!framework) return []
  const name = plainLevel(level)
  const source = own(framework.sourceByLevel ?? {}, name) ?? framework.source
  return (own(framework.levels, name) ?? []).map((eqf) => ({ eqf, since: framework.since, source }))
}

/** The levels of one framework that stand, alone or among others, for an EQF level. */
export function fromEqf(frameworkId: LevelFrameworkId, eqf: EqfLevel): readonly string[] {
  const framework: LevelFramework = levelFrameworks[frameworkId]
  return Object.keys(framework.levels).filter((level) => framework.levels[level]?.includes(eqf))
}

export type LevelClaim =
  | { may: true }
  | { may: false; code: 'framework-unknown' | 'level-unknown' }
  | { may: false; code: 'level-needs-decision'; because: string }
  | { may: false; code: 'framework-not-in-force'; because: string }

/** Says whether a merit may carry this level: some laws let nobody name their levels without a decision. */
export function decideLevelClaim(level: Level): LevelClaim {
  const framework = findLevelFramework(level.framework)
  if (!framework) return { may: false, code: 'framework-unknown' }
  if (toEqf(framework.id, level.level).length === 0) return { may: false, code: 'level-unknown' }
  if (level.standing === 'decided')
    return framework.status === 'in-force'
      ? { may: true }
      : { may: false, code: 'framework-not-in-force', because: framework.selfDeclaredBecause }
  if (framework.selfDeclared === 'refused')
    return { may: false, code: 'level-needs-decision', because: framework.selfDeclaredBecause }
  return { may: true }
}

const plain = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')

/** `Level 4`, `nivå 4` and `4a` all mean a level as the tables spell it. */
function plainLevel(level: string): string {
  const bare = level
    .trim()
    .replace(/^(level|nivå|nivåer|niveau|taso|þrep|hæfniþrep)\s*/i, '')
    .replace(/\s*(cycle|cykel)$/i, '')
  return /^\d/.test(bare) ? bare.toUpperCase() : bare.toLowerCase()
}

/** A level is typed in by people: `constructor` must not find what every object has. */
function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
