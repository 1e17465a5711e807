import type { ModelProblem } from './check-data-model.ts'
import { contextV1, contextV2 } from './credential.ts'
import { isObject, isText, type Json, type JsonObject, listOf, textsOf } from './json.ts'
import { openBadgeClasses, openBadgeValues } from './open-badge-classes.ts'
import { readTime } from './time.ts'

const contextPattern = /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.\d\.\d)*\.json$/

/**
 * What Open Badges 3.0 demands of an achievement credential (its data model, 3.0 final, chapter "Data Models"): fields,
 * kinds of values, lists where it wants lists. For issuing only: most credentials in the wild do not follow it.
 */
export function checkOpenBadge(
  document: JsonObject,
  { lists = 'demanded' }: { lists?: Lists } = {},
): readonly ModelProblem[] {
  const [first, context] = listOf(document['@context'])
  const types = textsOf(document.type)
  return [
    // The first badges of 3.0 followed the older data model, and name the same schema.
    ...(first === contextV2 || first === contextV1
      ? []
      : [{ pointer: '/@context/0', detail: `The first context is ${contextV2}.` }]),
    ...(isText(context) && contextPattern.test(context)
      ? []
      : [{ pointer: '/@context/1', detail: "The second context is Open Badges 3.0's." }]),
    ...(types.some((type) => type === 'AchievementCredential' || type === 'OpenBadgeCredential')
      ? []
      : [{ pointer: '/type', detail: 'One type is OpenBadgeCredential.' }]),
    ...checkObject(document, 'AchievementCredential', '', lists),
  ]
}

/** 1EdTech publishes two schemas: one demands lists everywhere (`json-ld`), the other takes a single value for one. */
type Lists = 'demanded' | 'or-single'

function checkObject(value: Json, name: string, pointer: string, lists: Lists): readonly ModelProblem[] {
  const row = openBadgeClasses[name]
  if (!row) throw new Error(`The table of Open Badges has no ${name}.`)
  if (!isObject(value)) return [{ pointer, detail: `This is an object (${name}).` }]
  const missing = row.required.filter((field) => value[field] === undefined)
  const surplus = row.closed
    ? Object.keys(value).filter((field) => row.fields[field] === undefined && field !== 'type')
    : []
  return [
    ...missing.map((field) => ({ pointer: `${pointer}/${field}`, detail: `${name} needs ${field}.` })),
    ...surplus.map((field) => ({ pointer: `${pointer}/${field}`, detail: `${name} has no ${field}.` })),
    ...checkType(value, row.type, pointer, lists),
    ...Object.entries(row.fields).flatMap(([field, kind]) => {
      const inner = value[field]
      return inner === undefined ? [] : checkValue(inner, kind, `${pointer}/${field}`, lists)
    }),
  ]
}

function checkType(
  value: JsonObject,
  type: string | undefined,
  pointer: string,
  lists: Lists,
): readonly ModelProblem[] {
  if (type === undefined || value.type === undefined) return []
  const listed = type.startsWith('[')
  const wanted = listed ? type.slice(1, -1) : type
  const free = lists === 'or-single' && textsOf(value.type).includes(wanted)
  const fits =
    free ||
    (listed
      ? Array.isArray(value.type) && textsOf(value.type).length === value.type.length && value.type.includes(wanted)
      : value.type === wanted)
  return fits
    ? []
    : [{ pointer: `${pointer}/type`, detail: listed ? `A list with ${wanted} in it.` : `This is ${wanted}.` }]
}

function checkValue(value: Json, kind: string, pointer: string, lists: Lists): readonly ModelProblem[] {
  if (kind.startsWith('[')) {
    if (!Array.isArray(value) && lists === 'demanded') return [{ pointer, detail: 'This is a list.' }]
    if (!Array.isArray(value)) return checkValue(value, kind.slice(1, -1), pointer, lists)
    return value.flatMap((item: Json, index: number) =>
      checkValue(item, kind.slice(1, -1), `${pointer}/${index}`, lists),
    )
  }
  const simple = simpleKinds[kind]
  if (simple) return simple.fits(value) ? [] : [{ pointer, detail: simple.wanted }]
  const values = openBadgeValues[kind]
  if (values) {
    const extension = values.extensible && isText(value) && /^ext:[a-zA-Z0-9._-]+$/.test(value)
    return extension || (isText(value) && values.values.includes(value))
      ? []
      : [{ pointer, detail: `One of: ${values.values.join(', ')}${values.extensible ? ', ext:…' : ''}.` }]
  }
  if (kind.endsWith('|text')) return isText(value) ? [] : checkObject(value, kind.slice(0, -5), pointer, lists)
  return checkObject(value, kind, pointer, lists)
}

const simpleKinds: Readonly<Record<string, { fits(value: Json): boolean; wanted: string }>> = {
  text: { fits: isText, wanted: 'This is a text.' },
  number: { fits: (value) => typeof value === 'number', wanted: 'This is a number.' },
  boolean: { fits: (value) => typeof value === 'boolean', wanted: 'This is true or false.' },
  time: { fits: (value) => readTime(value) !== undefined, wanted: 'A time has date, time and zone.' },
  day: { fits: (value) => isText(value) && /^\d{4}-\d{2}-\d{2}$/.test(value), wanted: 'This is a date.' },
  jwt: {
    fits: (value) => isText(value) && /^[a-zA-Z0-9_-]+\.[a-zA-Z0-9_-]*\.[a-zA-Z0-9_-]+$/.test(value),
    wanted: 'This is a signed token.',
  },
  language: {
    fits: (value) => isText(value) && /^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/.test(value),
    wanted: 'A language tag such as sv or sv-SE.',
  },
}
