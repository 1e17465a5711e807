import { describe, expect, it } from 'vitest'
import { checkArchitecture } from './check-architecture.ts'
import { checkImports } from './check-imports.ts'
import { checkClasses, checkNames } from './check-names.ts'
import { checkOwnerStaysAway, checkRulesArePure } from './check-rules-are-pure.ts'

describe('the walls between rings', () => {
  it.each([
    ['domain/src/merit/a.ts', `import { start } from '@bricka/server/main'`, /domain may not import server/],
    [
      'credential/src/a.ts',
      `import type { Merit } from '@bricka/domain/merit/merit'`,
      /credential may not import domain/,
    ],
    ['web/src/a.tsx', `import { Problem } from '@bricka/server/http/problem'`, /only types of server/],
    ['cli/src/a.ts', `const it = await import('@bricka/server/main')`, /only types of server/],
    ['domain/src/merit/a.ts', `import { readFileSync } from 'node:fs'`, /take what node:fs gives as an argument/],
    ['domain/src/merit/a.ts', `import { b } from '../passport/b.ts'`, /merit may not import passport, a later noun/],
    ['domain/src/hobby/a.ts', `import { b } from '../merit/b.ts'`, /hobby has no place in the order/],
    ['server/src/merit/a.ts', `export { b } from './b.ts'`, /No barrels/],
    ['server/src/merit/a.ts', `export * from './b.ts'`, /No barrels/],
    ['domain/src/merit/a.ts', `import { b } from '../../../server/src/b.ts'`, /by package name/],
    ['web/src/a/b/c/d/e.ts', `import { b } from '../../../../b.ts'`, /Never more than three steps up/],
    ['domain/src/merit/a.ts', `import { b } from '@bricka/domain/skill/skill'`, /by a relative path/],
    ['server/src/merit/a.ts', `import pg from 'pg'`, /take a `Work`/],
  ])('%s refuses %s', (path, text, message) => {
    expect(checkImports([{ path, text }]).map((finding) => finding.message)).toEqual([expect.stringMatching(message)])
  })

  it.each([
    ['server/src/merit/a.ts', `import { decide } from '@bricka/domain/merit/decide'`],
    ['web/src/a.tsx', `import type { Me } from '@bricka/server/person/routes'`],
    ['web/src/a.tsx', `import { type Me } from '@bricka/server/person/routes'`],
    ['domain/src/merit/a.ts', `import { Skill } from '../skill/skill.ts'`],
    ['domain/src/merit/a.test.ts', `import { readFileSync } from 'node:fs'`],
    ['credential/src/power/node.ts', `import { createHash } from 'node:crypto'`],
    ['credential/src/index.ts', `export { issueCredential } from './issue-credential.ts'`],
    ['server/src/database/connect.ts', `import pg from 'pg'`],
    ['server/src/ground.ts', `import type pg from 'pg'`],
    ['credential/src/formats/sd-jwt/read.ts', `import { b } from '../../b.ts'`],
  ])('%s allows %s', (path, text) => {
    expect(checkImports([{ path, text }])).toEqual([])
  })

  it('finds folders that form a circle though no single file does', () => {
    const findings = checkImports([
      { path: 'server/src/issuing/a.ts', text: `import { b } from '../passport/b.ts'` },
      { path: 'server/src/passport/c.ts', text: `import { d } from '../verifying/d.ts'` },
      { path: 'server/src/verifying/e.ts', text: `import { f } from '../issuing/f.ts'` },
    ])
    expect(findings).toEqual([
      {
        path: 'server/src/issuing/a.ts',
        line: 1,
        message: expect.stringContaining(
          'server/src/issuing → server/src/passport → server/src/verifying → server/src/issuing',
        ),
      },
    ])
  })

  it('lets types go round, which are gone when the program runs', () => {
    const findings = checkImports([
      { path: 'server/src/issuing/a.ts', text: `import { b } from '../passport/b.ts'` },
      { path: 'server/src/passport/c.ts', text: `import type { D } from '../issuing/d.ts'` },
    ])
    expect(findings).toEqual([])
  })
})

describe('the names of files', () => {
  it.each([
    'server/src/utils/read.ts',
    'domain/src/merit/merit-helpers.ts',
    'web/src/dataManager.ts',
    'web/src/index.ts',
  ])('refuses %s', (path) => expect(checkNames([path])).toHaveLength(1))
  it.each([
    'domain/src/merit/decide-publication.ts',
    'domain/src/merit/merit.test.ts',
    'credential/src/formats/data-integrity/suite.ts',
    'credential/src/index.ts',
  ])('allows %s', (path) => expect(checkNames([path])).toEqual([]))
  it('refuses a class that is no error, and allows one that is', () => {
    const refused = { path: 'server/src/a.ts', text: 'export class IssuingService {\n}' }
    const allowed = { path: 'server/src/b.ts', text: 'export class Stopped extends Error {}' }
    expect(checkClasses([refused, allowed]).map(({ path }) => path)).toEqual(['server/src/a.ts'])
  })
})

describe('a rule looks at nothing outside', () => {
  it.each([
    'const now = Date.now()',
    'const now = new Date()',
    'const chance = Math.random()',
    'const id = crypto.randomUUID()',
    'const home = process.env.HOME',
    `const page = await fetch('https://a.example')`,
    'setTimeout(run, 5)',
  ])('so %s is refused', (text) => {
    expect(checkRulesArePure([{ path: 'domain/src/merit/a.ts', text }])).toHaveLength(1)
  })
  it.each([
    'const day = new Date(text)',
    '// as Date.now() would',
    'const step = options.fetch(url)',
    'subprocess.run()',
  ])('and %s is allowed', (text) => expect(checkRulesArePure([{ path: 'domain/src/merit/a.ts', text }])).toEqual([]))
  it('and the server may', () => {
    expect(checkRulesArePure([{ path: 'server/src/main.ts', text: 'const now = new Date()' }])).toEqual([])
  })
})

describe('the page of the architecture', () => {
  it('names every folder that there is and none that there is not', () => {
    const text = '| `server/` | kept |\n| `server/src/issuing/` | issued |\n| `gone/` | – |'
    expect(checkArchitecture(text, ['server', 'server/src/issuing', 'server/src/new'])).toEqual([
      { path: 'docs/architecture.md', line: 3, message: 'There is no folder gone/: take it out, or make it.' },
      expect.objectContaining({ line: 1, message: expect.stringContaining('server/src/new/ is not on the page') }),
    ])
  })
})

describe('the owner of the tables', () => {
  const text = 'const rows = await ground.database.owner.selectFrom(table).execute()'
  it('is not used by requests', () => {
    expect(checkOwnerStaysAway([{ path: 'server/src/merit/find-merit.ts', text }])).toHaveLength(1)
  })
  it('migrates', () => {
    expect(checkOwnerStaysAway([{ path: 'server/src/database/migrate.ts', text }])).toEqual([])
  })
})
