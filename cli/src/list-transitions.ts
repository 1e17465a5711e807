import { createInterface } from 'node:readline'
import { explainTransitions, type TransitionsView } from '@bricka/domain/skill/explain-transitions'
import { makeScores, orderByScore, scoreTransitions } from '@bricka/domain/skill/rank-transitions'
import { round } from '@bricka/domain/skill/superimposed-view'
import type { Server } from './call-server.ts'
import { loadSkillMap } from './load-skill-map.ts'
import type { Ending } from './main.ts'

export type TransitionOptions = {
  esco?: string
  mapVersion?: string
  stdin: boolean
  json: boolean
  limit: number
}

export type Streams = {
  lines: NodeJS.ReadableStream
  /** Waits until there is room again: a whole ranking of every occupation is hundreds of megabytes. */
  write(line: string): Promise<void>
  say(line: string): void
}

/** Ranks where one can go from an occupation: one, explained; or with `--stdin` one per line, all of them ranked. */
export async function listTransitions(
  server: Server,
  uri: string | undefined,
  options: TransitionOptions,
  streams: Streams,
): Promise<Ending> {
  if ((uri === undefined) !== options.stdin)
    return {
      text: '',
      exitCode: refuse(streams, 'Give one occupation’s URI, or --stdin with one a line.', 'request-invalid'),
    }
  const loaded = await loadSkillMap(server, options.esco, options.mapVersion)
  if (!loaded.ok) {
    streams.say(loaded.why)
    return { text: '', exitCode: 1 }
  }
  const { index, texts } = loaded
  const unknown = (asked: string): number => {
    const { framework, version } = index.map
    return refuse(streams, `No occupation in ${framework} ${version} has the URI ${asked}.`, 'occupation-unknown')
  }
  if (uri !== undefined) {
    const occupation = index.occupationAt.get(uri)
    if (occupation === undefined) return { text: '', exitCode: unknown(uri) }
    const view = explainTransitions(index, { kind: 'occupation', occupation }, texts, { limit: options.limit })
    return { text: options.json ? JSON.stringify(view, null, 2) : describe(view), exitCode: 0 }
  }
  const scores = makeScores(index)
  const quoted = index.map.occupations.uris.map((one) => JSON.stringify(one))
  let exitCode = 0
  for await (const line of createInterface({ input: streams.lines, crlfDelay: Number.POSITIVE_INFINITY })) {
    const asked = line.trim()
    if (asked === '') continue
    const occupation = index.occupationAt.get(asked)
    if (occupation === undefined) {
      exitCode = unknown(asked)
      continue
    }
    const origin = { kind: 'occupation', occupation } as const
    const { rank } = scoreTransitions(index, origin, texts, scores)
    const ranking = Array.from(orderByScore(rank, origin), (place) => `[${quoted[place]},${round(rank[place] ?? 0)}]`)
    await streams.write(`{"origin":${quoted[occupation]},"ranking":[${ranking.join(',')}]}\n`)
  }
  return { text: '', exitCode }
}

function refuse({ say }: Streams, why: string, code: string): number {
  say(`${why} [${code}]`)
  return 1
}

function describe({ framework, classificationVersion, attribution, origin, transitions }: TransitionsView): string {
  const lines = transitions.flatMap(
    ({ occupation, coverage, identical, sameFamily, relatedFamily, missing }, place) => {
      const essential = (items: typeof missing) => items.filter(({ requirement }) => requirement === 'essential')
      const named = (items: typeof missing) =>
        essential(items)
          .slice(0, 5)
          .map(({ label }) => label)
          .join(', ')
      return [
        `${place + 1}. ${occupation.label} (${occupation.code}) ${occupation.uri}`,
        `   holds ${coverage.held} of ${coverage.of} essential skills; same family ${essential(sameFamily).length}, related family ${essential(relatedFamily).length}, new ${essential(missing).length}`,
        ...(coverage.held > 0 ? [`   holds: ${named(identical)}`] : []),
        ...(essential(missing).length > 0 ? [`   new: ${named(missing)}`] : []),
      ]
    },
  )
  return [`From ${origin?.label}, ${framework} ${classificationVersion}`, ...lines, attribution].join('\n')
}
