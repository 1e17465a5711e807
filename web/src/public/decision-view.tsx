import type { CreditDecision } from '@bricka/domain/recognition/credit-decision'
import type { PrecedentView } from '@bricka/server/recognition/precedent'
import { Local } from '../kit/local.tsx'
import { Facts, Tag, When } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'

const tones = { full: 'success', partial: 'info', none: 'warning' } as const

export function ExtentTag({ extent }: { extent: CreditDecision['extent'] }) {
  const { say } = useWords()
  return <Tag tone={tones[extent]}>{say(`credit.extent-${extent}`)}</Tag>
}

type Decided = Omit<CreditDecision, 'decidedOn' | 'id' | 'decidedBy'>

/** What was decided, on which rule, why, and until when. */
export function DecisionFacts({ decision, by, on }: { decision: Decided; by: string; on: string }) {
  const words = useWords()
  const { say } = words
  const { target, credited, ruleUrl } = decision
  return (
    <Facts
      items={[
        [say('credit.decision'), <ExtentTag key="extent" extent={decision.extent} />],
        [say('credit.by'), by],
        [say('credit.on'), /^\d{4}-Q/.test(on) ? on : <When key="on" at={on} />],
        [
          say('credit.target'),
          <>
            {target.title}
            {target.code ? ` (${target.code})` : ''}
          </>,
        ],
        target.qualification !== undefined && [say('credit.qualification'), target.qualification],
        credited && [say('credit.credited'), `${words.number(credited.value)} ${credited.unit}`],
        decision.remaining && [say('credit.remaining'), <Local key="remaining" text={decision.remaining} />],
        [
          say('credit.rule'),
          ruleUrl ? (
            <a key="rule" href={ruleUrl} rel="noreferrer nofollow">
              {decision.rule}
            </a>
          ) : (
            decision.rule
          ),
        ],
        [say('credit.why'), <Local key="why" text={decision.why} />],
        [
          say('credit.until'),
          decision.validUntil ? <When key="until" at={decision.validUntil} /> : say('credit.until-further'),
        ],
        decision.appeal && [say('credit.how-to-appeal'), <Local key="appeal" text={decision.appeal} />],
      ]}
    />
  )
}

/** What was decided before on the same merits, for the next applicant and the next decision-maker alike. */
export function PrecedentTable({ precedents }: { precedents: readonly PrecedentView[] }) {
  const { say } = useWords()
  if (precedents.length === 0) return <p>{say('credit.precedents-none-here')}</p>
  return (
    <Table
      caption={say('credit.precedents')}
      rows={precedents}
      keyOf={({ id }) => id}
      columns={[
        { head: say('credit.target'), cell: ({ id, target }) => <a href={`/precedents/${id}`}>{target.title}</a> },
        { head: say('credit.by'), cell: ({ deciderName }) => deciderName },
        { head: say('credit.decision'), cell: ({ extent }) => <ExtentTag extent={extent} /> },
        { head: say('credit.on'), cell: ({ decidedIn }) => decidedIn },
        {
          head: say('credit.fit'),
          cell: ({ fit, current }) => (
            <>
              {fit ? say(`credit.fit-${fit}`) : '–'}
              {!current && ` · ${say('credit.lapsed')}`}
            </>
          ),
        },
      ]}
    />
  )
}
