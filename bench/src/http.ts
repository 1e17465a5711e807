import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { z } from 'zod'
import { printRows } from './bench-row.ts'
import type { BenchOptions } from './main.ts'

const connections = 10
const peerName = '@digitalbazaar/vc over HTTP, as the DCC signing-service'

const Ours = z.object({ port: z.number(), organisationId: z.string(), meritId: z.string(), secret: z.string() })
const Peer = z.object({ port: z.number() })
const Usage = z.object({ cpu: z.object({ user: z.number(), system: z.number() }), memory: z.number() })

/**
 * Issues over HTTP, ten connections, beside a service that only signs: requests per CPU second of the serving process.
 * Ours has each credential stored, with a place in the status lists, an audit entry and a notice to its holder.
 */
export async function runHttp({ json, turns }: BenchOptions): Promise<number> {
  const ours = await serve('serve-ours.ts', Ours)
  const peer = await serve('serve-peer.ts', Peer)
  try {
    let count = 0
    const order = () =>
      JSON.stringify({
        organisationId: ours.told.organisationId,
        meritId: ours.told.meritId,
        recipient: { name: `Person ${++count}`, email: `person${count}@people.example` },
        facts: { assessedOn: '2026-01-30', route: 'course' },
        key: `bench-${count}`,
      })
    const issue = (agent: Agent) =>
      post(agent, ours.told.port, '/api/credentials', order(), { authorization: `Bearer ${ours.told.secret}` }, 201)
    const document = await showIssued(ours.told, await issue(new Agent()))
    const sign = (agent: Agent) => post(agent, peer.told.port, '/instance/bench/credentials/sign', document, {}, 200)
    await load(issue, 3000)
    await load(sign, 300)
    const rates: { ours: number[]; peer: number[]; postgres: number[] } = { ours: [], peer: [], postgres: [] }
    for (let turn = 0; turn < turns; turn++) {
      const before = databaseSeconds(ours.child)
      rates.ours.push(await rate(ours.child, issue, 1500))
      rates.postgres.push((databaseSeconds(ours.child) - before) / 1500)
      rates.peer.push(await rate(peer.child, sign, 60))
    }
    const [one, other] = [median(rates.ours), median(rates.peer)]
    const row = {
      case: 'http',
      document: 'small',
      ours: Math.round(one * 10) / 10,
      peer: Math.round(other * 10) / 10,
      peerName,
      ratio: Math.round((one / other) * 10) / 10,
      ofRaw: null,
      postgresMilliseconds: Math.round(median(rates.postgres) * 100_000) / 100,
    }
    if (json) printRows([row])
    else
      process.stdout.write(
        `http     small   ${row.ours}/s  ${peerName} ${row.peer}/s  ${row.ratio}×  ` +
          `(PostgreSQL beside it: ${row.postgresMilliseconds} ms a credential)\n`,
      )
    return 0
  } finally {
    for (const { child } of [ours, peer]) child.send('end')
  }
}

async function serve<T>(file: string, Told: z.ZodType<T>): Promise<{ child: ChildProcess; told: T }> {
  const child = fork(join(import.meta.dirname, file), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [told] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${file} ended before it served.`))),
  ])
  return { child, told: Told.parse(told) }
}

/** Runs per CPU second of the serving process. */
async function rate(child: ChildProcess, run: (agent: Agent) => Promise<string>, count: number): Promise<number> {
  const before = await askCpu(child)
  await load(run, count)
  return count / ((await askCpu(child)) - before)
}

async function askCpu(child: ChildProcess): Promise<number> {
  child.send('cpu')
  const [answer] = await once(child, 'message')
  const { user, system } = Usage.parse(answer).cpu
  return (user + system) / 1_000_000
}

async function load(run: (agent: Agent) => Promise<string>, count: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  let left = count
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left-- > 0) await run(agent)
    }),
  )
  agent.destroy()
}

function post(
  agent: Agent,
  port: number,
  path: string,
  body: string,
  headers: Record<string, string>,
  wanted: number,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const length = Buffer.byteLength(body)
    const asked = request(
      {
        agent,
        port,
        path,
        host: '127.0.0.1',
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': length, ...headers },
      },
      async (response) => {
        let text = ''
        for await (const part of response.setEncoding('utf8')) text += part
        if (response.statusCode === wanted) resolve(text)
        else reject(new Error(`${path} answered ${response.statusCode}: ${text}`))
      },
    )
    asked.on('error', reject)
    asked.end(body)
  })
}

/** What we issued, without its proof: the peer signs the same document. */
async function showIssued({ port, organisationId, secret }: z.infer<typeof Ours>, made: string): Promise<string> {
  const { credentialId } = z.object({ credentialId: z.string() }).parse(JSON.parse(made))
  const answer = await fetch(
    `http://127.0.0.1:${port}/api/organisations/${organisationId}/credentials/${credentialId}`,
    {
      headers: { authorization: `Bearer ${secret}` },
    },
  )
  const { document } = z.object({ document: z.string() }).parse(await answer.json())
  const { proof: _proof, ...unsigned } = JSON.parse(document)
  return JSON.stringify(unsigned)
}

/** CPU seconds of every process below the server: its PostgreSQL. Zero where there is no /proc. */
function databaseSeconds({ pid }: ChildProcess): number {
  try {
    const all = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap(readProcess)
    const below = new Set([pid])
    for (let grown = true; grown; ) {
      grown = false
      for (const { id, parent } of all)
        if (below.has(parent) && !below.has(id)) {
          below.add(id)
          grown = true
        }
    }
    below.delete(pid)
    return all.reduce((sum, one) => sum + (below.has(one.id) ? one.ticks : 0), 0) / 100
  } catch {
    return 0
  }
}

function readProcess(name: string): { id: number; parent: number; ticks: number }[] {
  try {
    const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return [{ id: Number(name), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }]
  } catch {
    return []
  }
}

function median(list: readonly number[]): number {
  return list.toSorted((one, other) => one - other)[list.length >> 1] ?? 0
}
