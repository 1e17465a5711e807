import { posix } from 'node:path'
import { type Import, readImports } from './read-imports.ts'
import { type Finding, isTest, type Source } from './source.ts'

/** What each ring may import of the others. `types`: nothing that is there when the program runs. */
const rings: Record<string, Record<string, 'all' | 'types'>> = {
  credential: {},
  domain: { credential: 'all' },
  fixtures: { credential: 'all', domain: 'all' },
  server: { credential: 'all', domain: 'all', fixtures: 'all' },
  web: { credential: 'all', domain: 'all', server: 'types' },
  cli: { credential: 'all', domain: 'all', server: 'types' },
  bench: { credential: 'all', domain: 'all', fixtures: 'all', server: 'all' },
  conformance: { credential: 'all' },
}

/** A noun may import only nouns to its left. */
const nouns = [
  ...[
    'organisation',
    'skill',
    'merit',
    'trust',
    'issuing',
    'transparency',
    'passport',
    'recognition',
    'pathway',
    'guidance',
    'need',
  ],
  ...['follow-up', 'landscape', 'planning', 'exchange'],
]

/** Folders of the server that every noun stands on, and the wiring; they are no nouns. */
const ground = new Set(['database', 'http', 'mail', 'audit', 'testing', 'demo'])

/** The doors through which a pure ring takes its strength from outside, and the one public list of exports. */
const powerDoor = /^credential\/src\/power\//
const publicDoor = 'credential/src/index.ts'

export function checkImports(sources: readonly Source[]): Finding[] {
  const imports = sources.flatMap(readImports)
  return [
    ...imports.flatMap((one) => [
      ...checkRing(one),
      ...checkPurity(one),
      ...checkNounOrder(one),
      ...checkDoor(one),
      ...checkWay(one),
      ...checkDatabase(one),
    ]),
    ...findCircles(imports),
  ]
}

const ringOf = (path: string): string => path.split('/')[0] ?? ''
const askedRing = (asked: string): string | undefined => /^@bricka\/([a-z]+)/.exec(asked)?.[1]

function checkRing({ path, line, asked, typeOnly }: Import): Finding[] {
  const ring = ringOf(path)
  const other = askedRing(asked)
  const allowed = rings[ring]
  if (!other || !allowed || other === ring || isTest(path)) return []
  const may = allowed[other]
  if (may === 'all' || (may === 'types' && typeOnly)) return []
  const message =
    may === 'types'
      ? `${ring} may import only types of ${other}: write \`import type\`, and ask for the rest over HTTP.`
      : `${ring} may not import ${other}: imports point inward (web, cli → server → domain → credential). Move what both need inward, or take it as an argument.`
  return [{ path, line, message }]
}

function checkPurity({ path, line, asked }: Import): Finding[] {
  if (!/^(credential|domain)\/src\//.test(path) || isTest(path) || powerDoor.test(path)) return []
  if (!asked.startsWith('node:')) return []
  return [{ path, line, message: `${ringOf(path)} runs in a browser too: take what ${asked} gives as an argument.` }]
}

function checkNounOrder({ path, line, asked }: Import): Finding[] {
  const [ring, , noun] = path.split('/')
  const other = /^\.\.\/([^/.]+)\//.exec(asked)?.[1]
  if (ring !== 'domain' || isTest(path) || !noun || !other) return []
  const from = nouns.indexOf(noun)
  const to = nouns.indexOf(other)
  if (from < 0 || to < 0)
    return [{ path, line, message: `${from < 0 ? noun : other} has no place in the order of nouns in ${here}.` }]
  if (to < from) return []
  return [
    {
      path,
      line,
      message: `${noun} may not import ${other}, a later noun: the verb that needs both belongs to ${other}.`,
    },
  ]
}

const here = 'scripts/shape/check-imports.ts'

function checkDoor({ path, line, reExport }: Import): Finding[] {
  if (!reExport || path === publicDoor) return []
  return [{ path, line, message: 'No barrels: let whoever needs it import it from where it is made.' }]
}

function checkWay({ path, line, asked }: Import): Finding[] {
  const climbs = asked.startsWith('../../../../')
  const outside =
    /^\.\.?\//.test(asked) && ringOf(posix.normalize(posix.join(posix.dirname(path), asked))) !== ringOf(path)
  const ownName = askedRing(asked) === ringOf(path) && !isTest(path)
  if (rings[ringOf(path)] === undefined) return []
  if (outside) return [{ path, line, message: 'Between rings by package name (@bricka/…), never by a path.' }]
  if (climbs) return [{ path, line, message: 'Never more than three steps up: the two files belong nearer together.' }]
  if (ownName) return [{ path, line, message: 'Within a ring by a relative path, not by its package name.' }]
  return []
}

function checkDatabase({ path, line, asked, typeOnly }: Import): Finding[] {
  if (asked !== 'pg' || typeOnly || isTest(path)) return []
  if (!path.startsWith('server/src/') || path.startsWith('server/src/database/')) return []
  return [
    {
      path,
      line,
      message: 'Only server/src/database opens connections: take a `Work`, so that row-level security holds.',
    },
  ]
}

/** Circles among the folders under a ring's src/, also when no single file goes round. Types do not count. */
function findCircles(imports: readonly Import[]): Finding[] {
  const edges = new Map<string, Map<string, Import>>()
  for (const one of imports) {
    const [ring, src, folder] = one.path.split('/')
    if (src !== 'src' || one.typeOnly || isTest(one.path) || !one.asked.startsWith('.')) continue
    const [, , other, file] = posix.normalize(posix.join(posix.dirname(one.path), one.asked)).split('/')
    if (!folder || !other || !file || one.path.split('/').length < 4 || other === folder) continue
    if (ground.has(folder) || ground.has(other)) continue
    const from = `${ring}/src/${folder}`
    const known = edges.get(from) ?? new Map<string, Import>()
    if (!known.has(`${ring}/src/${other}`)) known.set(`${ring}/src/${other}`, one)
    edges.set(from, known)
  }
  return [...edges.keys()].flatMap((start) => {
    const circle = walkBack(start, edges)
    const first = circle && edges.get(start)?.get(circle[1] ?? '')
    // Told once, from the folder of the circle that comes first in the alphabet.
    if (!circle || !first || [...circle].sort()[0] !== start) return []
    return [
      {
        path: first.path,
        line: first.line,
        message: `Folders form a circle: ${circle.join(' → ')}. Move the verb to the later noun, or make a third.`,
      },
    ]
  })
}

/** The shortest way from a folder back to itself. */
function walkBack(start: string, edges: ReadonlyMap<string, ReadonlyMap<string, Import>>): string[] | undefined {
  const queue: string[][] = [[start]]
  const seen = new Set<string>()
  for (let way = queue.shift(); way; way = queue.shift()) {
    for (const next of edges.get(way.at(-1) ?? '')?.keys() ?? []) {
      if (next === start) return [...way, start]
      if (seen.has(next)) continue
      seen.add(next)
      queue.push([...way, next])
    }
  }
  return undefined
}
