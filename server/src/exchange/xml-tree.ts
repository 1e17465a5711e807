import { type XmlNode, xml } from '@bricka/domain/exchange/xml-node'

const elementNode = 1
const textNode = 3
const cdataNode = 4

/** How deep elements may stand in each other: courses in modules in degrees, not ten thousand of them. */
const deepest = 60

/** A parsed element as plain data, by its name without prefix; comments and instructions are left out. */
export function toTree(element: Element, depth = 0): XmlNode {
  if (depth > deepest) throw new RangeError(`Elements stand deeper than ${deepest} in each other.`)
  const children = Array.from(element.childNodes).map((node) => {
    if (isElement(node)) return toTree(node, depth + 1)
    if (node.nodeType === textNode || node.nodeType === cdataNode) return node.nodeValue ?? undefined
    return undefined
  })
  const attributes = Array.from(element.attributes).map(({ name, value }) => [name, value] as const)
  return xml(element.localName, children, Object.fromEntries(attributes))
}

const isElement = (node: Node): node is Element => node.nodeType === elementNode
