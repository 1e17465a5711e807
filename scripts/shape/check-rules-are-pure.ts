import { parseSync } from 'oxc-parser'
import { type Finding, isTest, lineAt, type Source } from './source.ts'

const outside: readonly [RegExp, string][] = [
  [/\bDate\.now\(|\bnew Date\(\s*\)|\bperformance\.now\(/g, 'the clock: take `now` as an argument'],
  [/\bMath\.random\(|\bcrypto\.(getRandomValues|randomUUID)\(/g, 'chance: take `randomBytes` as an argument'],
  [/(?<![.\w])process\.|\bimport\.meta\.env\b/g, 'the environment: take the setting as an argument'],
  [
    /(?<![.\w$])(globalThis\.)?fetch\(|\bnew (XMLHttpRequest|WebSocket)\(/g,
    'the network: take `loadResource` as an argument',
  ],
  [/(?<![.\w$])(setTimeout|setInterval|localStorage|sessionStorage|indexedDB)\b/g, 'a machine: take it as an argument'],
]

/** A rule that looks at the clock, at chance or at the environment cannot be tested or trusted twice. */
export function checkRulesArePure(sources: readonly Source[]): Finding[] {
  return sources
    .filter(
      ({ path }) =>
        /^(credential|domain)\/src\//.test(path) && !isTest(path) && !/^credential\/src\/power\//.test(path),
    )
    .flatMap(({ path, text }) => {
      const code = blankComments(path, text)
      return outside.flatMap(([pattern, what]) =>
        [...code.matchAll(pattern)].map((match) => ({
          path,
          line: lineAt(code, match.index),
          message: `\`${match[0]}\` reads ${what}.`,
        })),
      )
    })
}

function blankComments(path: string, text: string): string {
  let code = text
  for (const { start, end } of parseSync(path, text).comments)
    code = code.slice(0, start) + code.slice(start, end).replace(/[^\n]/g, ' ') + code.slice(end)
  return code
}

/** The tables' owner is not held by row-level security: requests act through `act`, which steps down from it. */
export function checkOwnerStaysAway(sources: readonly Source[]): Finding[] {
  return sources
    .filter(
      ({ path }) => /^(server|cli)\/src\//.test(path) && !isTest(path) && !path.startsWith('server/src/database/'),
    )
    .flatMap(({ path, text }) =>
      [...blankComments(path, text).matchAll(/\bdatabase\.owner\b/g)].map((match) => ({
        path,
        line: lineAt(text, match.index),
        message: '`database.owner` goes round row-level security: use `database.act` with the scope of whoever asks.',
      })),
    )
}
