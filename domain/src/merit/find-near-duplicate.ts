import type { MeritDesign } from './merit.ts'

export type Other = { readonly meritId: string; readonly ownerId: string; readonly design: MeritDesign }

export type NearDuplicate = {
  meritId: string
  ownerId: string
  /** From 0 to 1; how alike the two are, not how good either is. */
  score: number
  why: { title: number; outcomes: number; skills: number; sharedSkills: readonly string[] }
}

/** Below this two merits of one trade are merely neighbours. */
const alike = 0.45
/** What counts how much; skills only where both merits name some. */
const weights = { title: 0.3, outcomes: 0.4, skills: 0.3 }

/**
 * Finds other creators' merits that come close to this one, the closest first.
 *
 * A warning against making the same merit twice; never a refusal, for two creators may have good reasons. Texts are
 * compared in the languages that both have, so that a translation is found as well as a copy.
 */
export function findNearDuplicates(
  design: MeritDesign,
  ownerId: string,
  others: readonly Other[],
  most = 5,
): readonly NearDuplicate[] {
  const mine = traitsOf(design)
  return others
    .filter((other) => other.ownerId !== ownerId)
    .map((other) => compare(mine, other))
    .filter(({ score }) => score >= alike)
    .sort((one, another) => another.score - one.score)
    .slice(0, most)
}

type Traits = {
  title: ReadonlyMap<string, ReadonlySet<string>>
  outcomes: ReadonlyMap<string, ReadonlySet<string>>
  skills: ReadonlyMap<string, string>
}

function compare(mine: Traits, { meritId, ownerId, design }: Other): NearDuplicate {
  const theirs = traitsOf(design)
  const title = likeness(mine.title, theirs.title)
  const outcomes = likeness(mine.outcomes, theirs.outcomes)
  const shared = [...mine.skills].filter(([uri]) => theirs.skills.has(uri))
  const all = new Set([...mine.skills.keys(), ...theirs.skills.keys()]).size
  const comparable = mine.skills.size > 0 && theirs.skills.size > 0
  const skills = comparable ? shared.length / all : 0
  const weight = weights.title + weights.outcomes + (comparable ? weights.skills : 0)
  const sum = title * weights.title + outcomes * weights.outcomes + skills * weights.skills
  return {
    meritId,
    ownerId,
    score: round(sum / weight),
    why: {
      title: round(title),
      outcomes: round(outcomes),
      skills: round(skills),
      sharedSkills: shared.map(([, label]) => label),
    },
  }
}

const round = (value: number): number => Math.round(value * 100) / 100

function traitsOf({ title, outcomes }: MeritDesign): Traits {
  return {
    title: shinglesByLanguage([title]),
    outcomes: shinglesByLanguage(outcomes.map(({ statement }) => statement)),
    skills: new Map(outcomes.flatMap(({ alignments }) => alignments.map(({ uri, label }) => [uri, label] as const))),
  }
}

/** Pieces of four letters: a changed ending or a hyphen moves few of them. */
function shinglesByLanguage(
  texts: readonly Readonly<Record<string, string>>[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const text of texts)
    for (const [language, written] of Object.entries(text)) {
      const pieces = found.get(language) ?? new Set<string>()
      for (const piece of shinglesOf(written)) pieces.add(piece)
      found.set(language, pieces)
    }
  return found
}

function shinglesOf(text: string): readonly string[] {
  const plain = ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `
  if (plain.trim() === '') return []
  const length = 4
  if (plain.length <= length) return [plain]
  return Array.from({ length: plain.length - length + 1 }, (_, at) => plain.slice(at, at + length))
}

/** The best likeness in any language that both are written in. */
function likeness(
  mine: ReadonlyMap<string, ReadonlySet<string>>,
  theirs: ReadonlyMap<string, ReadonlySet<string>>,
): number {
  const found = [...mine].map(([language, pieces]) => jaccard(pieces, theirs.get(language) ?? new Set()))
  return Math.max(0, ...found)
}

function jaccard(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0
  const shared = [...one].filter((piece) => other.has(piece)).length
  return shared / (one.size + other.size - shared)
}
