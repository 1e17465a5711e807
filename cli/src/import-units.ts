import { callServer, describeProblem, type Server } from './call-server.ts'
import type { Ending } from './main.ts'
import { noFile, readUpload } from './read-upload.ts'

/** Records small learning units in a study of the landscape: the whole file, or nothing of it and exit 1. */
export async function importUnits(
  server: Server,
  file: string,
  options: { organisation: string; study: string; json: boolean },
): Promise<Ending> {
  const form = await readUpload(file, {})
  if (!form) return noFile(file)
  const { organisation, study } = options
  const path = `/api/organisations/${encodeURIComponent(organisation)}/studies/${encodeURIComponent(study)}/import`
  const answer = await callServer(server, 'POST', path, form)
  if (!answer.ok) return { text: describeProblem(answer.problem), exitCode: 1 }
  const { recorded } = answer.body as { recorded: number }
  return { text: options.json ? JSON.stringify({ recorded }, undefined, 2) : `${recorded} units recorded`, exitCode: 0 }
}
