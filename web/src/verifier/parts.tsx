import type { PartView } from '@bricka/server/verifying/verify-text'
import { Section } from '../kit/layout.tsx'
import { OutcomeBadge } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'

/** What a whole was made of, and how each part stands at its own issuer now. */
export function Parts({ parts }: { parts: readonly PartView[] }) {
  const { say, find } = useWords()
  return (
    <Section title={say('verifier.parts')} lead={say('verifier.parts-lead')}>
      <Table
        caption={say('verifier.parts')}
        rows={parts}
        keyOf={({ id }) => id}
        columns={[
          { head: say('verifier.part'), cell: ({ name, id }) => name ?? id },
          { head: say('verifier.issuer'), cell: ({ issuer }) => issuer ?? '–' },
          {
            head: say('verifier.part-now'),
            cell: ({ outcome, code }) => (
              <>
                <OutcomeBadge outcome={outcome} />
                {outcome !== 'passed' && <div className="check-means">{find(`codes.check.${code}`) ?? code}</div>}
              </>
            ),
          },
          {
            head: say('verifier.part-shown'),
            cell: ({ shown }) =>
              shown === undefined ? (
                say('verifier.part-not-shown')
              ) : (
                <a href={`?n=${shown.number}`}>
                  {say(shown.same ? 'verifier.part-same' : 'verifier.part-other', { number: shown.number })}
                </a>
              ),
          },
        ]}
      />
    </Section>
  )
}
