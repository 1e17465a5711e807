/**
 * A day as people write it: 2026-05-02, 20260502, 2.5.2026 or 2/5/2026, the day before the month as in the Nordic
 * countries. `undefined` when there is no such day.
 */
export function readDay(cell: string): string | undefined {
  const text = cell.trim()
  const [, year, month, day] =
    /^(\d{4})-?(\d{2})-?(\d{2})(?:T.*)?$/.exec(text) ??
    reorder(/^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text)) ??
    []
  if (!year || !month || !day) return undefined
  const wanted = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${wanted}T00:00:00Z`)
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== wanted ? undefined : wanted
}

const reorder = (found: RegExpExecArray | null): readonly (string | undefined)[] | undefined =>
  found ? [found[0], found[3], found[2], found[1]] : undefined

/** A number with a comma or a point, as people write it: `7,5`. */
export function readDecimal(cell: string): number | undefined {
  const text = cell
    .trim()
    .replace(/[\s\u00a0]/g, '')
    .replace(',', '.')
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined
}

/** Several values in one cell: one a line, or with semicolons between. */
export const readParts = (cell: string): readonly string[] =>
  cell
    .split(/[\n;]/)
    .map((part) => part.replace(/^[-•*]\s*/, '').trim())
    .filter((part) => part !== '')

/** The first written cell of each column that has no heading: nobody can say what it means, so it is not read. */
export function findCellsBeyond(
  headings: readonly string[],
  lines: readonly (readonly string[])[],
): readonly { row: number; column: string; value: string }[] {
  const found = new Map<number, { row: number; column: string; value: string }>()
  for (const [index, cells] of lines.entries())
    for (const [place, cell] of cells.entries())
      if (cell.trim() !== '' && !found.has(place) && (headings[place] ?? '').trim() === '')
        found.set(place, { row: index + 2, column: nameColumn(place), value: cell.trim().slice(0, 200) })
  return [...found.values()]
}

/** As spreadsheets name their columns: A, B … Z, AA. */
const nameColumn = (place: number): string =>
  (place >= 26 ? nameColumn(Math.floor(place / 26) - 1) : '') + String.fromCharCode(65 + (place % 26))
