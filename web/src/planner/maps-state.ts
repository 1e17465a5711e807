import { type InterfaceLanguage, interfaceLanguages } from '@bricka/domain/local-text'
import type { ClosingView } from '@bricka/domain/pathway/closing-view'
import { type Objective, objectives } from '@bricka/domain/pathway/objective'
import type { Constraints } from '@bricka/domain/pathway/offer'
import type { TransitionsView } from '@bricka/domain/skill/explain-transitions'
import type { SuperimposedView } from '@bricka/domain/skill/superimposed-view'
import type { EditView } from '@bricka/server/skill/own-map'

/** What is laid over an occupation: another occupation, a merit of the catalogue, or what oneself holds. */
export type OriginKind = 'occupation' | 'merit' | 'person'

export type MapsQuestion = {
  readonly kind: OriginKind
  readonly from: string
  readonly to: string
  /** An organisation's own map, by id; none: the classification as it was published. */
  readonly map: string
  readonly aim: Objective
  /** Only what is given at a distance. */
  readonly online: boolean
  /** What one can do; empty where it does not matter. */
  readonly spoken: InterfaceLanguage | ''
  readonly place: string
  readonly level: string
  readonly by: string
}

/** One of the two fields: what was written, what it was taken to mean, and what else it might have meant. */
export type Chosen = {
  readonly text: string
  readonly found: Named | undefined
  readonly others: readonly Named[]
}
/** `through`: the other name, or the group, that was like what was written. */
export type Named = { readonly uri: string; readonly label: string; readonly through?: string | undefined }

export type LaidOver = SuperimposedView & {
  readonly attribution: string
  readonly from?: { readonly label: string } | undefined
  readonly to?: { readonly label: string } | undefined
}

export type MapsAnswer =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'no-map' }
  | { readonly kind: 'laid-over'; readonly answer: LaidOver; readonly closing: ClosingView | undefined }
  | { readonly kind: 'ways'; readonly answer: TransitionsView }

/** Who said that one skill counts as another, when and why. */
export type EditNote = { readonly by: string; readonly on: string; readonly reason: string }

export type MapsState = {
  readonly question: MapsQuestion
  readonly from: Chosen
  readonly to: Chosen
  readonly answer: MapsAnswer
  readonly edits: Readonly<Record<string, EditNote>>
  /** Where the catalogue's merits are given. */
  readonly places: readonly string[]
}

export const nobodyChosen: Chosen = { text: '', found: undefined, others: [] }

/** Skills of one's own or of a merit, with what shows each. */
export type HeldSkill = { readonly uri: string; readonly source: string }

/** What oneself holds: the skills, and the merits that show them. */
export type Own = { readonly held: readonly HeldSkill[]; readonly merits: readonly string[] }

export function readQuestion(kind: OriginKind, query: URLSearchParams): MapsQuestion {
  return {
    kind,
    from: query.get('from')?.trim().slice(0, 400) ?? '',
    to: query.get('to')?.trim().slice(0, 400) ?? '',
    map: query.get('map') ?? '',
    aim: objectives.find((aim) => aim === query.get('aim')) ?? objectives[0],
    online: query.get('online') === 'true',
    spoken: interfaceLanguages.find((language) => language === query.get('spoken')) ?? '',
    place: query.get('place')?.trim().slice(0, 120) ?? '',
    level: /^[1-8]$/.test(query.get('level') ?? '') ? (query.get('level') ?? '') : '',
    by: /^\d{4}-\d\d-\d\d$/.test(query.get('by') ?? '') ? (query.get('by') ?? '') : '',
  }
}

/** What the question says of what one can do. */
export function constraintsOf({ online, spoken, place, level, by }: MapsQuestion): Constraints {
  return {
    online: true,
    ...(online ? { places: [] } : place !== '' && { places: [place] }),
    ...(spoken !== '' && { languages: [spoken] }),
    ...(level !== '' && { levelAtMost: Number(level) }),
    ...(by !== '' && { endsOnOrBefore: by }),
  }
}

/** The question as an address keeps it. */
export function writeQuestion(question: MapsQuestion, changes: Record<string, string>): URLSearchParams {
  const { kind: _, online, ...rest } = question
  const all = { ...rest, online: online ? 'true' : '', ...changes }
  return new URLSearchParams(Object.entries(all).filter(([, value]) => value !== ''))
}

/** Where anything is given, to choose from. */
export const listPlaces = (offers: readonly { places: readonly string[] }[]): string[] =>
  [...new Set(offers.flatMap(({ places }) => places))].sort((one, other) => one.localeCompare(other, 'sv'))

/** A merit by its title: the one that is called just so, else those that have the words in them; each once. */
export function findMerits<Merit extends { title: string; merit: string }>(
  offers: readonly Merit[],
  text: string,
): Merit[] {
  const words = text.toLowerCase().split(/\s+/)
  const merits = [...new Map(offers.map((offer) => [offer.merit, offer])).values()]
  const like = merits.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)))
  const exact = (title: string): number => Number(title.toLowerCase() === text.toLowerCase())
  return like.sort((one, other) => exact(other.title) - exact(one.title)).slice(0, 9)
}

/** Essential skills that are not held, however near: what a set of merits is to close. */
export const missingOf = ({ sameFamily, relatedFamily, missing }: SuperimposedView): string[] =>
  [...sameFamily, ...relatedFamily, ...missing].flatMap(({ uri, requirement }) =>
    requirement === 'essential' ? [uri] : [],
  )

export const noteEdits = (edits: readonly EditView[]): MapsState['edits'] =>
  Object.fromEntries(
    edits.map(({ id, proposedBy, proposedAt, reason }) => [
      id,
      { by: proposedBy.organisationName, on: proposedAt.slice(0, 10), reason },
    ]),
  )
