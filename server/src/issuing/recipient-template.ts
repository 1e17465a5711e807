import { composeRecipientSheet } from '@bricka/domain/issuing/recipient-sheet'
import type { InterfaceLanguage } from '@bricka/domain/local-text'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { getVersion } from '../merit/find-merit.ts'
import type { Template } from '../sheet/write-sheet.ts'

/** A file of recipients to fill in, with a column for each outcome of a merit when one is named. */
export async function recipientTemplate(
  ground: Ground,
  work: Work,
  { language, meritId }: { language: InterfaceLanguage; meritId?: string | undefined },
): Promise<Template> {
  const version = meritId ? await getVersion(work, meritId) : undefined
  const today = ground.now().toISOString().slice(0, 10)
  const { headings, example, allowed } = composeRecipientSheet(language, version?.design, today)
  return { name: 'recipients', headings, examples: [example], allowed }
}
