import { explainTransitions } from '@bricka/domain/skill/explain-transitions'
import { indexSkillMap, type SkillIndex } from '@bricka/domain/skill/index-skill-map'
import { makeScores, orderByScore, scoreTransitions } from '@bricka/domain/skill/rank-transitions'
import { readSkillMap } from '@bricka/domain/skill/read-skill-map'

/**
 * Runs in the browser, on the page's own thread: only that one is throttled. Every time is of one call, from the question
 * to the answer; none is left out.
 */
export type DeviceTimes = Readonly<Record<DeviceCase, readonly number[]>> & { readonly loaded: number }
type DeviceCase = 'person' | 'occupation' | 'person-explained'

declare global {
  interface Window {
    measureDevice: (rounds: number) => Promise<DeviceTimes>
  }
}

window.measureDevice = async (rounds) => {
  const bytes = new Uint8Array(await (await fetch('/map')).arrayBuffer())
  const start = performance.now()
  const index = load(bytes)
  const loaded = performance.now() - start
  const scores = makeScores(index)
  const times: Record<DeviceCase, number[]> = { person: [], occupation: [], 'person-explained': [] }
  for (let round = 0; round < rounds; round++) {
    const skills = personOf(index, round)
    const origin = { kind: 'skills', skills } as const
    const occupation = (round * 331) % index.map.occupations.uris.length
    times.person.push(await time(() => orderByScore(scoreTransitions(index, origin, undefined, scores).rank, origin)))
    times.occupation.push(
      await time(() => scoreTransitions(index, { kind: 'occupation', occupation }, undefined, scores)),
    )
    const holdings = skills.map((skill) => ({ skill, source: 'a merit' }))
    times['person-explained'].push(
      await time(() => explainTransitions(index, { kind: 'skills', holdings }, undefined, { limit: 20 })),
    )
  }
  return { ...times, loaded }
}

function load(bytes: Uint8Array): SkillIndex {
  const read = readSkillMap(bytes)
  if (!read.read) throw new Error(`our own map is ${read.code}`)
  return indexSkillMap(read.map)
}

/** Forty skills, others in each round. */
const personOf = ({ map }: SkillIndex, round: number): number[] =>
  Array.from({ length: 40 }, (_, place) => (place * 331 + round * 97) % map.skills.uris.length)

/** Each in a frame of its own, as when someone asks. */
async function time(run: () => unknown): Promise<number> {
  await new Promise(requestAnimationFrame)
  const start = performance.now()
  run()
  return performance.now() - start
}
