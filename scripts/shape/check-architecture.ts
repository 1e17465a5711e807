import type { Finding } from './source.ts'

const page = 'docs/architecture.md'

/** The folders that the page names, as `server/src/issuing/` in backticks, are the folders that exist. */
export function checkArchitecture(text: string, folders: readonly string[]): Finding[] {
  const named = new Map<string, number>()
  text.split('\n').forEach((line, index) => {
    for (const [, path] of line.matchAll(/`([a-z0-9./-]+)\/`/g))
      if (path && !path.startsWith('.')) named.set(path, index + 1)
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
