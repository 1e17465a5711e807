import type { Told } from '@bricka/domain/exchange/read-elmo'
import type { SharedResults } from '@bricka/server/exchange/emrex-share'
import { Section } from '../kit/layout.tsx'
import { Callout, Tag } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'
import type { Words } from '../kit/words.ts'

type Transcript = NonNullable<SharedResults['transcript']>

export const sayFault = (words: Words, code: string): string =>
  words.find(`codes.field.${code}`) ?? words.say('codes.problem.emrex-refused')

const pick = (words: Words, told: Told): string =>
  told[words.language] ?? told.en ?? told.nb ?? told.no ?? told.sv ?? Object.values(told)[0] ?? ''

type Course = Transcript['reports'][number]['courses'][number]
type Row = { course: Course; depth: number; key: string }

const flatten = (courses: readonly Course[], depth = 0, path = ''): readonly Row[] =>
  courses.flatMap((course, at) => {
    const key = `${path}/${at}`
    return [{ course, depth, key }, ...flatten(course.parts, depth + 1, key)]
  })

/** What a register says of its person, report by report; and what of its file is not shown here. */
export function Transcript({ transcript }: { transcript: Pick<Transcript, 'reports' | 'unread'> }) {
  const words = useWords()
  const { say } = words
  return (
    <>
      {transcript.reports.map((report, at) => {
        const title = `${pick(words, report.issuer.title)}${transcript.reports.length > 1 ? ` (${at + 1})` : ''}`
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, in the server
          <Section key={at} title={title} lead={report.issueDate && words.date(report.issueDate)}>
            <Table
              caption={title}
              rows={flatten(report.courses)}
              keyOf={({ key }) => key}
              columns={[
                {
                  head: say('emrex.course'),
                  cell: ({ course, depth }) => (
                    <span className={depth > 0 ? 'within' : undefined}>{pick(words, course.title)}</span>
                  ),
                },
                {
                  head: say('emrex.credits'),
                  cell: ({ course }) =>
                    course.credits.map(({ value, scheme }) => `${value} ${scheme}`).join(', ') || '–',
                },
                { head: say('emrex.grade'), cell: ({ course }) => course.grade ?? '–' },
                {
                  head: say('emrex.level'),
                  cell: ({ course }) => course.eqf.map((level) => `EQF ${level}`).join(', ') || '–',
                },
                {
                  head: say('emrex.status'),
                  cell: ({ course }) => (
                    <Tag tone={course.status === 'passed' ? 'success' : 'neutral'}>
                      {words.find(`emrex.status-${course.status}`) ?? course.status}
                    </Tag>
                  ),
                },
                { head: say('emrex.date'), cell: ({ course }) => (course.date ? words.date(course.date) : '–') },
              ]}
            />
          </Section>
        )
      })}
      {transcript.unread.length > 0 && (
        <details>
          <summary>{say('emrex.unread', { count: transcript.unread.length })}</summary>
          <ul>
            {transcript.unread.map((path) => (
              <li key={path}>
                <code>{path}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

/** Whether what a register signed is what is shown, by its key of today. */
export function RegisterStanding({ of }: { of: Pick<SharedResults, 'provider' | 'fault' | 'checked'> }) {
  const words = useWords()
  const { say } = words
  const { fault, checked, provider } = of
  return (
    <Callout
      tone={fault ? (checked ? 'danger' : 'warning') : 'success'}
      title={fault ? say(checked ? 'emrex.not-held' : 'emrex.unchecked') : say('emrex.held', { register: provider })}
    >
      {fault && <p>{sayFault(words, fault.code)}</p>}
    </Callout>
  )
}

/** What a holder shares out of student registers, apart from merits: another kind of paper, checked another way. */
export function RegisterResults({ items }: { items: readonly SharedResults[] }) {
  const words = useWords()
  const { say } = words
  return items.map(({ transcript, ...result }, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, in the server
    <section key={at} className="section">
      <h2>{say('emrex.result-title', { register: result.provider })}</h2>
      <p className="section-lead">{say('emrex.shared-lead', { date: words.date(result.fetchedAt) })}</p>
      <RegisterStanding of={result} />
      {transcript && (
        <>
          <p>
            {say('emrex.learner')}: {transcript.learner.givenNames} {transcript.learner.familyName}
          </p>
          <Transcript transcript={transcript} />
        </>
      )}
    </section>
  ))
}
