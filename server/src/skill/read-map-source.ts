import type { MapSource } from '@bricka/domain/skill/build-skill-map'
import { Problem } from '../http/problem.ts'
import { escoAttribution } from './add-concepts.ts'
import { type EscoConcept, readEsco } from './read-esco.ts'

/** A map's source, and what each occupation says of itself, by address. */
export type ReadSource = { source: MapSource; texts: Map<string, string> }

/**
 * Reads a whole download as the source of a map, without a database.
 *
 * @throws Problem `file-unreadable`, also where the download has occupations and skills but does not say which belong
 * together
 */
export async function readMapSource(path: string, version: string): Promise<ReadSource> {
  const concepts = new Map<string, EscoConcept>()
  const broader = new Map<string, string[]>()
  const links: MapSource['links'][number][] = []
  let language: string | undefined
  for await (const file of readEsco(path)) {
    if (file.holds === 'concepts') {
      language ??= file.language
      if (file.language === language) for await (const concept of file.rows) concepts.set(concept.uri, concept)
    } else if (file.holds === 'links') {
      for await (const link of file.rows) links.push(link)
    } else
      for await (const { uri, broader: above } of file.rows) {
        const known = broader.get(uri)
        if (known) known.push(above)
        else broader.set(uri, [above])
      }
  }
  if (links.length === 0)
    throw new Problem(
      'file-unreadable',
      `${path} does not say which skills belong to which occupation: occupationSkillRelations.csv is not in it. Choose it too on the ESCO portal’s download page.`,
    )
  const all = [...concepts.values()].filter(({ state }) => state === 'current')
  return {
    source: toSource(
      { framework: 'ESCO', version, attribution: escoAttribution, language: language ?? 'en' },
      all.map((concept) => ({ ...concept, broader: [...concept.broader, ...(broader.get(concept.uri) ?? [])] })),
      links,
    ),
    texts: new Map(all.flatMap((concept) => (concept.type === 'occupation' ? [[concept.uri, tellOf(concept)]] : []))),
  }
}

/** What is weighed when occupations are compared by their words. */
export const tellOf = ({ label, altLabels, description }: Pick<EscoConcept, 'label' | 'altLabels' | 'description'>) =>
  [label, ...altLabels, description ?? ''].join('\n')

type SourceConcept = { uri: string; type: string; label: string; code: string | undefined; broader: readonly string[] }

export function toSource(
  names: Pick<MapSource, 'framework' | 'version' | 'attribution' | 'language'>,
  concepts: readonly SourceConcept[],
  links: MapSource['links'],
): MapSource {
  const ofType = (...types: string[]) => concepts.filter(({ type }) => types.includes(type))
  return {
    ...names,
    occupations: ofType('occupation').map(({ uri, label, code = '' }) => ({ uri, label, code })),
    skills: ofType('skill', 'knowledge').map(({ uri, label, type, broader }) => ({
      uri,
      label,
      kind: type === 'knowledge' ? 'knowledge' : 'skill',
      broader,
      families: broader,
    })),
    families: ofType('skill-group').map(({ uri, label, code = '', broader }) => ({
      uri,
      label,
      code,
      parents: broader,
    })),
    links,
  }
}
