import { bricka, elm, eqfIri, nationalLevelIris } from '../issuing/credential-terms.ts'
import { findLevelFramework, toEqf } from '../merit/level-framework.ts'
import { type Json, readId, readObject, readText } from './read-json.ts'
import type { StatedLevel } from './transparency-profile.ts'

/**
 * The level a credential states, and on what ground.
 *
 * Bricka's own words tell a decided level from a comparison. A stranger's ELM level, or an alignment to EQF, is shown
 * with the ground unsaid: nobody can tell it from a guess.
 */
export function readLevel(achievement: Json): StatedLevel {
  const level = readText(achievement[bricka('level')])
  if (level !== undefined) return readOwnLevel(achievement, level)
  const reason = readText(achievement[bricka('withoutLevel')])
  if (reason !== undefined) return { stated: true, standing: 'none', reason }
  return readEuropeanLevel(achievement)
}

function readOwnLevel(achievement: Json, level: string): StatedLevel {
  const framework = readText(achievement[bricka('levelFramework')])
  const standing = readText(achievement[bricka('levelStanding')])
  const decision = readObject(achievement[bricka('levelDecision')])
  const body = readText(decision?.name)
  const reference = readText(decision?.[bricka('reference')])
  const on = readText(decision?.[bricka('decidedOn')])
  const url = readText(decision?.url)
  return {
    stated: true,
    standing: standing === 'decided' || standing === 'self-declared' ? standing : 'not-said',
    ...(framework && { framework }),
    level,
    eqf: framework === undefined ? [] : toEqf(framework, level).map(({ eqf }) => eqf),
    ...(body && {
      decision: { body, ...(reference && { reference }), ...(on && { on }), ...(url && { url }) },
    }),
  }
}

function readEuropeanLevel(achievement: Json): StatedLevel {
  const national = nationalLevel(readId(achievement[elm('NQFLevel')]))
  if (national) return national
  const iri = readId(achievement[elm('EQFLevel')])
  const eqf = [1, 2, 3, 4, 5, 6, 7, 8].find((one) => eqfIri(one) === iri)
  return eqf === undefined
    ? { stated: false }
    : { stated: true, standing: 'not-said', framework: 'EQF', level: String(eqf), eqf: [eqf] }
}

function nationalLevel(iri: string | undefined): StatedLevel | undefined {
  const name = Object.keys(nationalLevelIris).find((one) => nationalLevelIris[one] === iri)
  const [framework, level] = name?.split(' ') ?? []
  if (!framework || !level || !findLevelFramework(framework)) return undefined
  return { stated: true, standing: 'not-said', framework, level, eqf: toEqf(framework, level).map(({ eqf }) => eqf) }
}
