/** The codes that docs/errors.md explains: a heading each, such as `### mandate-missing`. */
export function readErrorPage(text: string): string[] {
  return [...text.matchAll(/^#{2,4} `?([a-z][a-z0-9]*(?:-[a-z0-9]+)*)`?\s*$/gm)].map((match) => match[1] ?? '')
}

/** What stands on one side only, or twice on the page. */
export function compareCodes(
  known: readonly string[],
  explained: readonly string[],
): { unexplained: string[]; unknown: string[]; twice: string[] } {
  return {
    unexplained: known.filter((code) => !explained.includes(code)),
    unknown: explained.filter((code) => !known.includes(code)),
    twice: explained.filter((code, index) => explained.indexOf(code) !== index),
  }
}
