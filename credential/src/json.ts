export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export type JsonObject = { readonly [key: string]: Json }

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isText = (value: unknown): value is string => typeof value === 'string'

/** JSON-LD lets one value stand for a list of one. */
export const listOf = (value: Json | undefined): readonly Json[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value as Exclude<Json, readonly Json[]>]

export const textsOf = (value: Json | undefined): readonly string[] => listOf(value).filter(isText)

/** The identifier of a thing that may be written as a bare identifier or as an object that carries one. */
export function idOf(value: Json | undefined): string | undefined {
  if (isText(value)) return value
  if (isObject(value) && isText(value.id)) return value.id
  return undefined
}
