/** Bytes being put together: one buffer that is written over again, so that a document costs no memory of its own. */
export type Page = { bytes: Uint8Array; at: number }

export function createPage(): Page {
  return { bytes: new Uint8Array(firstSize), at: 0 }
}

const firstSize = 16_384

export function appendBytes(page: Page, more: Uint8Array): void {
  if (page.at + more.length > page.bytes.length) makeRoom(page, more.length)
  page.bytes.set(more, page.at)
  page.at += more.length
}

/** As UTF-8. Short and nearly always ASCII, for which a call out of JavaScript would cost more than the work. */
export function appendText(page: Page, text: string): void {
  if (page.at + 3 * text.length > page.bytes.length) makeRoom(page, 3 * text.length)
  const { bytes, at } = page
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code > 127) {
      page.at = at + encoder.encodeInto(text, bytes.subarray(at)).written
      return
    }
    bytes[at + index] = code
  }
  page.at = at + text.length
}

const encoder = new TextEncoder()

export const encodeText = (text: string): Uint8Array => encoder.encode(text)

function makeRoom(page: Page, more: number): void {
  const bytes = new Uint8Array(2 * (page.at + more))
  bytes.set(page.bytes.subarray(0, page.at))
  page.bytes = bytes
}
