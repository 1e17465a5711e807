import { type LocalText, pickText } from '../local-text.ts'
import { MeritDesign, type OutcomeId } from '../merit/merit.ts'

/** One merit to be made of some of a qualification's outcomes. */
export type Piece = { readonly title: LocalText; readonly outcomes: readonly OutcomeId[] }

export type BreakDownRefusal =
  | { readonly code: 'outcome-unknown'; readonly outcomeId: OutcomeId }
  | { readonly code: 'piece-empty'; readonly piece: number }

/**
 * Makes the designs of smaller merits out of a qualification's outcomes: the outcomes go over as they are written, with
 * their criteria and skills, and each merit says what it leads towards. What a smaller merit must say of itself (its own
 * size and assessment) is left for its creator; a level is not inherited, for a part does not have the whole's level.
 */
export function breakDown(
  whole: MeritDesign,
  pieces: readonly Piece[],
): { readonly designs: readonly MeritDesign[] } | { readonly refused: BreakDownRefusal } {
  const byId = new Map(whole.outcomes.map((outcome) => [outcome.id, outcome]))
  const towards = pickText(whole.title, whole.languagesOfContent[0] ?? 'sv')?.text
  const designs: MeritDesign[] = []
  for (const [piece, { title, outcomes }] of pieces.entries()) {
    if (outcomes.length === 0) return { refused: { code: 'piece-empty', piece } }
    const unknown = outcomes.find((id) => !byId.has(id))
    if (unknown !== undefined) return { refused: { code: 'outcome-unknown', outcomeId: unknown } }
    designs.push(
      MeritDesign.parse({
        title,
        languagesOfContent: whole.languagesOfContent,
        outcomes: outcomes.flatMap((id) => byId.get(id) ?? []),
        stacking: { standing: 'stackable', towards: towards ? [towards] : [] },
        legalBasis: { kind: 'none' },
        ...(whole.fieldOfStudy && { fieldOfStudy: whole.fieldOfStudy }),
      }),
    )
  }
  return { designs }
}

/** A merit that may cover some of a qualification. */
export type Covering = { readonly id: string; readonly design: Pick<MeritDesign, 'outcomes'> }

export type OutcomeCoverage = { readonly outcomeId: OutcomeId; readonly coveredBy: readonly string[] }

/**
 * Says of each outcome of a qualification which merits hold it: word for word, in any language that both are written in.
 * Nearness does not count: two statements that differ may ask for different things, and a person has to say that they do
 * not.
 */
export function findCoverage(
  whole: Pick<MeritDesign, 'outcomes'>,
  merits: readonly Covering[],
): readonly OutcomeCoverage[] {
  return whole.outcomes.map(({ id, statement }) => ({
    outcomeId: id,
    coveredBy: merits
      .filter(({ design }) => design.outcomes.some((outcome) => sameStatement(outcome.statement, statement)))
      .map((merit) => merit.id),
  }))
}

function sameStatement(one: LocalText, other: LocalText): boolean {
  return Object.entries(one).some(([language, text]) => {
    const [, against] = Object.entries(other).find(([key]) => key === language) ?? []
    return against !== undefined && plain(text) === plain(against)
  })
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\s.]+/g, ' ')
    .trim()
