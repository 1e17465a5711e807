import { Route } from '@bricka/domain/issuing/assessment-facts'
import type { Demands } from '@bricka/domain/transparency/decide-demands'
import type { DemandView } from '@bricka/server/verifying/check-view'
import { Checkbox, CheckboxGroup, Select } from '../kit/fields.tsx'
import { Button } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'

const yesOrNothing = [
  'allChecksPassed',
  'ownerOrMandate',
  'supervised',
  'identityChecked',
  'assessorIndependent',
  'externalQualityAssurance',
  'everyOutcomeMet',
  'levelDecided',
  'legalBasis',
] as const satisfies readonly (keyof Demands)[]

/** The employer's demands out of an address, by their plain names; undefined where none is made. */
export function readDemandsFrom(query: URLSearchParams): Demands | undefined {
  const demands: Demands = {}
  for (const name of yesOrNothing) if (query.get(name) === 'true') demands[name] = true
  const level = Number(query.get('eqfAtLeast'))
  if (Number.isInteger(level) && level >= 1 && level <= 8) demands.eqfAtLeast = level
  const months = Number(query.get('notOlderThanMonths'))
  if (Number.isInteger(months) && months >= 1 && months <= 600) demands.notOlderThanMonths = months
  const routes = Route.options.filter((route) => query.getAll('routes:list').includes(route))
  if (routes.length > 0) demands.routes = routes
  return Object.keys(demands).length > 0 ? demands : undefined
}

/** The same demands as part of an address, for another time. */
export function writeDemands(demands: Demands): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(demands))
    for (const one of [value].flat()) query.append(name === 'routes' ? 'routes:list' : name, String(one))
  return query.toString()
}

/** As `?demands=` of the API takes them. */
export const encodeDemands = (demands: Demands): string => Buffer.from(JSON.stringify(demands)).toString('base64url')

/** One's own minimum, to be stated before or after one has seen the credential. */
export function DemandFields({ demands = {} }: { demands?: Demands | undefined }) {
  const { say, number } = useWords()
  return (
    <>
      <div className="group-choices">
        {yesOrNothing.map((name) => (
          <Checkbox key={name} name={name} label={say(`codes.demand.${name}`)} checked={demands[name] === true} />
        ))}
      </div>
      <Select
        name="eqfAtLeast"
        label={say('verifier.demand-eqf')}
        value={demands.eqfAtLeast}
        empty={say('verifier.demand-any')}
        choices={[1, 2, 3, 4, 5, 6, 7, 8].map((level) => ({ value: String(level), text: `EQF ${number(level)}` }))}
      />
      <Select
        name="notOlderThanMonths"
        label={say('verifier.demand-months')}
        value={demands.notOlderThanMonths}
        empty={say('verifier.demand-any')}
        choices={[6, 12, 24, 36, 60].map((count) => ({ value: String(count), text: say('domain.months', { count }) }))}
      />
      <CheckboxGroup
        name="routes:list"
        legend={say('verifier.demand-routes')}
        chosen={demands.routes ?? []}
        choices={Route.options.map((route) => ({ value: route, text: say(`domain.route.${route}`) }))}
      />
    </>
  )
}

export function DemandSection(props: { demands: Demands | undefined; action: string }) {
  const { say } = useWords()
  return (
    <details className="section" id="demands">
      <summary>{say('verifier.demands')}</summary>
      <form method="get" action={`${props.action}#demands`} className="form">
        <p className="section-lead">{say('verifier.demands-lead')}</p>
        <DemandFields demands={props.demands} />
        <div className="actions">
          <Button look="secondary">{say('verifier.demands-apply')}</Button>
        </div>
      </form>
    </details>
  )
}

/** Each demand by itself: met, not met, or nobody can tell, and why. */
export function DemandFindings(props: { findings: readonly DemandView[]; demands: Demands | undefined }) {
  const { say, find } = useWords()
  const values = { level: props.demands?.eqfAtLeast ?? '', months: props.demands?.notOlderThanMonths ?? '' }
  return (
    <ul className="checks">
      {props.findings.map(({ demand, result, why }) => (
        <li key={demand}>
          <span
            className={`outcome outcome-${{ met: 'passed', 'not-met': 'failed', 'cannot-tell': 'unchecked' }[result]}`}
          >
            <DemandShape result={result} />
            {say(`codes.result.${result}`)}
          </span>
          <div>
            <p className="check-name">{find(`codes.demand.${demand}`, values) ?? demand}</p>
            <p className="check-means">{find(`codes.why.${why}`) ?? why}</p>
          </div>
        </li>
      ))}
    </ul>
  )
}

/** Squares, so that one's own demands never look like the checks' round seals. */
function DemandShape({ result }: { result: DemandView['result'] }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <rect
        className={result === 'cannot-tell' ? 'shape shape-open' : 'shape'}
        x="1.5"
        y="1.5"
        width="21"
        height="21"
        rx="3"
      />
      {result === 'met' && <path d="M7 12.500l3.500 3.500L17 9" />}
      {result === 'not-met' && <path d="M7 12h10" />}
      {result === 'cannot-tell' && (
        <path d="M9.700 9.700a2.400 2.400 0 1 1 3.500 2.100c-.8.4-1.200.9-1.200 1.700M12 16.600v.1" />
      )}
    </svg>
  )
}
