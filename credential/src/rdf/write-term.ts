/** What a literal must escape, or must not hold at all: controls, quotes, backslashes, surrogates. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: N-Quads escapes them
const special = /[\u0000-\u001f\u007f"\\\ud800-\udfff]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: N-Quads escapes them
const escaped = /[\u0000-\u001f\u007f"\\]/g

export function isPlainLiteral(text: string): boolean {
  return !special.test(text)
}

/** RDFC-1.0, 5: canonical N-Quads escapes these characters and no others. */
export function escapeLiteral(text: string): string {
  return text.replace(escaped, (character) => escapes[character] ?? escapeCode(character.charCodeAt(0)))
}

function escapeCode(code: number): string {
  return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`
}

const escapes: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
}
