/** What a form sent: every name with its values, and the files that came with it. */
export type PostedFile = { field: string; name: string; type: string; bytes: Uint8Array }
export type Posted = { values: ReadonlyMap<string, readonly string[]>; files: readonly PostedFile[] }

export const noPost: Posted = { values: new Map(), files: [] }

export const readUrlEncoded = (text: string): Posted => {
  const values = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(text)) {
    const known = values.get(name)
    if (known) known.push(value)
    else values.set(name, [value])
  }
  return { values, files: [] }
}

export const textOf = (posted: Posted, name: string): string => posted.values.get(name)?.[0]?.trim() ?? ''
export const textsOf = (posted: Posted, name: string): readonly string[] =>
  (posted.values.get(name) ?? []).filter((value) => value !== '')

type Json = string | number | boolean | Json[] | { [key: string]: Json }

/** No form of ours goes deeper; a name that does is left out. */
const deepest = 20

const forbidden = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * A form's names as nested JSON: `outcomes/0/statement/sv` is a path, a number is a place in a list.
 *
 * A name may end in its type: `hours:number`, `pilot:boolean`, `types:list` (all checked boxes), `tags:lines` (one a
 * line), `text:keep` (keep also when empty). Empty texts are left out, emptied rows of a list close up. Names that
 * begin with an underscore are the page's own and are left out too.
 */
export function decodeForm(posted: Posted): { [key: string]: Json } {
  const root: Branch = new Map()
  for (const [name, values] of posted.values) {
    if (name.startsWith('_')) continue
    const { path, type } = readName(name)
    const value = convert(values, type)
    const allowed = path.length <= deepest && !path.some((step) => forbidden.has(step))
    if (value !== undefined && allowed) put(root, path, value)
  }
  const json = close(root)
  return typeof json === 'object' && !Array.isArray(json) ? json : {}
}

/** `outcomes/0/hours:number` → the path of a problem's pointer, `/outcomes/0/hours`. */
export const pointerOf = (name: string): string => `/${readName(name).path.join('/')}`

export const idOf = (name: string): string => `f-${name.replace(/[^A-Za-z0-9]+/g, '-')}`

type Branch = Map<string, Branch | Json>

function readName(name: string): { path: string[]; type: string } {
  const [path = '', type = 'text'] = name.split(':')
  return { path: path.split('/').filter((step) => step !== ''), type }
}

function convert(values: readonly string[], type: string): Json | undefined {
  const [first = ''] = values
  const text = first.replace(/\r\n/g, '\n').trim()
  switch (type) {
    case 'number': {
      if (text === '') return undefined
      const number = Number(text.replace(/[\s\u00a0]/g, '').replace(',', '.'))
      return Number.isFinite(number) ? number : text
    }
    case 'boolean':
      return values.some((value) => value === 'true' || value === 'on')
    case 'list':
      return values.filter((value) => value !== '')
    case 'lines':
      return text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
    case 'keep':
      return text
    default:
      return text === '' ? undefined : text
  }
}

function put(branch: Branch, [step, ...rest]: readonly string[], value: Json): void {
  if (step === undefined) return
  if (rest.length === 0) {
    branch.set(step, value)
    return
  }
  const known = branch.get(step)
  const next: Branch = known instanceof Map ? known : new Map()
  branch.set(step, next)
  put(next, rest, value)
}

function close(branch: Branch | Json): Json {
  if (!(branch instanceof Map)) return branch
  const steps = [...branch.keys()]
  if (steps.length > 0 && steps.every((step) => /^\d+$/.test(step)))
    return [...branch].sort(([one], [other]) => Number(one) - Number(other)).map(([, value]) => close(value))
  return Object.fromEntries([...branch].map(([step, value]) => [step, close(value)]))
}
