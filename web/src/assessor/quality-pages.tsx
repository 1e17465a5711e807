import { QualityFactor } from '@bricka/domain/recognition/quality-factor'
import type { MeetingView, SampledCase, SelfCheckView } from '@bricka/server/recognition/quality'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { Form, Select, TextField } from '../kit/fields.tsx'
import { decodeForm } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import { definePage, type FormState, type Page, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, EmptyState, LinkButton, Tabs, Tag, When } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'

const rooms = [
  { part: 'sample', word: 'recognition.sample' },
  { part: 'meetings', word: 'recognition.meetings' },
  { part: 'self-checks', word: 'recognition.self-checks' },
] as const

function QualityTabs({ workplace }: { workplace: Workplace }) {
  const { path } = useScene()
  const { say } = useWords()
  const home = `/org/${workplace.slug}/quality`
  return (
    <Tabs
      label={say('recognition.quality')}
      tabs={rooms
        .filter(({ part }) => part !== 'sample' || workplace.may('assure'))
        .map(({ part, word }) => ({ href: `${home}/${part}`, text: say(word), current: path === `${home}/${part}` }))}
    />
  )
}

const samplePage = definePage('/org/:slug/quality/sample', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const policy = readPolicy(visit.query)
    const path = `/api/organisations/${workplace.id}/validation/sample?${policy}`
    const { items } = await visit.need<{ items: SampledCase[] }>(path)
    return {
      kind: 'page',
      title: visit.words.say('recognition.sample'),
      hidden: true,
      body: <Sample workplace={workplace} items={items} policy={policy} csv={`${path}&format=csv`} />,
    }
  },
})

/** The last ninety days, a tenth, and the first three of each assessor, unless something else is asked for. */
function readPolicy(query: URLSearchParams): URLSearchParams {
  const today = new Date()
  const day = (ago: number) => new Date(today.getTime() - ago * 86_400_000).toISOString().slice(0, 10)
  return new URLSearchParams({
    from: query.get('from') || day(90),
    until: query.get('until') || day(0),
    share: query.get('share') || '0.1',
    firstOfEachAssessor: query.get('firstOfEachAssessor') || '3',
  })
}

function Sample(props: { workplace: Workplace; items: readonly SampledCase[]; policy: URLSearchParams; csv: string }) {
  const { say } = useWords()
  const { workplace, items, policy } = props
  const left = items.filter(({ checked }) => !checked).length
  return (
    <Console workplace={workplace} title={say('recognition.sample')} lead={say('recognition.sample-lead')}>
      <QualityTabs workplace={workplace} />
      <Form method="get" label={say('recognition.sample-draw')} className="form narrow">
        <TextField name="from" type="date" label={say('recognition.from')} value={policy.get('from') ?? ''} />
        <TextField name="until" type="date" label={say('recognition.until')} value={policy.get('until') ?? ''} />
        <Select
          name="share"
          label={say('recognition.sample-share')}
          value={policy.get('share') ?? '0.1'}
          choices={[0.05, 0.1, 0.25, 0.5, 1].map((share) => ({ value: String(share), text: `${share * 100} %` }))}
        />
        <TextField
          name="firstOfEachAssessor"
          label={say('recognition.sample-first')}
          inputMode="numeric"
          value={policy.get('firstOfEachAssessor') ?? '3'}
        />
        <div className="actions">
          <Button look="secondary">{say('recognition.sample-draw')}</Button>
        </div>
      </Form>
      {items.length === 0 ? (
        <EmptyState title={say('recognition.sample-none')} />
      ) : (
        <>
          <p>{say('recognition.sample-left', { count: left })}</p>
          <Table
            caption={say('recognition.sample')}
            rows={items}
            keyOf={({ id }) => id}
            columns={[
              { head: say('recognition.merit'), cell: ({ id, title }) => <a href={`/validations/${id}`}>{title}</a> },
              { head: say('recognition.decided-at'), cell: ({ decidedAt }) => <When at={decidedAt} /> },
              {
                head: say('recognition.sample-why'),
                cell: ({ why }) => why.map((one) => say(`recognition.sample-why-${one}`)).join(', '),
              },
              {
                head: say('recognition.sample-checked'),
                cell: ({ checked }) => (
                  <Tag tone={checked ? 'success' : 'warning'}>
                    {say(checked ? 'recognition.checked' : 'recognition.not-checked')}
                  </Tag>
                ),
              },
            ]}
          />
          <div className="actions">
            <LinkButton href={props.csv} look="tertiary" icon="download">
              {say('kit.csv')}
            </LinkButton>
          </div>
        </>
      )}
    </Console>
  )
}

const meetingsPage = definePage('/org/:slug/quality/meetings', {
  get: (visit) => showMeetings(visit),
  post: async (visit) => {
    const { id } = openWorkplace(visit)
    const answer = await visit.call('POST', `/api/organisations/${id}/validation/meetings`, decodeForm(visit.posted))
    if (!answer.ok) return showMeetings(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`${visit.path}?done=saved`)
  },
})

const withoutDone = (query: URLSearchParams): string =>
  new URLSearchParams([...query].filter(([name]) => name !== 'done')).toString()

async function showMeetings(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const path = `/api/organisations/${workplace.id}/validation/meetings`
  const listing = await visit.need<Listing<MeetingView>>(`${path}?${withoutDone(visit.query)}`)
  return {
    kind: 'page',
    title: visit.words.say('recognition.meetings'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Meetings workplace={workplace} listing={listing} csv={`${path}?format=csv`} state={state} />,
  }
}

type Shown<Row> = { workplace: Workplace; listing: Listing<Row>; csv: string; state: FormState | undefined }

function Meetings({ workplace, listing, csv, state }: Shown<MeetingView>) {
  const { say } = useWords()
  const records = workplace.may('coordinate') || workplace.may('assure')
  return (
    <Console workplace={workplace} title={say('recognition.meetings')} lead={say('recognition.meetings-lead')}>
      <QualityTabs workplace={workplace} />
      <SearchForm label={say('recognition.meetings-search')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('recognition.meetings-none')} />
      ) : (
        <ul className="results">
          {listing.items.map(({ id, on, topic, present, conclusions }) => (
            <li key={id} className="result">
              <h2>{topic}</h2>
              <p>
                <When at={on} /> · {present.join(', ')}
              </p>
              <div className="prose">
                <p>{conclusions}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
      <Paging listing={listing} csv={csv} />
      {records && (
        <Section title={say('recognition.meeting-record')}>
          <div className="narrow">
            <Form
              state={state}
              labels={{
                '/on': say('recognition.meeting-on'),
                '/topic': say('recognition.meeting-topic'),
                '/present': say('recognition.meeting-present'),
                '/conclusions': say('recognition.meeting-conclusions'),
              }}
            >
              <TextField name="on" type="date" label={say('recognition.meeting-on')} required />
              <TextField name="topic" label={say('recognition.meeting-topic')} maxLength={200} required />
              <TextField
                name="present:lines"
                label={say('recognition.meeting-present')}
                help={say('recognition.one-a-line')}
                rows={3}
                required
              />
              <TextField
                name="conclusions"
                label={say('recognition.meeting-conclusions')}
                rows={5}
                maxLength={8000}
                required
              />
              <div className="actions">
                <Button>{say('kit.save')}</Button>
              </div>
            </Form>
          </div>
        </Section>
      )}
    </Console>
  )
}

const selfChecksPage = definePage('/org/:slug/quality/self-checks', {
  get: (visit) => showSelfChecks(visit),
  post: async (visit) => {
    const { id } = openWorkplace(visit)
    const answer = await visit.call('POST', `/api/organisations/${id}/validation/self-checks`, decodeForm(visit.posted))
    if (!answer.ok) return showSelfChecks(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`${visit.path}?done=saved`)
  },
})

async function showSelfChecks(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const path = `/api/organisations/${workplace.id}/validation/self-checks`
  const listing = await visit.need<Listing<SelfCheckView>>(`${path}?${withoutDone(visit.query)}`)
  return {
    kind: 'page',
    title: visit.words.say('recognition.self-checks'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <SelfChecks workplace={workplace} listing={listing} csv={`${path}?format=csv`} state={state} />,
  }
}

function SelfChecks({ workplace, listing, csv, state }: Shown<SelfCheckView>) {
  const words = useWords()
  const { say } = words
  const records = workplace.may('coordinate') || workplace.may('assure')
  const factors = (some: readonly QualityFactor[]) =>
    words.enumerate(some.map((factor) => say(`recognition.factor-${factor}`)))
  return (
    <Console workplace={workplace} title={say('recognition.self-checks')} lead={say('recognition.self-checks-lead')}>
      <QualityTabs workplace={workplace} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('recognition.self-checks-none')} />
      ) : (
        listing.items.map(({ id, on, answers, better, worse, unproven }) => (
          <Section
            key={id}
            title={
              <>
                {say('recognition.self-check-of')} <When at={on} />
              </>
            }
          >
            {better.length > 0 && <p>{say('recognition.better', { factors: factors(better) })}</p>}
            {worse.length > 0 && (
              <Callout tone="warning">
                <p>{say('recognition.worse', { factors: factors(worse) })}</p>
              </Callout>
            )}
            {unproven.length > 0 && (
              <Callout tone="neutral">
                <p>{say('recognition.unproven', { factors: factors(unproven) })}</p>
              </Callout>
            )}
            <Table
              caption={`${say('recognition.self-check-of')} ${words.date(on)}`}
              rows={answers}
              keyOf={({ factor }) => factor}
              columns={[
                { head: say('recognition.factor'), cell: ({ factor }) => say(`recognition.factor-${factor}`) },
                { head: say('recognition.stands'), cell: ({ stands }) => words.find(`recognition.stands-${stands}`) },
                { head: say('recognition.factor-evidence'), cell: ({ evidence }) => evidence ?? '–' },
                { head: say('recognition.factor-next'), cell: ({ next }) => next ?? '–' },
              ]}
            />
          </Section>
        ))
      )}
      <Paging listing={listing} csv={csv} />
      {records && <SelfCheckForm state={state} />}
    </Console>
  )
}

function SelfCheckForm({ state }: { state: FormState | undefined }) {
  const words = useWords()
  const { say } = words
  return (
    <Section title={say('recognition.self-check-new')} lead={say('recognition.self-check-new-lead')}>
      <div className="narrow">
        <Form state={state} labels={{ '/on': say('recognition.meeting-on') }}>
          <TextField name="on" type="date" label={say('recognition.meeting-on')} required />
          {QualityFactor.options.map((factor, index) => (
            <fieldset key={factor} className="ds-fieldset sheet">
              <legend className="ds-label" data-weight="medium">
                {say(`recognition.factor-${factor}`)}
              </legend>
              <p className="group-help">{say(`recognition.factor-${factor}-means`)}</p>
              <input type="hidden" name={`answers/${index}/factor`} value={factor} />
              <Select
                name={`answers/${index}/stands:number`}
                label={say('recognition.stands')}
                empty={say('recognition.choose')}
                choices={['1', '2', '3', '4'].map((value) => ({
                  value,
                  text: words.find(`recognition.stands-${value}`) ?? value,
                }))}
                required
              />
              <TextField
                name={`answers/${index}/evidence`}
                label={say('recognition.factor-evidence')}
                rows={2}
                maxLength={2000}
                optional
              />
              <TextField
                name={`answers/${index}/next`}
                label={say('recognition.factor-next')}
                rows={2}
                maxLength={2000}
                optional
              />
            </fieldset>
          ))}
          <div className="actions">
            <Button>{say('kit.save')}</Button>
          </div>
        </Form>
      </div>
    </Section>
  )
}

export const qualityPages: readonly Page[] = [samplePage, meetingsPage, selfChecksPage]
