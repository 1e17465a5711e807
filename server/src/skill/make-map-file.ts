import { buildSkillMap } from '@bricka/domain/skill/build-skill-map'
import { encodeSkillMap } from '@bricka/domain/skill/encode-skill-map'
import { weighTexts } from '@bricka/domain/skill/weigh-texts'
import { Problem } from '../http/problem.ts'
import { readVersion } from './import-esco.ts'
import { readMapSource } from './read-map-source.ts'

/** Makes the file that maps are loaded from, with the words to rank by, straight from an ESCO download. */
export async function makeMapFile([path, version]: readonly string[]): Promise<Uint8Array> {
  if (!path) throw new Problem('request-invalid', 'Give the ESCO download: a zip file or a folder.')
  const { source, texts } = await readMapSource(path, version ?? readVersion(path))
  const map = buildSkillMap(source)
  const { vectors, terms } = weighTexts(map.occupations.uris.map((uri) => texts.get(uri) ?? ''))
  return encodeSkillMap(map, { vectors, terms })
}
