import type { BatchView, RowView } from '@bricka/server/issuing/batch-view'
import { callServer, describeProblem, type Server } from './call-server.ts'
import type { Ending } from './main.ts'
import { noFile, readUpload } from './read-upload.ts'

export type RecipientOptions = {
  organisation: string
  merit: string
  assessedOn?: string
  route?: string
  json: boolean
}

/**
 * Issues to a file of recipients and follows it to the end. Ended half-way it goes on in the server; the same file again
 * follows the same batch and issues nothing twice.
 */
export async function importRecipients(
  server: Server,
  file: string,
  options: RecipientOptions,
  say: (line: string) => void,
): Promise<Ending> {
  const { organisation, merit, assessedOn, route, json } = options
  const settings = { ...(assessedOn && { assessedOn }), ...(route && { route }) }
  const form = await readUpload(file, { meritId: merit, settings: JSON.stringify(settings) })
  if (!form) return noFile(file)
  const base = `/api/organisations/${encodeURIComponent(organisation)}/batches`
  const begun = await callServer(server, 'POST', base, form)
  if (!begun.ok) return { text: describeProblem(begun.problem), exitCode: 1 }
  const { batchId } = begun.body as { batchId: string }

  let last = -1
  for (;;) {
    const answer = await callServer(server, 'GET', `${base}/${batchId}`)
    if (!answer.ok) return { text: describeProblem(answer.problem), exitCode: 1 }
    const batch = answer.body as BatchView
    const done = batch.total - batch.waiting
    if (done !== last) say(`${done} of ${batch.total}`)
    last = done
    if (batch.state !== 'running') return finish(server, `${base}/${batchId}`, batch, json)
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

async function finish(server: Server, path: string, batch: BatchView, json: boolean): Promise<Ending> {
  const exitCode = batch.failed > 0 || batch.state !== 'finished' ? 1 : 0
  if (json) return { text: JSON.stringify(batch, undefined, 2), exitCode }
  const failed = batch.failed > 0 ? await callServer(server, 'GET', `${path}/rows?state=failed&perPage=200`) : undefined
  const rows = failed?.ok ? (failed.body as { items: RowView[] }).items : []
  const lines = rows.flatMap(({ row, email, problems }) =>
    problems.map(
      ({ column, detail, code }) => `row ${row} ${email}${column ? `, ${column}` : ''}: ${detail ?? ''} [${code}]`,
    ),
  )
  const { issued, known, waiting, state, problem } = batch
  return {
    text: [
      ...lines,
      ...(problem ? [`${problem.detail} [${problem.code}]`] : []),
      `${state}: ${issued} issued, ${known} issued before, ${batch.failed} failed, ${waiting} waiting`,
    ].join('\n'),
    exitCode,
  }
}
