import { type Schema, Validator } from '@cfworker/json-schema'
import { type Check, find } from './check.ts'
import { checkOpenBadge } from './check-open-badge.ts'
import { checkSignature } from './check-signature.ts'
import { digestsOf, matchesSri } from './digest-sri.ts'
import type { Ground } from './formats/format.ts'
import { isObject, isText, type Json, type JsonObject, listOf, textsOf } from './json.ts'
import { readCredentialObject } from './read-credential.ts'
import { readJson } from './read-json.ts'

const known = new Set([
  'JsonSchema',
  'JsonSchemaCredential',
  '1EdTechJsonSchemaValidator2019',
  'JsonSchemaValidator2018',
])
const maxBytes = 500_000
const mostSchemas = 5

/** Does the credential follow the schemas that it names (VC JSON Schema; Open Badges' own validator type)? */
export function checkSchema(document: JsonObject, ground: Ground): Check | Promise<Check> {
  const entries = listOf(document.credentialSchema)
  return entries.length === 0 ? find('schema-none') : checkEach(entries, document, ground)
}

async function checkEach(entries: readonly Json[], document: JsonObject, ground: Ground): Promise<Check> {
  if (entries.length > mostSchemas) return find('schema-malformed', { schemas: entries.length })
  const checks: Check[] = []
  for (const entry of entries) checks.push(await checkOne(entry, document, ground))
  const of = (outcome: string) => checks.find((check) => check.outcome === outcome)
  return of('failed') ?? of('unchecked') ?? checks[0] ?? find('schema-none')
}

async function checkOne(entry: Json, document: JsonObject, ground: Ground): Promise<Check> {
  if (!isObject(entry) || !isText(entry.id) || textsOf(entry.type).length === 0) return find('schema-malformed')
  const { id } = entry
  const type = textsOf(entry.type).find((one) => known.has(one))
  if (!type) return find('schema-type-unknown', { schema: id, type: textsOf(entry.type).join(' ') })
  const own = entry.digestSRI === undefined ? ownRules.get(id) : undefined
  if (own) return checkByOwnRules(document, id, own)
  const loaded = await ground.loadResource(id, { accept: 'application/schema+json, application/json', maxBytes })
  if (!loaded.found) return find('schema-away', { schema: id, cause: loaded.code })
  const [digest] = textsOf(entry.digestSRI)
  if (digest !== undefined && !matchesSri(digest, digestsOf(loaded.bytes, ground.power)))
    return find('schema-digest-wrong', { schema: id })
  const json = readJson(loaded.bytes, { maxBytes })
  if (!json.read || !isObject(json.value)) return find('schema-unreadable', { schema: id })
  const schema = type === 'JsonSchemaCredential' ? await openCredential(json.value, ground) : json.value
  if (!schema || isHazardous(schema)) return find('schema-unreadable', { schema: id })
  return validate(schema, document, id)
}

/** Open Badges' own schema, whose rules we carry: no network is needed for what every badge names. */
const ownRules = new Map<string, 'demanded' | 'or-single'>([
  ['https://purl.imsglobal.org/spec/ob/v3p0/schema/json-ld/ob_v3p0_achievementcredential_schema.json', 'demanded'],
  ['https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json', 'or-single'],
])

function checkByOwnRules(document: JsonObject, id: string, lists: 'demanded' | 'or-single'): Check {
  const [problem] = checkOpenBadge(document, { lists })
  return problem
    ? find('schema-broken', { schema: id, at: problem.pointer, problem: problem.detail })
    : find('schema-followed', { schema: id })
}

async function openCredential(value: JsonObject, ground: Ground): Promise<JsonObject | undefined> {
  const read = readCredentialObject(value)
  if (!read.read) return undefined
  const { signature } = await checkSignature(read.credential, 'assertionMethod', ground)
  const [subject] = listOf(read.credential.document.credentialSubject).filter(isObject)
  return signature.outcome === 'passed' && isObject(subject?.jsonSchema) ? subject.jsonSchema : undefined
}

const drafts: Readonly<Record<string, '7' | '2019-09' | '2020-12'>> = {
  'http://json-schema.org/draft-07/schema': '7',
  'https://json-schema.org/draft/2019-09/schema': '2019-09',
  'https://json-schema.org/draft/2020-12/schema': '2020-12',
}

function validate(schema: JsonObject, document: JsonObject, id: string): Check {
  const stated = isText(schema.$schema) ? schema.$schema.replace(/#$/, '') : undefined
  const draft = stated === undefined ? '2020-12' : drafts[stated]
  if (!draft) return find('schema-unreadable', { schema: id, draft: String(stated) })
  try {
    // The library writes into what it reads: it gets its own copy.
    const own: Schema = JSON.parse(JSON.stringify(schema))
    const { valid, errors } = new Validator(own, draft, true).validate(document)
    const last = errors.at(-1)
    return valid
      ? find('schema-followed', { schema: id })
      : find('schema-broken', { schema: id, at: last?.instanceLocation ?? '', problem: last?.error ?? '' })
  } catch (error) {
    return find('schema-unreadable', { schema: id, problem: error instanceof Error ? error.message : '' })
  }
}

/** A stranger's pattern can be written to run for years: repeated groups that repeat inside are not run. */
function isHazardous(value: Json): boolean {
  if (Array.isArray(value)) return value.some((item: Json) => isHazardous(item))
  if (!isObject(value)) return false
  return Object.entries(value).some(([key, inner]) => {
    const patterns =
      key === 'pattern' && isText(inner)
        ? [inner]
        : key === 'patternProperties' && isObject(inner)
          ? Object.keys(inner)
          : []
    return patterns.some((pattern) => pattern.length > 500 || /[+*}][^()]*\)[+*{]/.test(pattern)) || isHazardous(inner)
  })
}
