import { randomUUID } from 'node:crypto'
import { callServer, describeProblem, type Server } from './call-server.ts'
import type { Ending } from './main.ts'

export type IssueOptions = {
  organisation: string
  merit: string
  name: string
  email: string
  assessedOn?: string
  route: string
  facts?: string
  key?: string
  json: boolean
  today: string
}

/** Issues to one person over the API. Without a key of the caller's own, a second call issues a second time. */
export async function issueOne(server: Server, options: IssueOptions): Promise<Ending> {
  const more = readFacts(options.facts)
  if (!more)
    return { text: 'The facts are not a JSON object; write such as {"grade":"A"}. [facts-unreadable]', exitCode: 1 }
  const answer = await callServer(server, 'POST', '/api/credentials', {
    organisationId: options.organisation,
    meritId: options.merit,
    recipient: { name: options.name, email: options.email },
    facts: { assessedOn: options.assessedOn ?? options.today, route: options.route, ...more },
    key: options.key ?? randomUUID(),
  })
  if (!answer.ok) return { text: describeProblem(answer.problem), exitCode: 1 }
  if (options.json) return { text: JSON.stringify(answer.body, undefined, 2), exitCode: 0 }
  const { credentialId, known, state } = answer.body as { credentialId: string; known: boolean; state: string }
  return { text: `${credentialId}  ${known ? 'known (nothing was issued now)' : state}`, exitCode: 0 }
}

function readFacts(text: string | undefined): object | undefined {
  if (text === undefined) return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
