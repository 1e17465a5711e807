/**
 * Sections of NACE Rev. 2 (Regulation 1893/2006; SNI 2007, DB07, SN2007, TOL 2008 and ÍSAT2008 alike) with their
 * divisions. A section is kept by its divisions, for NACE Rev. 2.1 gives the letters to others.
 */
export const industrySections = [
  ['A', 1, 3],
  ['B', 5, 9],
  ['C', 10, 33],
  ['D', 35, 35],
  ['E', 36, 39],
  ['F', 41, 43],
  ['G', 45, 47],
  ['H', 49, 53],
  ['I', 55, 56],
  ['J', 58, 63],
  ['K', 64, 66],
  ['L', 68, 68],
  ['M', 69, 75],
  ['N', 77, 82],
  ['O', 84, 84],
  ['P', 85, 85],
  ['Q', 86, 88],
  ['R', 90, 93],
  ['S', 94, 96],
  ['T', 97, 98],
  ['U', 99, 99],
] as const
export type IndustrySection = (typeof industrySections)[number][0]

/** Numbers between the sections’ ends that no division has. */
const gaps = new Set([4, 34, 40, 44, 48, 54, 57, 67, 76, 83, 89])
const twoDigits = (division: number): string => String(division).padStart(2, '0')

/** A whole section as it is written in a survey: `86–88`, `85`. */
export const industryOf = (section: IndustrySection): string => {
  const [, from = 0, to = 0] = industrySections.find(([letter]) => letter === section) ?? []
  return from === to ? twoDigits(from) : `${twoDigits(from)}–${twoDigits(to)}`
}

/** The section that a code lies in: `87.3` → Q. Undefined where no division begins so. */
export function sectionOf(code: string): IndustrySection | undefined {
  const division = Number(code.slice(0, 2))
  if (gaps.has(division)) return undefined
  return industrySections.find(([, from, to]) => division >= from && division <= to)?.[0]
}

export type IndustryReading =
  | { readonly known: true; readonly codes: string; readonly sections: readonly IndustrySection[] }
  | { readonly known: false; readonly code: string }

/**
 * Reads industries as people write them: divisions, groups and classes (`87`, `87.3`, `8730`, `87301`), several with
 * commas, and ranges of divisions (`86–88`). Gives them in one form, or the first that is no code.
 */
export function readIndustry(text: string): IndustryReading {
  const parts = text
    .split(',')
    .map((part) => part.trim().replace(/\s*[-–—]\s*/, '–'))
    .filter((part) => part !== '')
  const sections: IndustrySection[] = []
  for (const part of parts) {
    const ends = part.split('–')
    const valid =
      ends.length === 2 ? ends.every((end) => /^\d{2}$/.test(end)) : /^\d{2}(\.?\d{1,2}(\.?\d)?)?$/.test(part)
    const found = ends.map(sectionOf)
    const [first, last = first] = found
    if (!valid || ends.length > 2 || !first || !last || Number(ends[0]) > Number(ends[1] ?? ends[0]))
      return { known: false, code: part }
    const [from, to] = [first, last].map((one) => industrySections.findIndex(([letter]) => letter === one))
    for (const [letter] of industrySections.slice(from, (to ?? 0) + 1))
      if (!sections.includes(letter)) sections.push(letter)
  }
  if (parts.length === 0) return { known: false, code: text }
  return { known: true, codes: parts.join(', '), sections }
}
