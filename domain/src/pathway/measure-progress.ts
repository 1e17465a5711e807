import { accepts, inUnit } from './accept-part.ts'
import type { Part, Stack, StackGroup } from './stack.ts'

export type NotCounted =
  | 'not-valid'
  | 'held-twice'
  | 'too-old'
  | 'level-too-low'
  | 'level-unknown'
  | 'prerequisite-missing'
  | 'unit-not-convertible'
  | 'not-accepted'
  | 'overlaps'
  | 'out-of-order'
  | 'group-full'

export type GroupProgress = {
  readonly groupId: string
  readonly counted: readonly string[]
  readonly have: number
  readonly need: number
  readonly met: boolean
}

export type Progress = {
  readonly groups: readonly GroupProgress[]
  /** In the stack's own unit, of what is counted. */
  readonly total: { readonly have: number; readonly need: number | undefined; readonly met: boolean }
  readonly notCounted: readonly { readonly credentialId: string; readonly why: NotCounted }[]
  /** Every group and the total are met. It is no right to the larger credential: whoever awards it decides. */
  readonly complete: boolean
  /** False where there were more ways to count than are tried; what is shown is then a way, not surely the best. */
  readonly exact: boolean
}

type Counted = Part & { readonly amount: number }

/**
 * Says how far someone has come in a stack.
 *
 * Each credential counts in one group at most, each merit once, and of two that overlap one. Where a merit fits several
 * groups, the way that meets most of them is taken. The answer depends on what is held, never on the order it came in.
 */
export function measureProgress(stack: Stack, held: readonly Part[], today: string): Progress {
  const { sound, refused } = sift(stack, held, today)
  const { places, exact } = place(stack, sound)
  const groups = stack.groups.map((group) => measureGroup(group, sound, places))
  const counted = sound.filter(({ credentialId }) => places.has(credentialId))
  const have = round(counted.reduce((sum, { amount }) => sum + amount, 0))
  const total = { have, need: stack.total, met: stack.total === undefined || have >= stack.total }
  const left = sound
    .filter(({ credentialId }) => !places.has(credentialId))
    .map((part) => ({ credentialId: part.credentialId, why: whyLeft(stack, part, counted) }))
  return {
    groups,
    total,
    notCounted: [...refused, ...left].sort((one, other) => compare(one.credentialId, other.credentialId)),
    complete: total.met && groups.every(({ met }) => met),
    exact,
  }
}

/** What can count at all, and why the rest cannot; the same whichever order it came in. */
function sift(stack: Stack, held: readonly Part[], today: string) {
  const refused: { credentialId: string; why: NotCounted }[] = []
  const sound: Counted[] = []
  const taken = new Set<string>()
  const own = new Set(held.filter(({ valid }) => valid).map(({ meritId }) => meritId))
  const newestFirst = [...new Map(held.map((part) => [part.credentialId, part])).values()].sort(
    (one, other) => compare(other.assessedOn, one.assessedOn) || compare(one.credentialId, other.credentialId),
  )
  for (const part of newestFirst) {
    const amount = part.credits ? inUnit(part.credits.value, part.credits.unit, stack.unit) : 0
    const why = whyUnsound(stack, part, amount, own, today) ?? (taken.has(part.meritId) ? 'held-twice' : undefined)
    if (why) refused.push({ credentialId: part.credentialId, why })
    else {
      taken.add(part.meritId)
      sound.push({ ...part, amount: amount ?? 0 })
    }
  }
  return { sound: sound.sort((one, other) => compare(one.credentialId, other.credentialId)), refused }
}

function whyUnsound(
  stack: Stack,
  part: Part,
  amount: number | undefined,
  own: ReadonlySet<string>,
  today: string,
): NotCounted | undefined {
  if (!part.valid) return 'not-valid'
  if (stack.mostMonthsOld !== undefined && part.assessedOn < monthsBefore(today, stack.mostMonthsOld)) return 'too-old'
  if (stack.lowestEqf !== undefined && part.eqf === undefined) return 'level-unknown'
  if (stack.lowestEqf !== undefined && (part.eqf ?? 0) < stack.lowestEqf) return 'level-too-low'
  const needed = stack.prerequisites.filter(({ meritId }) => meritId === part.meritId).flatMap(({ needs }) => needs)
  if (needed.some((meritId) => !own.has(meritId))) return 'prerequisite-missing'
  if (!stack.groups.some((group) => accepts(group, part))) return 'not-accepted'
  return amount === undefined ? 'unit-not-convertible' : undefined
}

type Places = ReadonlyMap<string, string>
const mostSteps = 200_000

/**
 * Puts each part in a group or in none, so that most groups are met, then most is counted, then the first ids are used.
 * Tries every way, cutting off those that cannot be better; stops at a bound and says so.
 */
function place(stack: Stack, sound: readonly Counted[]): { places: Places; exact: boolean } {
  // The hardest to place first, so that a bad beginning is cut off early; the order itself follows from the ids.
  const options = sound
    .map((part) => ({ part, groups: stack.groups.filter((group) => accepts(group, part)) }))
    .sort(
      (one, other) =>
        one.groups.length - other.groups.length || compare(one.part.credentialId, other.part.credentialId),
    )
  const places = new Map<string, string>()
  let best: { places: Places; score: Score } | undefined
  let steps = 0

  const visit = (index: number): void => {
    steps += 1
    if (steps > mostSteps) return
    const option = options[index]
    if (!option) {
      if (!inOrder(stack, sound, places)) return
      const score = scoreOf(stack, sound, places)
      if (!best || better(score, best.score)) best = { places: new Map(places), score }
      return
    }
    if (
      best &&
      !canBeat(
        stack,
        sound,
        places,
        options.slice(index).map(({ part }) => part),
        best.score,
      )
    )
      return
    const { part, groups } = option
    const clashes = stack.overlaps.some(
      ([one, other]) =>
        (part.meritId === one && isPlaced(sound, places, other)) ||
        (part.meritId === other && isPlaced(sound, places, one)),
    )
    if (!clashes)
      for (const group of groups) {
        if (isFull(group, sound, places)) continue
        places.set(part.credentialId, group.id)
        visit(index + 1)
        places.delete(part.credentialId)
      }
    visit(index + 1)
  }
  visit(0)
  return { places: best?.places ?? new Map(), exact: steps <= mostSteps }
}

type Score = { readonly met: number; readonly filled: number; readonly amount: number; readonly ids: string }

function scoreOf(stack: Stack, sound: readonly Counted[], places: Places): Score {
  const groups = stack.groups.map((group) => measureGroup(group, sound, places))
  const counted = sound.filter(({ credentialId }) => places.has(credentialId))
  return {
    met: groups.filter(({ met }) => met).length,
    filled: round(groups.reduce((sum, { have, need }) => sum + Math.min(1, have / need), 0)),
    amount: round(counted.reduce((sum, { amount }) => sum + amount, 0)),
    ids: counted.map(({ credentialId }) => `${credentialId}>${places.get(credentialId)}`).join(' '),
  }
}

const better = (one: Score, other: Score): boolean =>
  one.met !== other.met
    ? one.met > other.met
    : one.filled !== other.filled
      ? one.filled > other.filled
      : one.amount !== other.amount
        ? one.amount > other.amount
        : one.ids < other.ids

/** As if everything that is left could go everywhere it fits at once. */
function canBeat(
  stack: Stack,
  sound: readonly Counted[],
  places: Places,
  left: readonly Counted[],
  best: Score,
): boolean {
  let met = 0
  let filled = 0
  for (const group of stack.groups) {
    const { have, need } = measureGroup(group, sound, places)
    const more = left.filter((part) => accepts(group, part))
    const reach =
      have + (group.needs.kind === 'parts' ? more.length : more.reduce((sum, { amount }) => sum + amount, 0))
    if (reach >= need) met += 1
    filled += Math.min(1, reach / need)
  }
  if (met !== best.met) return met > best.met
  return round(filled) >= best.filled
}

function measureGroup(group: StackGroup, sound: readonly Counted[], places: Places): GroupProgress {
  const inGroup = sound.filter(({ credentialId }) => places.get(credentialId) === group.id)
  const need = group.needs.kind === 'parts' ? group.needs.count : group.needs.value
  const have =
    group.needs.kind === 'parts' ? inGroup.length : round(inGroup.reduce((sum, { amount }) => sum + amount, 0))
  return { groupId: group.id, counted: inGroup.map(({ credentialId }) => credentialId), have, need, met: have >= need }
}

/** A group of parts takes no more than it needs; one of credits takes on, for the whole may need more than its parts. */
const isFull = (group: StackGroup, sound: readonly Counted[], places: Places): boolean =>
  group.needs.kind === 'parts' && measureGroup(group, sound, places).met

const isPlaced = (sound: readonly Counted[], places: Places, meritId: string): boolean =>
  sound.some((part) => part.meritId === meritId && places.has(part.credentialId))

/** In a rigid stack nothing of a later group was assessed before everything of the groups before it. */
function inOrder({ route, groups }: Stack, sound: readonly Counted[], places: Places): boolean {
  if (route !== 'rigid') return true
  let latest = ''
  let complete = true
  for (const group of groups) {
    const { counted, met } = measureGroup(group, sound, places)
    const days = sound.filter(({ credentialId }) => counted.includes(credentialId)).map(({ assessedOn }) => assessedOn)
    if (days.length > 0 && !complete) return false
    if (days.some((day) => day < latest)) return false
    latest = [latest, ...days].sort().at(-1) ?? latest
    complete &&= met
  }
  return true
}

function whyLeft(stack: Stack, part: Counted, counted: readonly Counted[]): NotCounted {
  const overlapping = stack.overlaps.some(
    ([one, other]) =>
      (one === part.meritId && counted.some(({ meritId }) => meritId === other)) ||
      (other === part.meritId && counted.some(({ meritId }) => meritId === one)),
  )
  if (overlapping) return 'overlaps'
  return stack.route === 'rigid' ? 'out-of-order' : 'group-full'
}

function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const lastDay = new Date(Date.UTC(year, month - months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, lastDay))).toISOString().slice(0, 10)
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
const round = (value: number): number => Math.round(value * 1000) / 1000
