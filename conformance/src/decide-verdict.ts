import type { Check } from '@bricka/credential'

/** `proof-only`: whose key signed is not asked, for the suites' own vectors name issuers who do not control it. */
export type Strictness = 'whole' | 'proof-only'

export type Verdict = { readonly verified: boolean; readonly against: readonly Check[] }

/** What the suites ask about only when they name it; unseen, it says nothing against the proof. */
const besides = new Set(['status', 'mandate', 'schema', 'related-resources'])

/**
 * The one answer that the suites read from a whole report. What failed always counts. What could not be seen counts
 * too, unless it lies beside what was asked for (VC-API's `options.checks`).
 */
export function decideVerdict(checks: readonly Check[], asked: readonly string[], strictness: Strictness): Verdict {
  const against = checks.filter((check) => {
    if (strictness === 'proof-only' && isAboutWhose(check)) return false
    if (check.outcome === 'failed') return true
    if (check.outcome === 'passed' || check.name === 'holder') return false
    if (check.name === 'status') return asked.length === 0 || asked.includes('credentialStatus')
    return !besides.has(check.name)
  })
  return { verified: against.length === 0, against }
}

const isAboutWhose = ({ name, code }: Check): boolean =>
  (name === 'issuer' && code !== 'issuer-missing') || code === 'holder-invalid'
