import { appendBytes, appendText, encodeText, type Page } from './write-bytes.ts'

/** What stands in a template where values come in: an IRI that also is plain text. */
export const mark = 'bricka-slot'
export const markPattern = /urn:bricka-slot:(\d+):/

export function markSlot(index: number): string {
  return `urn:${mark}:${index}:`
}

/** Text cut where values come in: `parts` has one more than `slots`. */
export type Cut = { readonly parts: readonly string[]; readonly slots: readonly number[] }

export function cutText(text: string, pattern: RegExp = markPattern): Cut {
  const parts = text.split(pattern)
  return {
    parts: parts.filter((_, index) => index % 2 === 0),
    slots: parts.filter((_, index) => index % 2 === 1).map(Number),
  }
}

export function fillCut({ parts, slots }: Cut, values: readonly string[]): string {
  let text = parts[0] ?? ''
  for (let index = 0; index < slots.length; index++) text += values[slots[index] ?? -1] + (parts[index + 1] ?? '')
  return text
}

/** The same, its parts as UTF-8 already. */
export type ByteCut = { readonly parts: readonly Uint8Array[]; readonly slots: readonly number[] }

export function cutToBytes(text: string): ByteCut {
  const { parts, slots } = cutText(text)
  return { parts: parts.map(encodeText), slots }
}

export function writeCut(page: Page, { parts, slots }: ByteCut, values: readonly string[]): void {
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index]
    const slot = slots[index]
    if (part !== undefined && part.length > 0) appendBytes(page, part)
    if (slot !== undefined) appendText(page, values[slot] ?? '')
  }
}
