import { z } from 'zod'

/** Frameworks whose levels a merit may name. The Faroe Islands and Greenland have none that is referenced. */
export const LevelFrameworkId = z.enum(['EQF', 'SeQF', 'DK-NQF', 'NKR', 'FiNQF', 'ISQF', 'AxQF', 'QF-EHEA'])
export type LevelFrameworkId = z.infer<typeof LevelFrameworkId>

export const EqfLevel = z.number().int().min(1).max(8)
export type EqfLevel = z.infer<typeof EqfLevel>

/**
 * Where a mapping comes from, as of when, and how firmly we know it.
 *
 * `read` was read in the source itself, `inferred` follows from what the source says, `general` is commonly stated and
 * waits for its source. Show it: a level that rests on an inference must not look like law.
 */
export type MappingSource = {
  readonly source: string
  readonly url?: string
  readonly basis: 'read' | 'inferred' | 'general'
  readonly asOf: string
}

/** Whether a level may be claimed is the countries' profiles' to say (`profile.ts`); here is what the levels mean. */
export type LevelFramework = MappingSource & {
  readonly name: LevelFrameworkId
  readonly fullName: string
  readonly country: string | undefined
  readonly status: 'in-force' | 'planned'
  readonly otherNames: readonly string[]
  readonly toEqf: Readonly<Record<string, readonly EqfLevel[]>>
  /** Levels that rest on another source than the framework as a whole. */
  readonly byLevel?: Readonly<Record<string, Omit<MappingSource, 'asOf'>>>
}

const oneToOne = (from: number): Record<string, readonly EqfLevel[]> =>
  Object.fromEntries(Array.from({ length: 9 - from }, (_, index) => [String(from + index), [from + index]]))

export const levelFrameworks = {
  EQF: {
    name: 'EQF',
    fullName: 'European Qualifications Framework',
    country: undefined,
    status: 'in-force',
    asOf: '2017-05-22',
    otherNames: ['European Qualifications Framework'],
    toEqf: oneToOne(1),
    source: 'Council Recommendation of 22 May 2017 on the EQF (2017/C 189/03)',
    basis: 'read',
  },
  SeQF: {
    name: 'SeQF',
    fullName: 'Sveriges referensram för kvalifikationer',
    country: 'SE',
    status: 'in-force',
    asOf: '2015-10-01',
    otherNames: ['Swedish Qualifications Framework'],
    toEqf: oneToOne(1),
    source: 'Ordinance 2015:545; MYH on SeQF',
    url: 'https://www.myh.se/',
    basis: 'read',
  },
  'DK-NQF': {
    name: 'DK-NQF',
    fullName: 'Kvalifikationsrammen for livslang læring',
    country: 'DK',
    status: 'in-force',
    asOf: '2011-05-01',
    otherNames: ['DKNQF', 'DK NQF', 'Danish Qualifications Framework', 'Kvalifikationsrammen'],
    toEqf: oneToOne(1),
    source: 'Ministry of Higher Education and Science, eight levels',
    url: 'https://ufm.dk/',
    basis: 'read',
  },
  NKR: {
    name: 'NKR',
    fullName: 'Nasjonalt kvalifikasjonsrammeverk for livslang læring',
    country: 'NO',
    status: 'in-force',
    asOf: '2014-06-01',
    otherNames: ['Norwegian Qualifications Framework'],
    toEqf: {
      ...oneToOne(2),
      '4A': [4],
      '4B': [4],
      '5.1': [5],
      '5.2': [5],
      '6.1': [6],
      '6.2': [6],
    },
    source: 'NOKUT, levels of the NKR; regulation FOR-2017-11-08-1846 on the reference to EQF',
    url: 'https://www.nokut.no/norsk-utdanning/nasjonalt-kvalifikasjonsrammeverk-for-livslang-laring/nivaa-i-kvalifikasjonsrammeverket/',
    basis: 'read',
    byLevel: Object.fromEntries(
      ['4A', '4B', '5.1', '5.2', '6.1', '6.2'].map((level) => [
        level,
        { source: 'Sublevels of the NKR, taken to the EQF level of their main level', basis: 'general' },
      ]),
    ),
  },
  FiNQF: {
    name: 'FiNQF',
    fullName: 'Tutkintojen ja muiden osaamiskokonaisuuksien viitekehys',
    country: 'FI',
    status: 'in-force',
    asOf: '2017-03-01',
    otherNames: ['Finnish National Framework for Qualifications'],
    toEqf: oneToOne(1),
    source: 'Act 93/2017 and Decree 120/2017',
    url: 'https://www.oph.fi/',
    basis: 'read',
  },
  ISQF: {
    name: 'ISQF',
    fullName: 'Íslenski hæfniramminn um menntun',
    country: 'IS',
    status: 'in-force',
    asOf: '2016-01-01',
    otherNames: ['Icelandic Qualifications Framework', 'Hæfniramminn'],
    toEqf: {
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
    source: 'ENIC/NARIC Iceland, ISQF and EQF',
    url: 'https://english.enicnaric.is/isqf.html',
    basis: 'read',
    byLevel: {
      '1': {
        source: 'Cedefop, Iceland 2022: ISQF 1 covers EQF 2; that it also covers EQF 1 is commonly stated',
        url: 'https://www.cedefop.europa.eu/en/tools/nqfs-online-tool/countries/iceland-2022',
        basis: 'general',
      },
      '2': { source: 'Follows from the series ISQF 1–7', basis: 'inferred' },
      '3': { source: 'Follows from the series ISQF 1–7', basis: 'inferred' },
      '4': { source: 'Follows from the series ISQF 1–7', basis: 'inferred' },
    },
  },
  AxQF: {
    name: 'AxQF',
    fullName: 'Ålands referensram för kvalifikationer',
    country: 'AX',
    status: 'planned',
    asOf: '2025-01-01',
    otherNames: ['ÅQF'],
    toEqf: oneToOne(1),
    source: 'Bill 13/2023–2024 to the Parliament of Åland',
    url: 'https://www.lagtinget.ax/',
    basis: 'read',
  },
  'QF-EHEA': {
    name: 'QF-EHEA',
    fullName: 'Qualifications Framework of the European Higher Education Area',
    country: undefined,
    status: 'in-force',
    asOf: '2018-05-25',
    otherNames: ['QF EHEA', 'Bologna', 'Bologna framework'],
    toEqf: { short: [5], first: [6], second: [7], third: [8] },
    source: 'Compatibility of the Bologna cycles with EQF 5–8',
    basis: 'general',
  },
} as const satisfies Record<LevelFrameworkId, LevelFramework>

export type EqfCandidate = MappingSource & { readonly eqf: EqfLevel }

/** The framework that someone means by a name, however it is capitalised; `undefined` for one we do not know. */
export function findLevelFramework(name: string): LevelFramework | undefined {
  const wanted = plain(name)
  const all: readonly LevelFramework[] = Object.values(levelFrameworks)
  return all.find((framework) =>
    [framework.name, framework.fullName, ...framework.otherNames].map(plain).includes(wanted),
  )
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
  const { source, url, basis, asOf } = framework
  const wanted = plainLevel(level)
  const ground = own(framework.byLevel ?? {}, wanted) ?? { source, ...(url && { url }), basis }
  return (own(framework.toEqf, wanted) ?? []).map((eqf) => ({ eqf, ...ground, asOf }))
}

/** The levels of one framework that stand, alone or among others, for an EQF level. */
export function fromEqf(frameworkId: LevelFrameworkId, eqf: EqfLevel): readonly string[] {
  const framework: LevelFramework = levelFrameworks[frameworkId]
  return Object.keys(framework.toEqf).filter((level) => framework.toEqf[level]?.includes(eqf))
}

const plain = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')

/** `Level 4`, `nivå 4` and `4a` all mean a level as the tables spell it. */
export function plainLevel(level: string): string {
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
