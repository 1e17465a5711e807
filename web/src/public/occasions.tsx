import type { Occasion } from '@bricka/domain/merit/occasion'
import type { OccasionView } from '@bricka/server/issuing/occasion'
import { Section } from '../kit/layout.tsx'
import { useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'
import { OuterLink } from '../verifier/said.tsx'

/** When and where a merit is given next, and by whom. */
export function Occasions({ occasions }: { occasions: readonly OccasionView[] }) {
  const { say } = useWords()
  if (occasions.length === 0) return null
  return (
    <Section title={say('occasion.next')}>
      <Table
        caption={say('occasion.next')}
        rows={occasions}
        keyOf={({ id }) => id}
        columns={[
          { head: say('occasion.when'), cell: ({ occasion }) => <Span occasion={occasion} /> },
          { head: say('occasion.where'), cell: ({ occasion }) => <PlaceText occasion={occasion} /> },
          {
            head: say('occasion.giver'),
            cell: ({ issuer, occasion }) => (
              <>
                <a href={`/organisations/${issuer.slug}`}>{issuer.legalName}</a>
                {occasion.url && (
                  <span className="step-facts">
                    <OuterLink href={occasion.url}>{say('occasion.apply')}</OuterLink>
                  </span>
                )}
              </>
            ),
          },
          { head: say('occasion.fee'), cell: ({ occasion }) => <FeeText occasion={occasion} /> },
        ]}
      />
    </Section>
  )
}

type Part = { occasion: Occasion }

/** From when until when, and until when one can apply. */
export function Span({ occasion: { startsOn, endsOn, applyBy } }: Part) {
  const words = useWords()
  const { say, date } = words
  return (
    <>
      {endsOn ? say('occasion.from-until', { from: date(startsOn), until: date(endsOn) }) : date(startsOn)}
      {applyBy && <span className="step-facts">{say('occasion.applied-by', { day: date(applyBy) })}</span>}
    </>
  )
}

export function PlaceText({ occasion: { place, online } }: Part) {
  const { say } = useWords()
  return [place, online && say('occasion.at-a-distance')].filter(Boolean).join(', ')
}

/** What it costs; a dash where nothing is said, for that is not the same as free. */
export function FeeText({ occasion: { fee } }: Part) {
  const { say, number } = useWords()
  if (!fee) return '–'
  return fee.amount === 0 ? say('occasion.free') : `${number(fee.amount)} ${fee.currency}`
}
