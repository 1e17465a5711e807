import type { BesideView, RatioView } from '@bricka/server/planning/read-supply'
import type { z } from 'zod'
import { Section } from '../kit/layout.tsx'
import { addressWith } from '../kit/page.ts'
import { Callout, Facts, LinkButton } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'

type Ratio = z.infer<typeof RatioView>

/** A figure, or the word for none shown. */
export function Figure({ people }: { people: number | null }) {
  const { say, number } = useWords()
  return people === null ? <span className="withheld">{say('planning.withheld')}</span> : <span>{number(people)}</span>
}

/** A share with how sure it is. */
export function Ratio({ ratio }: { ratio: Ratio }) {
  const { say, number } = useWords()
  if (ratio === null) return <span className="withheld">{say('planning.withheld')}</span>
  return (
    <>
      {number(ratio.value)}{' '}
      <small>{say('planning.between', { from: number(ratio.atLeast), to: number(ratio.atMost) })}</small>
    </>
  )
}

export function Synthetic({ synthetic }: { synthetic: boolean }) {
  const { say } = useWords()
  return synthetic ? <Callout tone="warning" title={say('planning.synthetic')} /> : null
}

/** Who is in the figures at all, what is missing, and how far they may be off. */
export function BesideFacts({ beside }: { beside: BesideView }) {
  const { say, number, date } = useWords()
  const missing = [
    ...beside.forms.flatMap(({ code, people }) => (people === null ? [say(formKey(code))] : [])),
    ...beside.issuers.flatMap(({ code, people }) => (people === null ? [say(issuerKey(code))] : [])),
  ]
  return (
    <Facts
      items={[
        [say('planning.release'), `${beside.period} (${date(beside.madeAt)})`],
        [say('planning.counted'), <Figure key="people" people={beside.people} />],
        [say('planning.coverage'), <Ratio key="coverage" ratio={beside.coverage} />],
        [
          say('planning.population'),
          beside.population
            ? `${number(beside.population.persons)} (${beside.population.source}, ${beside.population.year})`
            : say('planning.population-missing'),
        ],
        [
          say('planning.precision'),
          say('planning.precision-text', {
            usual: number(Math.round(2 * beside.precision.usual)),
            most: number(beside.precision.most),
          }),
        ],
        [say('planning.rules'), say('planning.rules-text', beside.rules)],
        missing.length > 0 && [say('planning.missing'), missing.join(', ')],
      ]}
    />
  )
}

/** What the figures do not say, beside them: who is in them at all, by which ways, and how far they may be off. */
export function Beside({ beside }: { beside: BesideView }) {
  const { say } = useWords()
  return (
    <Section title={say('planning.beside')} lead={say('planning.beside-lead')}>
      <BesideFacts beside={beside} />
      <Breakdown
        title={say('planning.by-form')}
        of={say('planning.beside')}
        rows={beside.forms.map((row) => ({ ...row, text: say(formKey(row.code)) }))}
      />
      <Breakdown
        title={say('planning.by-issuer')}
        of={say('planning.beside')}
        rows={beside.issuers.map((row) => ({ ...row, text: say(issuerKey(row.code)) }))}
      />
    </Section>
  )
}

const formKeys = {
  course: 'planning.form-course',
  'prior-learning': 'planning.form-prior-learning',
  both: 'planning.form-both',
} as const
const issuerKeys = {
  'formal-education': 'planning.issuer-formal-education',
  'non-formal-provider': 'planning.issuer-non-formal-provider',
  employer: 'planning.issuer-employer',
  'social-partner': 'planning.issuer-social-partner',
  'civil-society': 'planning.issuer-civil-society',
  authority: 'planning.issuer-authority',
} as const

const isKeyOf = <Table extends object>(table: Table, key: string): key is Extract<keyof Table, string> => key in table
export const formKey = (code: string) => (isKeyOf(formKeys, code) ? formKeys[code] : formKeys.both)
export const issuerKey = (code: string) => (isKeyOf(issuerKeys, code) ? issuerKeys[code] : issuerKeys.authority)
export const facetChoices = [
  ...Object.entries(formKeys).map(([code, key]) => ({ value: `form:${code}`, key })),
  ...Object.entries(issuerKeys).map(([code, key]) => ({ value: `issuer:${code}`, key })),
]

export type BarRow = { code: string; text: string; people: number | null }

/**
 * A row of bars, drawn, and the same as a table: the bars say nothing that the table does not. `of` tells it from another
 * of the same title.
 */
export function Breakdown({ title, of, rows }: { title: string; of?: string; rows: readonly BarRow[] }) {
  const { say } = useWords()
  const most = Math.max(1, ...rows.map(({ people }) => people ?? 0))
  return (
    <div className="breakdown">
      <h3>{title}</h3>
      <Table
        caption={of ? `${title} (${of})` : title}
        columns={[
          { head: title, cell: (row: BarRow) => row.text },
          { head: say('planning.people'), numeric: true, cell: ({ people }) => <Figure people={people} /> },
          {
            head: say('planning.bar'),
            cell: ({ people }) => (
              <svg className="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <rect width={(100 * (people ?? 0)) / most} height="10" />
              </svg>
            ),
          },
        ]}
        rows={rows}
        keyOf={({ code }) => code}
      />
    </div>
  )
}

/** The same figures to take along: for spreadsheets, for statisticians, for paper. */
export function Exports({ address }: { address: string }) {
  const { path, query } = useScene()
  const { say } = useWords()
  return (
    <div className="actions">
      {(['csv', 'json-stat', 'sdmx-csv'] as const).map((format) => (
        <LinkButton key={format} href={`${address}&format=${format}`} look="secondary" icon="download" download>
          {say(`planning.export-${format}`)}
        </LinkButton>
      ))}
      <LinkButton href={addressWith(path, query, {})} look="tertiary">
        {say('planning.link')}
      </LinkButton>
    </div>
  )
}
