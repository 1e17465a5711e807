import { closeGap } from '@bricka/domain/pathway/close-gap'
import { type CatalogueOffer, type ClosingView, viewClosing } from '@bricka/domain/pathway/closing-view'
import { proveCover } from '@bricka/domain/pathway/prove-cover'
import { explainTransitions } from '@bricka/domain/skill/explain-transitions'
import { findOccupations, type OccupationNames, placeOf } from '@bricka/domain/skill/find-occupations'
import type { SkillIndex } from '@bricka/domain/skill/index-skill-map'
import { type Holding, holdingsOf, profileOf, superimpose } from '@bricka/domain/skill/superimpose-maps'
import { nameAt, viewSuperimposed } from '@bricka/domain/skill/superimposed-view'
import {
  type Chosen,
  constraintsOf,
  type EditNote,
  findMerits,
  type HeldSkill,
  listPlaces,
  type MapsAnswer,
  type MapsQuestion,
  type MapsState,
  missingOf,
  nobodyChosen,
} from './maps-state.ts'

/** What a device has loaded: one map, all its names, the catalogue, and what oneself holds. */
export type LoadedMaps = {
  readonly index: SkillIndex
  readonly names: OccupationNames
  readonly offers: readonly CatalogueOffer[]
  readonly edits: Readonly<Record<string, EditNote>>
  readonly held: readonly HeldSkill[]
  readonly heldMerits: readonly string[]
}

/** A phone proves what people ask in practice; what takes more looks gets a bound instead. */
const looksOnDevice = 150_000
const howMany = 20

/** The whole page's answer, reckoned where it is asked: nothing here knows of a network. */
export function reckonMaps(loaded: LoadedMaps, question: MapsQuestion, language: string): MapsState {
  const to = chooseOccupation(loaded, question.to, language)
  const origin = chooseOrigin(loaded, question, language)
  const state = {
    question,
    from: origin.chosen,
    to: to.chosen,
    edits: loaded.edits,
    places: listPlaces(loaded.offers),
  }
  return { ...state, answer: answer(loaded, question, origin, to) }
}

type Place = { readonly chosen: Chosen; readonly occupation: number | undefined }
type From = Place & { readonly holdings: readonly Holding[] | undefined; readonly label: string }

function answer(loaded: LoadedMaps, question: MapsQuestion, origin: From, to: Place): MapsAnswer {
  const { index, offers, heldMerits } = loaded
  const { holdings, occupation: from } = origin
  if (!holdings) return { kind: 'nothing' }
  if (to.occupation === undefined) {
    if (question.to !== '') return { kind: 'nothing' }
    const asked = from === undefined ? ({ kind: 'skills', holdings } as const) : occupationAt(from)
    const ways = explainTransitions(index, asked, undefined, { limit: howMany })
    return { kind: 'ways', answer: { ...ways, origin: { uri: '', label: origin.label } } }
  }
  const { map } = index
  const view = viewSuperimposed(map, superimpose(index, holdings, profileOf(map, to.occupation)))
  const missing = missingOf(view)
  return {
    kind: 'laid-over',
    answer: {
      ...view,
      attribution: map.attribution,
      from: { label: origin.label },
      to: nameAt(map.occupations, to.occupation),
    },
    closing: missing.length > 0 ? closeOnDevice(offers, missing, question, heldMerits) : undefined,
  }
}

const occupationAt = (occupation: number) => ({ kind: 'occupation', occupation }) as const

function closeOnDevice(
  offers: readonly CatalogueOffer[],
  missing: readonly string[],
  asked: MapsQuestion,
  heldMerits: readonly string[],
): ClosingView {
  const question = { missing, offers, objective: asked.aim, constraints: constraintsOf(asked), heldMerits }
  return viewClosing(
    closeGap(question, 'thorough', 2, (problem) => proveCover(problem, looksOnDevice)),
    offers,
  )
}

function chooseOccupation({ index, names }: LoadedMaps, text: string, language: string): Place {
  if (text === '') return { chosen: nobodyChosen, occupation: undefined }
  const { occupations } = index.map
  const known = placeOf(index.occupationAt, names, text)
  if (known !== undefined)
    return { chosen: { text: '', found: nameAt(occupations, known), others: [] }, occupation: known }
  const found = findOccupations(names, occupations.codes, { text, language, limit: 9 })
  const [first, ...others] = found.map(({ occupation, through }) => ({ ...nameAt(occupations, occupation), through }))
  return { chosen: { text, found: first, others }, occupation: found[0]?.occupation }
}

function chooseOrigin(loaded: LoadedMaps, { kind, from }: MapsQuestion, language: string): From {
  if (kind === 'occupation') {
    const place = chooseOccupation(loaded, from, language)
    const { occupation } = place
    return {
      ...place,
      holdings: occupation === undefined ? undefined : holdingsOf(loaded.index.map, occupation),
      label: place.chosen.found?.label ?? '',
    }
  }
  if (kind === 'person')
    return {
      chosen: nobodyChosen,
      occupation: undefined,
      holdings: loaded.held.length > 0 ? holdingsIn(loaded, loaded.held) : undefined,
      label: '',
    }
  const [first, ...others] = from === '' ? [] : findMerits(loaded.offers, from)
  const name = ({ merit, title }: CatalogueOffer) => ({ uri: merit, label: title })
  return {
    chosen: { text: from, found: first && name(first), others: others.map(name) },
    occupation: undefined,
    holdings: first && holdingsIn(loaded, skillsOf(first)),
    label: first?.title ?? '',
  }
}

export const skillsOf = ({ skills, title }: CatalogueOffer): HeldSkill[] =>
  skills.map((uri) => ({ uri, source: title }))

const holdingsIn = ({ index, names }: LoadedMaps, held: readonly HeldSkill[]): Holding[] =>
  held.flatMap(({ uri, source }) => {
    const skill = placeOf(index.skillAt, names, uri)
    return skill === undefined ? [] : [{ skill, source }]
  })
