import type { InterfaceLanguage } from '@bricka/domain/local-text'
import { type MeritProblem, readMeritRows } from '@bricka/domain/merit/read-merit-rows'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import type { MayDesign } from '../organisation/permission.ts'
import { readSheet } from '../sheet/read-sheet.ts'
import { addMerit } from './write-draft.ts'

export type Imported = {
  drafts: { row: number; id: string; title: string }[]
  problems: (MeritProblem & { detail: string })[]
}

/**
 * Keeps every merit of a file as a draft, also where some of its cells could not be read: those are left out of the
 * draft and told. The columns of the template count; what no column stands for is told too.
 *
 * @throws Problem `file-unreadable`, `file-empty`
 */
export async function importMerits(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  file: { bytes: Uint8Array; language: InterfaceLanguage },
): Promise<Imported> {
  const { drafts, problems, refused, ignored } = readMeritRows(await readSheet(file.bytes), file.language)
  if (refused.length > 0)
    throw new Problem(
      'file-unreadable',
      'The columns do not fit; see the template.',
      refused.map(({ row, column, code, value }) => ({ pointer: `/rows/${row}/${column}`, code, detail: value })),
    )
  const kept: Imported['drafts'] = []
  for (const { row, title, design } of drafts)
    kept.push({ row, id: await addMerit(ground, work, permission, design), title })
  return {
    drafts: kept,
    problems: [...problems, ...ignored].map((problem) => ({ ...problem, detail: problem.value })),
  }
}
