import { callServer, describeProblem, type Server } from './call-server.ts'
import type { Ending } from './main.ts'
import { noFile, readUpload } from './read-upload.ts'

type Taken = { respondents: number; rows: number }

/** Takes answers to a survey of needs that were given elsewhere: the whole file, or nothing of it and exit 1. */
export async function importNeeds(
  server: Server,
  file: string,
  options: { organisation: string; wave: string; json: boolean },
): Promise<Ending> {
  const form = await readUpload(file, {})
  if (!form) return noFile(file)
  const { organisation, wave } = options
  const path = `/api/organisations/${encodeURIComponent(organisation)}/waves/${encodeURIComponent(wave)}/import`
  const answer = await callServer(server, 'POST', path, form)
  if (!answer.ok) return { text: describeProblem(answer.problem), exitCode: 1 }
  const { respondents, rows } = answer.body as Taken
  const text = options.json
    ? JSON.stringify({ respondents, rows }, undefined, 2)
    : `${respondents} respondents with ${rows} rows taken; the words wait to be coded`
  return { text, exitCode: 0 }
}
