import { rounds } from '@bricka/domain/follow-up/follow-up'
import type { BenefitFigure, BenefitsView } from '@bricka/server/follow-up/read-benefits'
import { Section } from '../kit/layout.tsx'
import { LinkButton } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'

/** What a merit promises, and what came of it according to those who have it: a public part of its page. */
export function Benefits({ view, meritId }: { view: BenefitsView; meritId: string }) {
  const { say } = useWords()
  const { promised, period, figures } = view
  if (promised.length === 0) return null
  return (
    <Section title={say('follow-up.outcome')} lead={say('follow-up.outcome-lead')}>
      {period === null || figures.length === 0 ? (
        <p>{say('follow-up.outcome-none', { base: view.publicBase })}</p>
      ) : (
        <>
          <BenefitTable figures={figures} caption={say('follow-up.outcome-table', { period })} />
          <LinkButton href={`/api/merits/${meritId}/benefits?format=csv`} look="tertiary" icon="download" download>
            {say('planning.export-csv')}
          </LinkButton>
        </>
      )}
    </Section>
  )
}

/** Round by round: how many of a hundred, of how many who answered; the bar is the share, the line how sure it is. */
export function BenefitTable({ figures, caption }: { figures: readonly BenefitFigure[]; caption: string }) {
  const { say, number } = useWords()
  return (
    <Table
      caption={caption}
      rows={[...figures].sort((one, other) => rounds.indexOf(one.round) - rounds.indexOf(other.round))}
      keyOf={({ round, measure }) => `${round} ${measure}`}
      columns={[
        { head: say('follow-up.round'), cell: ({ round }: BenefitFigure) => say(`follow-up.round-${round}`) },
        { head: say('follow-up.measure'), cell: ({ round, measure }) => <Measure round={round} measure={measure} /> },
        {
          head: say('follow-up.share'),
          numeric: true,
          cell: ({ share: { value, atLeast, atMost } }) =>
            value === null ? (
              say('follow-up.at-most', { most: number(atMost) })
            ) : (
              <>
                {number(value)} %{' '}
                <small>{say('planning.between', { from: number(atLeast), to: number(atMost) })}</small>
              </>
            ),
        },
        { head: say('follow-up.base'), numeric: true, cell: ({ base }) => number(base) },
        { head: say('planning.bar'), cell: ({ share }) => <ShareBar {...share} /> },
      ]}
    />
  )
}

function Measure({ round, measure }: Pick<BenefitFigure, 'round' | 'measure'>) {
  const { say } = useWords()
  switch (measure) {
    case 'recommends':
    case 'employer:useful':
    case 'employer:would-ask-for':
      return say(
        `follow-up.measure-${measure === 'recommends' ? measure : measure === 'employer:useful' ? 'useful' : 'ask-for'}`,
      )
    case 'situation:working':
    case 'situation:studying':
    case 'situation:looking-for-work':
    case 'situation:none-of-these':
      return say('follow-up.measure-situation', { situation: say(situationKeys[measure]) })
    default:
      return say(round === 'start' ? 'follow-up.measure-hope' : 'follow-up.measure-came', {
        benefit: say(benefitKeys[measure]),
      })
  }
}

const situationKeys = {
  'situation:working': 'follow-up.situation-working',
  'situation:studying': 'follow-up.situation-studying',
  'situation:looking-for-work': 'follow-up.situation-looking-for-work',
  'situation:none-of-these': 'follow-up.situation-none-of-these',
} as const
const benefitKeys = {
  'benefit:professional-skills': 'domain.benefit.professional-skills',
  'benefit:personal-development': 'domain.benefit.personal-development',
  'benefit:labour-market-inclusion': 'domain.benefit.labour-market-inclusion',
  'benefit:admission-to-education': 'domain.benefit.admission-to-education',
  'benefit:job-retention-and-recruitment': 'domain.benefit.job-retention-and-recruitment',
} as const

function ShareBar({ value, atLeast, atMost }: BenefitFigure['share']) {
  return (
    <svg className="gap-bar" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect className="gap-wanted" width="100" height="14" />
      <rect className="gap-people" y="3" width={value ?? 0} height="8" />
      <line className="gap-sure" x1={atLeast} x2={atMost} y1="7" y2="7" vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
