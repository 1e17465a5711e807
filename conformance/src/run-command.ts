import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { CredentialProblem, type JsonObject } from '@bricka/credential'
import { type Feature, features, findFault, type KeyFile, secureToken } from './secure-token.ts'

/**
 * The command line of w3c/vc-jose-cose-test-suite: `issue` or `verify`, with `--input`, `--key`, `--feature`,
 * `--output` and for SD-JWT `--sd`. What came of it is written as JSON: success or failure, and the token or the reason.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    input: { type: 'string', default: '' },
    key: { type: 'string', default: '' },
    feature: { type: 'string', default: '' },
    output: { type: 'string', default: '' },
    sd: { type: 'string', default: '[]' },
  },
})

const { input, key, feature, output, sd } = values
const known = features.find((one) => one === feature)
const deed = positionals.at(-1)
if (!known || (deed !== 'issue' && deed !== 'verify')) {
  process.stderr.write(`issue or verify, with --feature one of ${features.join(', ')}\n`)
  process.exitCode = 2
} else {
  const answer = await run(deed, known)
  writeFileSync(output, JSON.stringify(answer))
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}

async function run(deed: 'issue' | 'verify', feature: Feature): Promise<{ result: string; data: string }> {
  const text = readFileSync(input, 'utf8')
  const keyFile: KeyFile = JSON.parse(readFileSync(key, 'utf8'))
  const now = new Date().toISOString()
  if (deed === 'verify') {
    const fault = await findFault(text, keyFile, feature, { now })
    return { result: fault === undefined ? 'success' : 'failure', data: fault ?? '' }
  }
  try {
    const document: JsonObject = JSON.parse(text)
    const hide: readonly string[] = JSON.parse(sd)
    return { result: 'success', data: await secureToken(document, keyFile, feature, { now, hide }) }
  } catch (error) {
    if (!(error instanceof CredentialProblem)) throw error
    return { result: 'failure', data: `${error.code} ${error.pointer}: ${error.message}` }
  }
}
