import { drawMaps } from '@bricka/domain/planning/draw-maps'
import { type MatchedShapes, matchShapes } from '@bricka/domain/planning/match-shapes'
import { places, placesIn } from '@bricka/domain/planning/place'
import { typedLine } from '@bricka/domain/typed-text'
import { z } from 'zod'
import { systemScope, toJson } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { type FieldProblem, Problem } from '../http/problem.ts'
import { readShapesFile } from './read-shapes-file.ts'

const Words = z.tuple([
  z.string().min(1),
  typedLine().pipe(z.string().min(1, 'say whose shapes they are: --source').max(300)),
  z.string().transform((text) => Options.parse(JSON.parse(text))),
])
const Options = z.object({
  code: z.string().min(1).max(100).optional(),
  country: z.string().length(2).optional(),
  crs: z.coerce.number().int().optional(),
  partly: z.boolean().default(false),
})

/**
 * Brings in the outlines of a country's municipalities or regions, in place of those that were there: all of the file,
 * or nothing of it. Maps are drawn here, once, so that a page only reads them.
 *
 * @throws Problem `file-unreadable` · `shapes-refused`
 */
export async function importShapes(ground: Ground, words: readonly string[]): Promise<string> {
  const [path, source, { partly, crs, ...options }] = Words.parse(words)
  const matched = matchShapes(await readShapesFile(path), { ...options, epsg: crs })
  if ('refused' in matched) throw refuse(path, [{ pointer: '', code: matched.refused, detail: matched.what }])
  const odd = listOdd(matched)
  if (odd.length > 0 && !partly) throw refuse(path, [...odd, { pointer: '', code: 'partly', detail: advice }])
  const maps = drawMaps(matched)
  const importedAt = ground.now()
  await ground.database.act(systemScope, async (work) => {
    const replaced = matched.countries.flatMap((country) => [country, ...placesIn(country).map(({ code }) => code)])
    await work.deleteFrom('place_map').where('within', 'in', replaced).where('kind', '=', matched.kind).execute()
    for (const { paths, ...map } of maps)
      await work
        .insertInto('place_map')
        .values({ ...map, paths: toJson(paths), source, imported_at: importedAt })
        .execute()
  })
  return [
    ...odd.map(({ detail }) => `  ${detail}`),
    `${matched.areas.size} ${kinds[matched.kind]} of ${matched.countries.join(' and ')}, by their ${matched.property}, are drawn on ${maps.length} maps`,
  ].join('\n')
}

/** What comes with Bricka is made by this, from a file whose licence allows it. */
export async function drawShapesFile([path = '', source = '']: readonly string[]): Promise<Uint8Array> {
  const matched = matchShapes(await readShapesFile(path))
  if ('refused' in matched) throw refuse(path, [{ pointer: '', code: matched.refused, detail: matched.what }])
  return Buffer.from(`${JSON.stringify({ source, maps: drawMaps(matched) }, null, 1)}\n`)
}

const kinds = { municipality: 'municipalities', region: 'regions' } as const
const advice = 'Nothing was kept. With --partly what is known is drawn, and the rest is not.'

function listOdd({ unknown, missing }: MatchedShapes): FieldProblem[] {
  return [
    ...unknown.map(({ number, value }) => ({
      pointer: `/${number - 1}`,
      code: 'code-unknown',
      detail: `Area ${number}: ${value === '' ? 'no code' : `${JSON.stringify(value.slice(0, 60))} is no place here`}.`,
    })),
    ...missing.map((code) => ({
      pointer: '',
      code: 'place-missing',
      detail: `${places.get(code)?.name} (${code}) is not in the file.`,
    })),
  ]
}

const refuse = (path: string, errors: readonly FieldProblem[]): Problem =>
  new Problem(
    'shapes-refused',
    [`${path} is not drawn:`, ...errors.map(({ detail }) => `  ${detail}`)].join('\n'),
    errors,
  )
