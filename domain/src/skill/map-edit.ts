import { z } from 'zod'
import { hasText, type Language, LocalText, pickText } from '../local-text.ts'
import { typedText } from '../typed-text.ts'
import type { MapSource } from './build-skill-map.ts'

const Address = z.url({ protocol: /^(https?|urn)$/ }).max(400)
const Label = LocalText.refine(hasText, { error: 'Write a label in at least one language' })

/** What people may say beside a classification. Each is a proposal until the map's owner takes it. */
export const MapEdit = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('set-relation'),
    occupation: Address,
    skill: Address,
    relation: z.enum(['essential', 'optional', 'none']),
  }),
  /** Whoever holds the one counts as having the other; it says nothing of the other way round. */
  z.strictObject({ kind: z.literal('count-as'), held: Address, wanted: Address }),
  z.strictObject({ kind: z.literal('stop-counting-as'), held: Address, wanted: Address }),
  z.strictObject({
    kind: z.literal('add-skill'),
    uri: Address,
    label: Label,
    skillKind: z.enum(['skill', 'knowledge']),
    broader: z.array(Address).max(20).default([]),
    families: z.array(Address).max(20).default([]),
    /** What is looked for when it is assessed. */
    criteria: z.array(LocalText).max(20).default([]),
  }),
  z.strictObject({
    kind: z.literal('add-occupation'),
    uri: Address,
    label: Label,
    code: z.string().max(40).default(''),
  }),
  z.strictObject({
    kind: z.literal('add-family'),
    uri: Address,
    label: Label,
    parents: z.array(Address).max(20).default([]),
  }),
])
export type MapEdit = z.infer<typeof MapEdit>

/** Why someone proposes or decides: never empty. */
export const EditReason = typedText().min(1).max(2000)

export type EditProblem = {
  readonly code: 'skill-unknown' | 'occupation-unknown' | 'map-edit-void'
  /** The field of the edit that it is about. */
  readonly field: string
}

/** What stands in the way of an edit, on the map as it is now; undefined when it would change something. */
export function checkEdit(source: MapSource, edit: MapEdit): EditProblem | undefined {
  const hasSkill = (uri: string): boolean => source.skills.some((skill) => skill.uri === uri)
  const hasOccupation = (uri: string): boolean => source.occupations.some((occupation) => occupation.uri === uri)
  const isVoid = (known: boolean, field: string): EditProblem | undefined =>
    known ? { code: 'map-edit-void', field } : undefined
  switch (edit.kind) {
    case 'set-relation': {
      if (!hasOccupation(edit.occupation)) return { code: 'occupation-unknown', field: 'occupation' }
      if (!hasSkill(edit.skill)) return { code: 'skill-unknown', field: 'skill' }
      const link = source.links.find(({ occupation, skill }) => occupation === edit.occupation && skill === edit.skill)
      return isVoid((link?.relation ?? 'none') === edit.relation, 'relation')
    }
    case 'count-as':
    case 'stop-counting-as': {
      if (!hasSkill(edit.held)) return { code: 'skill-unknown', field: 'held' }
      if (!hasSkill(edit.wanted)) return { code: 'skill-unknown', field: 'wanted' }
      const counts =
        edit.held === edit.wanted ||
        (source.equivalents ?? []).some(({ held, wanted }) => held === edit.held && wanted === edit.wanted)
      return isVoid(counts === (edit.kind === 'count-as'), 'wanted')
    }
    case 'add-skill': {
      const above = edit.broader.find((uri) => !hasSkill(uri))
      return above ? { code: 'skill-unknown', field: 'broader' } : isVoid(hasSkill(edit.uri), 'uri')
    }
    case 'add-occupation':
      return isVoid(hasOccupation(edit.uri), 'uri')
    case 'add-family':
      return isVoid(
        source.families.some(({ uri }) => uri === edit.uri),
        'uri',
      )
  }
}

/** The classification as people have edited it, edits in the order in which they were taken. The source stays as it was. */
export function applyEdits(
  source: MapSource,
  edits: readonly { readonly id: string; readonly edit: MapEdit }[],
  language: Language,
): MapSource {
  const links = new Map(source.links.map((link) => [`${link.occupation}\n${link.skill}`, link]))
  const equivalents = new Map((source.equivalents ?? []).map((one) => [`${one.held}\n${one.wanted}`, one]))
  const skills = [...source.skills]
  const occupations = [...source.occupations]
  const families = [...source.families]
  for (const { id, edit } of edits)
    switch (edit.kind) {
      case 'set-relation': {
        const { occupation, skill, relation } = edit
        if (relation === 'none') links.delete(`${occupation}\n${skill}`)
        else links.set(`${occupation}\n${skill}`, { occupation, skill, relation })
        break
      }
      case 'count-as':
        equivalents.set(`${edit.held}\n${edit.wanted}`, { held: edit.held, wanted: edit.wanted, edit: id })
        break
      case 'stop-counting-as':
        equivalents.delete(`${edit.held}\n${edit.wanted}`)
        break
      case 'add-skill': {
        const { uri, skillKind: kind, broader } = edit
        skills.push({ uri, kind, broader, families: edit.families, label: labelOf(edit, language) })
        break
      }
      case 'add-occupation':
        occupations.push({ uri: edit.uri, code: edit.code, label: labelOf(edit, language) })
        break
      case 'add-family':
        families.push({ uri: edit.uri, code: '', label: labelOf(edit, language), parents: edit.parents })
        break
    }
  return {
    ...source,
    skills,
    occupations,
    families,
    links: [...links.values()],
    equivalents: [...equivalents.values()],
  }
}

const labelOf = ({ label, uri }: { label: LocalText; uri: string }, language: Language): string =>
  pickText(label, language)?.text ?? uri
