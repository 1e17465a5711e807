/**
 * A classification as numbers: occupations, skills, which skill belongs to which occupation, and how skills hang
 * together. Small enough to download (`encode-skill-map`) and to compute with on a phone; no address or label is
 * touched while it computes. Occupations, skills and families are spoken of by their place in these lists.
 */
export type SkillMap = {
  readonly framework: string
  /** URIs stay while their content changes, so every answer says which version it was reckoned on. */
  readonly version: string
  /** The sentence that must stand beside what is shown of it. */
  readonly attribution: string
  /** Of the labels. */
  readonly language: string
  readonly occupations: Named & { readonly codes: readonly string[] }
  readonly skills: Named & { readonly kinds: readonly SkillKind[] }
  readonly families: Named & {
    readonly codes: readonly string[]
    /** Steps below the root: ESCO's S1 is 1, S1.5 is 2, S1.5.4 is 3; ISCED-F 09 is 1, 091 is 2, 0913 is 3. */
    readonly levels: Uint8Array
    readonly parents: Lists
  }
  /** Occupation → the skills it cannot do without. */
  readonly essential: Lists
  /** Occupation → the skills that some in it have. */
  readonly optional: Lists
  /** Skill → the skills it is a kind of. */
  readonly broader: Lists
  /** Skill → the families it stands in directly; inherited from broader skills where it stands in none itself. */
  readonly familiesOf: Lists
  /** What people have said beside the classification: who holds `held` counts as having `wanted`. */
  readonly equivalents: readonly Equivalent[]
}

export type Named = { readonly uris: readonly string[]; readonly labels: readonly string[] }

export const skillKinds = ['skill', 'knowledge'] as const
export type SkillKind = (typeof skillKinds)[number]

export type Equivalent = { readonly held: number; readonly wanted: number; readonly edit: string }

/** Many short lists in two arrays: list `i` is `items` from `starts[i]` up to `starts[i + 1]`, rising. */
export type Lists = { readonly starts: Uint32Array; readonly items: Uint32Array }

export function packLists(lists: readonly (readonly number[])[]): Lists {
  const starts = new Uint32Array(lists.length + 1)
  const items = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0))
  let at = 0
  lists.forEach((list, index) => {
    starts[index] = at
    items.set([...list].sort(rising), at)
    at += list.length
  })
  starts[lists.length] = at
  return { starts, items }
}

export const listAt = ({ starts, items }: Lists, index: number): Uint32Array =>
  items.subarray(starts[index] ?? 0, starts[index + 1] ?? 0)

/** The same links seen from the other side, for `count` things on that side. */
export function invertLists(lists: Lists, count: number): Lists {
  const starts = new Uint32Array(count + 1)
  for (const item of lists.items) starts[item + 1] = (starts[item + 1] ?? 0) + 1
  for (let item = 0; item < count; item++) starts[item + 1] = (starts[item + 1] ?? 0) + (starts[item] ?? 0)
  const next = starts.slice()
  const items = new Uint32Array(lists.items.length)
  for (let list = 0; list + 1 < lists.starts.length; list++)
    for (const item of listAt(lists, list)) {
      const at = next[item] ?? 0
      items[at] = list
      next[item] = at + 1
    }
  return { starts, items }
}

const rising = (one: number, other: number): number => one - other
