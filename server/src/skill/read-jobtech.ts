import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
import type { MatchRelation } from '@bricka/domain/skill/skill'
import { z } from 'zod'
import { Problem } from '../http/problem.ts'

type Code = string | null | undefined

/** A concept as the taxonomy's GraphQL API writes it; which fields it has depends on the question that was asked. */
export type JobtechConcept = {
  id: string
  type?: string | undefined
  preferred_label?: string | null | undefined
  alternative_labels?: string[] | null | undefined
  definition?: string | null | undefined
  deprecated?: boolean | null | undefined
  replaced_by?: JobtechConcept[] | null | undefined
  narrower?: JobtechConcept[] | null | undefined
  broader?: JobtechConcept[] | null | undefined
  related?: JobtechConcept[] | null | undefined
  exact_match?: JobtechConcept[] | null | undefined
  close_match?: JobtechConcept[] | null | undefined
  broad_match?: JobtechConcept[] | null | undefined
  narrow_match?: JobtechConcept[] | null | undefined
  esco_uri?: Code
  ssyk_code_2012?: Code
  isco_code_08?: Code
  sni_level_code_2007?: Code
  sun_education_field_code_2020?: Code
  sun_education_level_code_2020?: Code
}

const code = z.string().nullish()
const JobtechConcept: z.ZodType<JobtechConcept> = z.lazy(() => {
  const several = z.array(JobtechConcept).nullish()
  return z.object({
    id: z.string().min(1),
    type: z.string().optional(),
    preferred_label: z.string().nullish(),
    alternative_labels: z.array(z.string()).nullish(),
    definition: z.string().nullish(),
    deprecated: z.boolean().nullish(),
    replaced_by: several,
    narrower: several,
    broader: several,
    related: several,
    exact_match: several,
    close_match: several,
    broad_match: several,
    narrow_match: several,
    esco_uri: code,
    ssyk_code_2012: code,
    isco_code_08: code,
    sni_level_code_2007: code,
    sun_education_field_code_2020: code,
    sun_education_level_code_2020: code,
  })
})
const JobtechFile = z.object({ data: z.object({ concepts: z.array(JobtechConcept) }) })

export type JobtechMapping = { uri: string; relation: MatchRelation; targetFramework: string; target: string }

export type ReadConcept = {
  uri: string
  type: string
  label: string
  altLabels: string[]
  description: string | undefined
  code: string | undefined
  broader: string[]
  state: 'current' | 'deprecated'
  replacedBy: string | undefined
}

export type ReadJobtech = { concepts: ReadConcept[]; mappings: JobtechMapping[] }

/** The taxonomy's own addresses for its ids. */
export const jobtechAddress = (id: string): string => `https://taxonomy.jobtechdev.se/v1/taxonomy/concept/${id}`

/**
 * Reads the taxonomy's JSON files (also `.json.gz`) in a folder: what each tells of a concept is put together, a tree's
 * branches as well as its roots.
 *
 * @throws Problem `file-unreadable`
 */
export async function readJobtech(folder: string): Promise<ReadJobtech> {
  const names = await readdir(folder).catch((error: Error) => {
    throw new Problem('file-unreadable', `${folder} is not a folder that can be read: ${error.message}.`)
  })
  const concepts = new Map<string, ReadConcept>()
  const mappings = new Map<string, JobtechMapping>()
  let found = 0
  for (const name of names.filter((one) => /\.json(\.gz)?$/.test(one)).sort()) {
    const read = JobtechFile.safeParse(await readJson(join(folder, name)))
    // Lists of old ids and the like have another form, and tell nothing of concepts.
    if (!read.success) continue
    found++
    for (const concept of read.data.data.concepts) walk(concept, undefined, concepts, mappings)
  }
  if (found === 0)
    throw new Problem(
      'file-unreadable',
      `No file in ${folder} holds concepts of the taxonomy ({"data":{"concepts":[…]}}).`,
    )
  return { concepts: [...concepts.values()], mappings: [...mappings.values()] }
}

async function readJson(path: string): Promise<unknown> {
  const stream = createReadStream(path)
  const content = await text(path.endsWith('.gz') ? stream.pipe(createGunzip()) : stream)
  try {
    return JSON.parse(content)
  } catch (error) {
    throw new Problem('file-unreadable', `${path} is not JSON: ${error instanceof Error ? error.message : ''}`)
  }
}

const matches = {
  exact_match: 'exact',
  close_match: 'close',
  broad_match: 'broad',
  narrow_match: 'narrow',
} as const satisfies Partial<Record<keyof JobtechConcept, MatchRelation>>

function walk(
  concept: JobtechConcept,
  parent: string | undefined,
  concepts: Map<string, ReadConcept>,
  mappings: Map<string, JobtechMapping>,
): void {
  const uri = jobtechAddress(concept.id)
  note(concept, parent, concepts)
  const add = (mapping: JobtechMapping): void =>
    void mappings.set(`${mapping.uri} ${mapping.relation} ${mapping.target}`, mapping)
  for (const [field, relation] of Object.entries(matches))
    for (const other of listOf(concept, field)) add({ uri, relation, ...targetOf(other) })
  for (const other of concept.related ?? []) {
    // An ISCO group beside an SSYK group is the official key between the two, which is seldom one to one.
    if (other.isco_code_08) add({ uri, relation: 'related', ...targetOf(other) })
    walk(other, undefined, concepts, mappings)
  }
  for (const other of concept.narrower ?? []) walk(other, uri, concepts, mappings)
  for (const other of concept.broader ?? []) {
    walk(other, undefined, concepts, mappings)
    note(concept, jobtechAddress(other.id), concepts)
  }
}

function listOf(concept: JobtechConcept, field: string): readonly JobtechConcept[] {
  if (field === 'exact_match') return concept.exact_match ?? []
  if (field === 'close_match') return concept.close_match ?? []
  return (field === 'broad_match' ? concept.broad_match : concept.narrow_match) ?? []
}

function targetOf(other: JobtechConcept): Pick<JobtechMapping, 'target' | 'targetFramework'> {
  if (other.esco_uri) return { targetFramework: 'ESCO', target: other.esco_uri }
  if (other.isco_code_08)
    return { targetFramework: 'ISCO-08', target: `http://data.europa.eu/esco/isco/C${other.isco_code_08}` }
  return { targetFramework: 'JobTech Taxonomy', target: jobtechAddress(other.id) }
}

/** Puts what one file tells of a concept beside what others told. */
function note(concept: JobtechConcept, parent: string | undefined, concepts: Map<string, ReadConcept>): void {
  const uri = jobtechAddress(concept.id)
  const known = concepts.get(uri)
  const label = concept.preferred_label?.trim() || known?.label
  if (!label) return
  const [replacement] = concept.replaced_by ?? []
  concepts.set(uri, {
    uri,
    type: concept.type ?? known?.type ?? 'concept',
    label,
    altLabels: [...new Set([...(known?.altLabels ?? []), ...(concept.alternative_labels ?? [])])].filter(
      (other) => other !== label,
    ),
    description: concept.definition?.trim() || known?.description,
    code: codeOf(concept) ?? known?.code,
    broader: [...new Set([...(known?.broader ?? []), ...(parent === undefined ? [] : [parent])])],
    state: concept.deprecated || known?.state === 'deprecated' ? 'deprecated' : 'current',
    replacedBy: replacement ? jobtechAddress(replacement.id) : known?.replacedBy,
  })
}

const codeOf = (concept: JobtechConcept): string | undefined =>
  concept.ssyk_code_2012 ??
  concept.isco_code_08 ??
  concept.sni_level_code_2007 ??
  concept.sun_education_field_code_2020 ??
  concept.sun_education_level_code_2020 ??
  undefined
