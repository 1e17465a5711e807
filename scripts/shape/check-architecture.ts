import type { Finding } from './source.ts'

const page = 'docs/architecture.md'

/** The folders in the page's table, a row each that begins with `server/src/issuing/`, are the folders that exist. */
export function checkArchitecture(text: string, folders: readonly string[]): Finding[] {
  const named = new Map<string, number>()
  text.split('\n').forEach((line, index) => {
    const path = /^\| `([a-z0-9/-]+)\/` \|/.exec(line)?.[1]
    if (path) named.set(path, index + 1)
  })
  return [
    ...[...named]
      .filter(([path]) => !folders.includes(path))
      .map(([path, line]) => ({ path: page, line, message: `There is no folder ${path}/: take it out, or make it.` })),
    ...folders
      .filter((path) => !named.has(path))
      .map((path) => ({
        path: page,
        line: 1,
        message: `${path}/ is not on the page: say in one line what it is for.`,
      })),
  ]
}
