/** An element of an XML document, its name as it is written. */
export type XmlNode = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly (XmlNode | string)[]
}

type Child = XmlNode | string | undefined

/** An element with what there is to say in it; what is undefined is left out. */
export const xml = (
  name: string,
  children: Child | readonly Child[],
  attributes: Readonly<Record<string, string>> = {},
): XmlNode => ({
  name,
  attributes,
  children: [children].flat().filter((child) => child !== undefined),
})

/** The same, or nothing where there is no text. */
export const xmlText = (name: string, text: string | undefined): XmlNode | undefined =>
  text === undefined || text === '' ? undefined : xml(name, text)

export const writeXml = (root: XmlNode): string => `<?xml version="1.0" encoding="UTF-8"?>\n${write(root)}`

function write({ name, attributes, children }: XmlNode): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`)
  const inner = children.map((child) => (typeof child === 'string' ? escaped(child) : write(child)))
  return `<${name}${written.join('')}>${inner.join('')}</${name}>`
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}

/** XML 1.0 has no way to write most control characters, nor half a surrogate pair: they are told as unreadable. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"\r]/g, (character) => escapes[character] ?? character)
