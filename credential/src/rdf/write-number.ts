import { endOfLiteral } from './read-key.ts'

const xsd = 'http://www.w3.org/2001/XMLSchema#'
export const xsdDouble = `${xsd}double`

/** A JSON number as a literal (JSON-LD 1.1 API, 8.2.2): integers as digits, the rest as a canonical double. */
export function writeNumber(value: number, datatype: string): string {
  if (datatype === xsdDouble || !isInteger(value)) return writeDouble(value, datatype)
  return `"${value.toFixed(0)}${endOfLiteral(datatype === '' ? `${xsd}integer` : datatype)}`
}

export function writeDouble(value: number, datatype: string): string {
  const text = value.toExponential(15).replace(/(\d)0*e\+?/, '$1E')
  return `"${text}${endOfLiteral(datatype === '' ? xsdDouble : datatype)}`
}

export function writeBoolean(value: boolean, datatype: string): string {
  return `"${value}${endOfLiteral(datatype === '' ? `${xsd}boolean` : datatype)}`
}

function isInteger(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < 1e21
}

/** A fraction that ECMAScript writes without a point (1e-7): the reference takes it for the integer 0. */
export function isMistaken(value: number): boolean {
  return !Number.isInteger(value) && !`${value}`.includes('.')
}

/** Whether every stack writes this number alike: an exact integer, or a decimal that fifteen digits tell in full. */
export function isPortable(value: number): boolean {
  if (Number.isInteger(value)) return Number.isSafeInteger(value) && !Object.is(value, -0)
  const text = `${value}`
  return (
    /^-?\d+\.\d+$/.test(text) &&
    text.replace(/^-?0*\.?0*|\./g, '').length <= 15 &&
    Number(value.toPrecision(15)) === value
  )
}
