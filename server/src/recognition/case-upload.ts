import { createHash } from 'node:crypto'
import { CaseEvent, CasePart } from '@bricka/domain/recognition/case-event'
import { checkEvidenceFile, mostEvidenceBytes, mostEvidenceFiles } from '@bricka/domain/recognition/check-evidence-file'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { Actor } from '../http/actor.ts'
import { Problem, toFieldProblems } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import type { Upload } from '../sheet/read-upload.ts'
import { fileEvent } from './add-event.ts'
import { openCase } from './case-file.ts'
import { partsIn } from './case-parts.ts'
import { scanFile } from './scan-file.ts'

const Fields = z.object({
  as: CasePart,
  kind: z.string(),
  title: z.string(),
  description: z.string().optional(),
  /** Outcomes' ids, with commas between them. */
  outcomes: z.string().transform((text) =>
    text
      .split(',')
      .map((id) => id.trim())
      .filter(Boolean),
  ),
})

/**
 * Takes a file into a case as a piece of evidence, sealed, with its digest in the case's file.
 *
 * @throws Problem `evidence-refused` with why: not a kind that we take, larger than allowed, with active content, or
 *   found to be malware; `scanner-unreachable` where a scanner is set and does not answer
 */
export async function addFile(
  ground: Ground,
  work: Work,
  actor: Actor,
  caseId: string,
  { fileName, bytes, fields }: Upload,
): Promise<{ evidenceId: string }> {
  const read = Fields.safeParse(fields)
  if (!read.success)
    throw new Problem(
      'request-invalid',
      'One or more fields beside the file are missing or not allowed.',
      read.error.issues.flatMap(toFieldProblems),
    )
  const { as, outcomes, kind, title, description } = read.data
  const opened = await openCase(work, caseId, { lock: true })
  const parts = await partsIn(work, actor, opened)
  if (!parts.includes(as)) throw new Problem('permission-missing', `You are ${parts.join(', ')} in this case.`)
  if (opened.state.evidence.filter(({ file }) => file).length >= mostEvidenceFiles)
    throw refused('too-many-files', `A case takes ${mostEvidenceFiles} files.`)
  const checked = checkEvidenceFile(bytes)
  if (!checked.accepted) throw refused(checked.code, `${fileName}: at most ${mostEvidenceBytes} bytes`)
  await scanFile(ground, bytes)

  const evidenceId = makeId(ground.now())
  const digest = `sha256-${createHash('sha256').update(bytes).digest('base64')}`
  const file = { name: fileName, mediaType: checked.mediaType, bytes: bytes.length, digest }
  const event = CaseEvent.safeParse({
    kind: 'evidence-added',
    evidence: { id: evidenceId, kind, title: title || fileName, ...(description && { description }), outcomes, file },
  })
  if (!event.success)
    throw new Problem(
      'request-invalid',
      'One or more values are missing or not allowed.',
      event.error.issues.map(({ path, code, message }) => ({
        pointer: `/${String(path.at(1) ?? '')}`,
        code,
        detail: message,
      })),
    )
  await fileEvent(ground, work, actor, opened, as, event.data)
  await work
    .insertInto('case_file')
    .values({
      holder_id: opened.row.holder_id,
      case_id: caseId,
      id: evidenceId,
      provider_id: opened.row.provider_id,
      name: fileName,
      media_type: checked.mediaType,
      bytes: bytes.length,
      sealed_content: ground.seal.close('evidence', bytes),
      created_at: ground.now(),
    })
    .execute()
  return { evidenceId }
}

/** The file as it came. @throws Problem `not-found`, also when the candidate has withdrawn it */
export async function readFile(ground: Ground, work: Work, actor: Actor, caseId: string, evidenceId: string) {
  const opened = await openCase(work, caseId)
  await partsIn(work, actor, opened)
  const row = await work
    .selectFrom('case_file')
    .selectAll()
    .where('holder_id', '=', opened.row.holder_id)
    .where('case_id', '=', caseId)
    .where('id', '=', evidenceId)
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'The case has no such file.')
  return { name: row.name, mediaType: row.media_type, bytes: ground.seal.open('evidence', row.sealed_content) }
}

const refused = (code: string, detail: string): Problem =>
  new Problem('evidence-refused', 'The file cannot be taken as evidence.', [{ pointer: '/file', code, detail }])
