import type { SkillIndex } from '../skill/index-skill-map.ts'
import { type Holding, holdingsOf, type Profile, profileOf, superimpose } from '../skill/superimpose-maps.ts'
import { type ItemView, type SuperimposedView, viewSuperimposed } from '../skill/superimposed-view.ts'
import type { Chosen, Target } from './aim.ts'

/** A skill that someone brings, and what shows it: a merit's title, or their own words. */
export type HeldSkill = { readonly uri: string; readonly source: string }

export type DistanceQuestion = {
  readonly target: Exclude<Target, { kind: 'qualification' }>
  /** What valid merits show. */
  readonly verified: readonly HeldSkill[]
  /** What the learner says without a merit. */
  readonly declared: readonly HeldSkill[]
  readonly workedAs: readonly Chosen[]
}

export type Distance = {
  /** By merits alone: shared, near, and missing, skill by skill with the reason. */
  readonly verified: SuperimposedView
  /** Addresses of wanted skills that merits do not show and the learner's own word does, each with what says so. */
  readonly declared: readonly { readonly uri: string; readonly sources: readonly string[] }[]
  /** Essential skills that merits do not show, the rarest first: what a way has to close. */
  readonly gap: readonly string[]
  /** Chosen skills that the map does not have: they are compared by their address alone. */
  readonly unknown: readonly string[]
}

/**
 * How far it is from what someone can show to what they want. What they say of themselves stands beside it and never in
 * it: a distance that counted both would promise what nobody has checked.
 *
 * @returns `undefined` where the map does not have the occupation
 */
export function measureDistance(index: SkillIndex, question: DistanceQuestion): Distance | undefined {
  const { target } = question
  const occupation = target.kind === 'occupation' ? index.occupationAt.get(target.occupation.uri) : undefined
  if (target.kind === 'occupation' && occupation === undefined) return undefined
  const chosen = target.kind === 'skills' ? target.skills : []
  const wanted: Profile =
    occupation === undefined
      ? { essential: chosen.flatMap(({ uri }) => index.skillAt.get(uri) ?? []), optional: [] }
      : profileOf(index.map, occupation)
  const strangers = chosen.filter(({ uri }) => !index.skillAt.has(uri))
  const inMap = viewSuperimposed(index.map, superimpose(index, holdingsIn(index, question.verified), wanted))
  const verified = addStrangers(inMap, strangers, question.verified)
  const shown = new Set(verified.identical.map(({ uri }) => uri))
  return {
    verified,
    declared: findDeclared(index, question, wanted, strangers).filter(({ uri }) => !shown.has(uri)),
    gap: [...verified.missing, ...verified.relatedFamily, ...verified.sameFamily]
      .filter(({ requirement }) => requirement === 'essential')
      .toSorted((one, other) => other.rarity - one.rarity)
      .map(({ uri }) => uri),
    unknown: strangers.map(({ uri }) => uri),
  }
}

const holdingsIn = (index: SkillIndex, held: readonly HeldSkill[]): Holding[] =>
  held.flatMap(({ uri, source }) => {
    const skill = index.skillAt.get(uri)
    return skill === undefined ? [] : [{ skill, source }]
  })

function findDeclared(
  index: SkillIndex,
  { declared, workedAs }: DistanceQuestion,
  wanted: Profile,
  strangers: readonly Chosen[],
): Distance['declared'] {
  const fromWork = workedAs.flatMap(({ uri, label }): Holding[] => {
    const occupation = index.occupationAt.get(uri)
    return occupation === undefined
      ? []
      : holdingsOf(index.map, occupation).map(({ skill }) => ({ skill, source: label }))
  })
  const said = superimpose(index, [...holdingsIn(index, declared), ...fromWork], wanted)
  const inMap = viewSuperimposed(index.map, said).identical.map(({ uri, reason }) => ({
    uri,
    sources: reason.kind === 'new' ? [] : unique(reason.held.flatMap(({ source }) => source ?? [])),
  }))
  const outside = strangers.flatMap(({ uri }) => {
    const sources = unique(declared.filter((one) => one.uri === uri).map(({ source }) => source))
    return sources.length > 0 ? [{ uri, sources }] : []
  })
  return [...inMap, ...outside]
}

/** A skill that no map of ours has can still be held or not; it is near to nothing. */
function addStrangers(
  answer: SuperimposedView,
  strangers: readonly Chosen[],
  held: readonly HeldSkill[],
): SuperimposedView {
  const items = strangers.map(({ uri, label }): ItemView => {
    const shows = held.find((one) => one.uri === uri)
    return {
      uri,
      label,
      requirement: 'essential',
      rarity: 0,
      reason: shows ? { kind: 'same-skill', held: [{ uri, label, source: shows.source }] } : { kind: 'new' },
    }
  })
  const identical = items.filter(({ reason }) => reason.kind === 'same-skill')
  const missing = items.filter(({ reason }) => reason.kind === 'new')
  const of = answer.coverage.of + items.length
  const share = answer.coverage.weighted * answer.coverage.of + identical.length
  return {
    ...answer,
    identical: [...answer.identical, ...identical],
    missing: [...answer.missing, ...missing],
    coverage: {
      held: answer.coverage.held + identical.length,
      of,
      weighted: items.length === 0 ? answer.coverage.weighted : share / of,
    },
    gapCost: {
      ...answer.gapCost,
      missing: answer.gapCost.missing + missing.length,
      weighted: answer.gapCost.weighted + missing.length,
    },
  }
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)]
