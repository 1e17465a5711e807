import type { Demands } from '@bricka/domain/transparency/decide-demands'
import type { ClrPartPlace } from '@bricka/server/passport/import-clr'
import type { Verified } from '@bricka/server/verifying/verify-text'
import type { ReactNode } from 'react'
import { Section } from '../kit/layout.tsx'
import { useWords } from '../kit/scene.tsx'
import { CheckList } from './check-list.tsx'
import { ClrParts } from './clr-parts.tsx'
import { DemandFindings } from './demands.tsx'
import { EmbeddedEndorsements } from './endorsements.tsx'
import { IssuerNow } from './issuer-now.tsx'
import { Parts } from './parts.tsx'
import { Transparency, Who } from './transparency.tsx'

/** One credential: its checks, one's demands, and what it says of itself. */
export function ResultView(props: {
  verified: Verified
  demands: Demands | undefined
  /** Where the parts of a learner's record lie in the passport, for its holder. */
  clrPlaces?: readonly ClrPartPlace[] | undefined
  children?: ReactNode
}) {
  const { verified, demands } = props
  const { say } = useWords()
  const unchecked = verified.checks.some(({ outcome }) => outcome === 'unchecked')
  return (
    <>
      <Section title={say('verifier.checks')} lead={say('verifier.checks-lead')}>
        <CheckList checks={verified.checks} />
        {unchecked && <p className="section-lead">{say('verifier.unchecked-means')}</p>}
      </Section>
      {verified.issuerNow && <IssuerNow now={verified.issuerNow} />}
      {verified.clr && <ClrParts clr={verified.clr} places={props.clrPlaces} demands={demands} />}
      {verified.parts && verified.parts.length > 0 && <Parts parts={verified.parts} />}
      {verified.endorsements && verified.endorsements.length > 0 && (
        <EmbeddedEndorsements endorsements={verified.endorsements} />
      )}
      {verified.demands && verified.demands.length > 0 && (
        <Section title={say('verifier.demands')}>
          <DemandFindings findings={verified.demands} demands={demands} />
        </Section>
      )}
      {props.children}
      {/* A record says nothing of how anything was assessed: its parts do. */}
      {verified.clr ? <Who profile={verified.transparency} /> : <Transparency profile={verified.transparency} />}
      <details className="section">
        <summary>{say('verifier.document')}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it must be reachable by keyboard */}
        <pre tabIndex={0}>{pretty(verified.document)}</pre>
      </details>
    </>
  )
}

/** JSON with line breaks; anything else as it is. The page never shows more than a reader can use. */
function pretty(document: string): string {
  try {
    return JSON.stringify(JSON.parse(document), undefined, 2).slice(0, 60_000)
  } catch {
    return document.slice(0, 60_000)
  }
}
