import type { ImportedMerits } from '@bricka/server/merit/import-routes'
import { callServer, describeProblem, type Server } from './call-server.ts'
import type { Ending } from './main.ts'
import { noFile, readUpload } from './read-upload.ts'

/** Keeps a spreadsheet's merits as drafts. Exit 1 when a row was left out; what could be read is kept all the same. */
export async function importMerits(
  server: Server,
  file: string,
  options: { organisation: string; language: string; json: boolean },
): Promise<Ending> {
  const form = await readUpload(file, { language: options.language })
  if (!form) return noFile(file)
  const path = `/api/organisations/${encodeURIComponent(options.organisation)}/merits/import`
  const answer = await callServer(server, 'POST', path, form)
  if (!answer.ok) return { text: describeProblem(answer.problem), exitCode: 1 }
  const { drafts, problems } = answer.body as ImportedMerits
  const text = options.json
    ? JSON.stringify(answer.body, undefined, 2)
    : [
        ...drafts.map(({ row, id, title }) => `row ${row}: draft ${id} ${title}`),
        ...problems.map(
          ({ row, column, value, detail, code }) => `row ${row}, ${column}: "${value}" ${detail} [${code}]`,
        ),
        `${drafts.length} kept as drafts, ${problems.length} problems`,
      ].join('\n')
  return { text, exitCode: problems.length > 0 ? 1 : 0 }
}
