import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkCodes } from '@bricka/credential'
import { describe, expect, it } from 'vitest'
import { problemCodes } from '../server/src/http/problem.ts'
import { compareCodes, readErrorPage } from './read-error-page.ts'

const page = join(import.meta.dirname, '../docs/errors.md')

describe('docs/errors.md', () => {
  it('explains every code that an answer or a check can carry, once, and none that does not exist', () => {
    const explained = existsSync(page) ? readErrorPage(readFileSync(page, 'utf8')) : []
    const known = [...new Set([...Object.keys(problemCodes), ...failing()])]
    expect(compareCodes(known, explained)).toEqual({ unexplained: [], unknown: [], twice: [] })
  })

  it('is read by its headings', () => {
    expect(readErrorPage('# Errors\n## Signing in\n### login-required\ntext\n### `not-found`\n')).toEqual([
      'login-required',
      'not-found',
    ])
  })

  it('is found wanting in both directions', () => {
    expect(compareCodes(['a', 'b'], ['b', 'c', 'c'])).toEqual({ unexplained: ['a'], unknown: ['c', 'c'], twice: ['c'] })
  })
})

/** A check that passed needs no explanation. */
const failing = (): string[] =>
  Object.entries(checkCodes).flatMap(([code, row]) => (row.outcome === 'passed' ? [] : [code]))
