import { join } from 'node:path'
import { root } from './find-node.mjs'
import { findCommand } from './run-program.mjs'

const cache = 'node_modules/.cache/bricka'
const script = (name) => join(root, 'scripts', name)

/** What must hold of the text alone. */
export const checks = [
  {
    name: 'format and lint',
    command: (node) => [node, findCommand('@biomejs/biome', 'biome'), 'check', '--error-on-warnings', '.'],
    teach: 'Most of it is mended by: npx biome check --write .',
  },
  {
    name: 'types',
    command: (node) => [node, findCommand('typescript', 'tsc'), '--noEmit'],
    teach: 'Mend the type where it is decided; no any, no as to silence, no !.',
  },
  {
    name: 'shape',
    command: (node) => [node, script('check-shape.ts')],
    teach: 'docs/architecture.md has the rules and why they are there.',
  },
  {
    name: 'unused',
    command: (node) => [node, findCommand('knip', 'knip'), '--treat-config-hints-as-errors'],
    teach: 'Remove what nobody uses, or use it.',
  },
  {
    name: 'words',
    command: (node) => [
      ...[node, findCommand('@formatjs/cli', 'formatjs'), 'verify', '--source-locale', 'en'],
      ...['--missing-keys', '--extra-keys', '--structural-equality', 'web/src/words/generated/[a-z][a-z].json'],
    ],
    teach: 'Every language has every key of en.json, with the same arguments.',
  },
]

export const tests = {
  name: 'tests',
  command: (node) => [node, findCommand('vitest', 'vitest'), 'run'],
  counts: `${cache}/tests.json`,
  teach: 'One file alone: npx vitest run path/to/file.test.ts',
}

export const journeys = {
  name: 'journeys',
  command: (node) => [node, findCommand('@playwright/test', 'playwright'), 'test'],
  counts: `${cache}/journeys.json`,
  teach:
    'One alone, with a trace of what the browser saw in test-results/: npx playwright test -g "its name" --trace on',
}
