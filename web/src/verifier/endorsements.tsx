import type { EndorsementFinding } from '@bricka/server/verifying/check-endorsements'
import { Section } from '../kit/layout.tsx'
import { Tag } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'

const tones = {
  holds: 'success',
  unchecked: 'warning',
  'does-not-hold': 'danger',
  'of-another': 'danger',
  unreadable: 'danger',
} as const

/** Whether an endorsement holds at this moment, and why where it does not. */
export function EndorsementStanding({ of: { standing, code } }: { of: Pick<EndorsementFinding, 'standing' | 'code'> }) {
  const { say, find } = useWords()
  return (
    <>
      <Tag tone={tones[standing]}>{say(`verifier.endorsement-${standing}`)}</Tag>
      {code !== null && <div className="check-means">{find(`codes.check.${code}`) ?? code}</div>}
    </>
  )
}

/** Who has put their name behind what is shown, each checked by itself. */
export function EmbeddedEndorsements({ endorsements }: { endorsements: readonly EndorsementFinding[] }) {
  const { say } = useWords()
  return (
    <Section title={say('verifier.endorsements')} lead={say('verifier.endorsements-lead')}>
      <Table
        caption={say('verifier.endorsements')}
        rows={endorsements.map((endorsement, at) => ({ ...endorsement, at }))}
        keyOf={({ at }) => String(at)}
        columns={[
          { head: say('verifier.endorsed-by'), cell: ({ by }) => by ?? say('kit.not-said') },
          { head: say('verifier.endorsed'), cell: ({ about }) => say(`verifier.endorsed-${about}`) },
          {
            head: say('verifier.endorsement-says'),
            // Words that nobody stands behind, or that are about something else, are not laid beside what is judged.
            cell: ({ comment, standing }) =>
              standing === 'holds' || standing === 'unchecked' ? (comment ?? '–') : '–',
          },
          {
            head: say('verifier.endorsement-now'),
            cell: (endorsement) => <EndorsementStanding of={endorsement} />,
          },
        ]}
      />
    </Section>
  )
}
