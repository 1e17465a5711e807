import { industryOf, industrySections, readIndustry } from '@bricka/domain/need/industry'
import { bankQuestions, modes, needLevels, partySides, sizeClasses } from '@bricka/domain/need/survey'
import type { SurveyView } from '@bricka/server/need/survey'
import type { PlaceView } from '@bricka/server/planning/read-supply'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { Checkbox, CheckboxGroup, Form, RadioGroup, Select, TextField } from '../kit/fields.tsx'
import { decodeForm, textOf } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import { addressWith, definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, EmptyState, Facts, LinkButton, Tag } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import type { Words } from '../kit/words.ts'

/** The organisation's surveys, the newest first. */
export const surveysPage = definePage('/org/:slug/surveys', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const asked = new URLSearchParams([...visit.query].filter(([name, value]) => name !== 'done' && value !== ''))
    const listing = await visit.need<Listing<SurveyView>>(`/api/organisations/${workplace.id}/surveys?${asked}`)
    return {
      kind: 'page',
      title: visit.words.say('need.surveys'),
      hidden: true,
      body: <Surveys workplace={workplace} listing={listing} />,
    }
  },
})

function Surveys({ workplace, listing }: { workplace: Workplace; listing: Listing<SurveyView> }) {
  const { say } = useWords()
  const { query } = useScene()
  const home = `/org/${workplace.slug}`
  const csv = addressWith(`/api/organisations/${workplace.id}/surveys`, query, {
    ...{ format: 'csv', page: undefined, done: undefined },
  })
  return (
    <Console
      workplace={workplace}
      title={say('need.surveys')}
      lead={say('need.surveys-lead')}
      actions={
        workplace.may('design') && (
          <LinkButton href={`${home}/surveys/new`} icon="plus">
            {say('need.new-survey')}
          </LinkButton>
        )
      }
    >
      <SearchForm label={say('need.search')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('need.none')} />
      ) : (
        <Table
          caption={say('need.surveys')}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            {
              head: say('need.title'),
              cell: ({ id, survey }) => <a href={`${home}/surveys/${id}`}>{survey.title}</a>,
            },
            { head: say('need.level'), cell: ({ survey }) => say(`need.level-${survey.level}`) },
            { head: say('need.side'), cell: ({ survey }) => say(`need.side-${survey.side}`) },
            { head: say('need.waves'), numeric: true, cell: ({ waves }) => waves.length },
          ]}
        />
      )}
      <Paging listing={listing} csv={csv} />
      <p>
        <a href="/needs">{say('need.published')}</a>
      </p>
    </Console>
  )
}

/** Building a survey: whom it asks for, and which questions of the bank. */
export const newSurveyPage = definePage('/org/:slug/surveys/new', {
  get: async (visit) => showNew(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const { section, occupation: text, chosen, ...survey } = decodeForm(visit.posted)
    const occupation = await chooseOccupation(visit, typeof chosen === 'string' ? chosen : text)
    const answer =
      occupation.found === 'several'
        ? notClear(occupation.choices.length > 0)
        : await visit.call<{ id: string }>('POST', `/api/organisations/${workplace.id}/surveys`, {
            ...(section !== undefined && { industry: section }),
            ...survey,
            ...(occupation.found === 'one' && { occupation: occupation.code }),
          })
    if (answer.ok) return redirect(`/org/${workplace.slug}/surveys/${answer.body.id}?done=saved`)
    const choices = occupation.found === 'several' ? occupation.choices : []
    return showNew(visit, { posted: visit.posted, problem: answer.problem }, choices)
  },
})

type Occupation =
  | { found: 'none' }
  | { found: 'one'; code: string }
  | { found: 'several'; choices: readonly { value: string; text: string }[] }

/** What was written as an occupation’s address; where several are like it, whoever asks chooses. */
async function chooseOccupation({ call, words }: Visit, text: unknown): Promise<Occupation> {
  if (typeof text !== 'string' || text.trim() === '') return { found: 'none' }
  const question = new URLSearchParams({ search: text, limit: '10', language: words.language })
  const answer = await call<{ items: { uri: string; label: string; code: string }[] }>(
    'GET',
    `/api/skills/occupations?${question}`,
  )
  // Without an imported classification there is nothing to choose from: what was written stands.
  if (!answer.ok) return { found: 'one', code: text.trim() }
  const { items } = answer.body
  const [first, ...others] = items
  const same = items.find(({ label, uri }) => uri === text || label.toLowerCase() === text.trim().toLowerCase())
  if (same) return { found: 'one', code: same.uri }
  if (first && others.length === 0) return { found: 'one', code: first.uri }
  return {
    found: 'several',
    choices: items.map(({ uri, label, code }) => ({ value: uri, text: `${label} (${code})` })),
  }
}

const notClear = (choosable: boolean) => ({
  ok: false as const,
  problem: {
    ...{ code: 'request-invalid', status: 422, title: '', detail: '' },
    errors: [{ pointer: '/occupation', code: choosable ? 'required' : 'occupation-unknown', detail: '' }],
  },
})

function showNew(
  visit: Visit,
  state?: FormState,
  occupations: readonly { value: string; text: string }[] = [],
): PageAnswer {
  return {
    kind: 'page',
    title: visit.words.say('need.new-survey'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <NewSurvey workplace={openWorkplace(visit)} state={state} occupations={occupations} />,
  }
}

function NewSurvey(props: {
  workplace: Workplace
  state: FormState | undefined
  occupations: readonly { value: string; text: string }[]
}) {
  const { workplace, state, occupations } = props
  const { say } = useWords()
  const home = `/org/${workplace.slug}/surveys`
  const labels = {
    '/title': say('need.title'),
    '/population': say('need.population'),
    '/frame': say('need.frame'),
    '/industry': say('need.industry'),
    '/occupation': say('need.occupation'),
  }
  return (
    <Console
      workplace={workplace}
      title={say('need.new-survey')}
      lead={say('need.new-survey-lead')}
      crumbs={[{ href: home, text: say('need.surveys') }]}
    >
      <div className="narrow">
        <Form state={state} labels={labels}>
          <TextField name="title" label={say('need.title')} required maxLength={160} />
          <TextField name="about" label={say('need.about')} rows={3} maxLength={2000} optional />
          <Select
            name="level"
            label={say('need.level')}
            value="branch"
            choices={needLevels.map((value) => ({ value, text: say(`need.level-${value}`) }))}
          />
          <Select
            name="side"
            label={say('need.side')}
            value="employer"
            choices={partySides.map((value) => ({ value, text: say(`need.side-${value}`) }))}
          />
          <TextField
            name="population"
            label={say('need.population')}
            help={say('need.population-help')}
            required
            maxLength={300}
          />
          <TextField name="frame" label={say('need.frame')} help={say('need.frame-help')} required maxLength={300} />
          <Select
            name="section"
            label={say('need.industry')}
            empty={say('need.industry-any')}
            choices={industrySections.map(([section]) => ({
              value: industryOf(section),
              text: `${say(`need.section-${section}`)} (${industryOf(section)})`,
            }))}
          />
          <TextField
            name="industry"
            label={say('need.industry-code')}
            help={say('need.industry-code-help')}
            maxLength={20}
            optional
          />
          <TextField
            name="occupation"
            label={say('need.occupation')}
            help={say('need.occupation-help')}
            maxLength={200}
            optional
          />
          {occupations.length > 0 && (
            <RadioGroup name="chosen" legend={say('need.occupation-choose')} choices={occupations} />
          )}
          <Select
            name="sizeClass"
            label={say('need.size-class')}
            empty={say('need.all-sizes')}
            choices={sizeClasses.map((value) => ({ value, text: value }))}
          />
          <CheckboxGroup
            name="questions:list"
            legend={say('need.questions')}
            help={say('need.questions-help')}
            chosen={bankQuestions}
            choices={bankQuestions.map((value) => ({ value, text: say(`need.ask-${value}`) }))}
          />
          <div className="actions">
            <Button>{say('need.make')}</Button>
            <LinkButton href={home} look="secondary">
              {say('kit.cancel')}
            </LinkButton>
          </div>
        </Form>
      </div>
    </Console>
  )
}

/** One survey: what it is, each time it was run, and running it again. */
export const surveyPage = definePage('/org/:slug/surveys/:surveyId', {
  get: (visit) => showSurvey(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const { strata: _, ...wave } = decodeForm(visit.posted)
    const answer = await visit.call<{ id: string }>('POST', `${apiOf(visit)}/waves`, {
      ...wave,
      strata: readStrata(textOf(visit.posted, 'strata')),
    })
    if (answer.ok) return redirect(`/org/${workplace.slug}/waves/${answer.body.id}?done=saved`)
    const errors = answer.problem.errors?.map((one) => ({
      ...one,
      pointer: one.pointer.startsWith('/strata') ? '/strata' : one.pointer,
    }))
    return showSurvey(visit, { posted: visit.posted, problem: { ...answer.problem, ...(errors && { errors }) } })
  },
})

const apiOf = (visit: Visit): string =>
  `/api/organisations/${openWorkplace(visit).id}/surveys/${encodeURIComponent(visit.params.surveyId ?? '')}`

/** `small; 200; 60` a line: how many there are, and how many were drawn. */
const readStrata = (text: string) =>
  linesOf(text).map(([name = '', size = '', sample = '']) => ({
    name,
    size: numberOf(size),
    ...(sample !== '' && { sample: numberOf(sample) }),
  }))

const numberOf = (text: string): number => Number(text.replace(/\s/g, ''))

export const linesOf = (text: string): string[][] =>
  text
    .split('\n')
    .map((line) => line.split(/[;\t]/).map((cell) => cell.trim()))
    .filter((cells) => cells.some((cell) => cell !== ''))

async function showSurvey(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const view = await visit.need<SurveyView>(apiOf(visit))
  const { items } = await visit.need<{ items: PlaceView[] }>('/api/planning/places')
  return {
    kind: 'page',
    title: `${view.survey.title} – ${visit.words.say('need.survey')}`,
    hidden: true,
    status: state?.problem.status ?? 200,
    body: (
      <SurveyBody
        workplace={openWorkplace(visit)}
        view={view}
        occupation={await nameOccupation(visit, view.survey.occupation)}
        places={items}
        state={state}
      />
    ),
  }
}

/** The codes, with the names of their sections. */
function sayIndustry(words: Words, industry: string): string {
  const reading = readIndustry(industry)
  if (!reading.known) return industry
  return `${reading.codes}: ${words.enumerate(reading.sections.map((section) => words.say(`need.section-${section}`)))}`
}

/** What the occupation of an address is called here. */
async function nameOccupation({ call, words }: Visit, occupation: string | undefined): Promise<string | undefined> {
  if (occupation === undefined) return undefined
  const question = new URLSearchParams({ search: occupation, limit: '1', language: words.language })
  const answer = await call<{ items: { uri: string; label: string }[] }>('GET', `/api/skills/occupations?${question}`)
  const [found] = answer.ok ? answer.body.items : []
  return found?.uri === occupation ? found.label : undefined
}

function SurveyBody(props: {
  workplace: Workplace
  view: SurveyView
  occupation: string | undefined
  places: readonly PlaceView[]
  state: FormState | undefined
}) {
  const words = useWords()
  const { say } = words
  const { workplace, view, places, state } = props
  const { survey } = view
  const home = `/org/${workplace.slug}`
  return (
    <Console
      workplace={workplace}
      title={survey.title}
      lead={survey.about}
      crumbs={[{ href: `${home}/surveys`, text: say('need.surveys') }]}
    >
      <Facts
        items={[
          [say('need.level'), say(`need.level-${survey.level}`)],
          [say('need.side'), say(`need.side-${survey.side}`)],
          [say('need.population'), survey.population],
          [say('need.frame'), survey.frame],
          survey.industry !== undefined && [say('need.industry'), sayIndustry(words, survey.industry)],
          survey.occupation !== undefined && [say('need.occupation'), props.occupation ?? survey.occupation],
          survey.sizeClass !== undefined && [say('need.size-class'), survey.sizeClass],
        ]}
      />
      <Section title={say('need.waves')}>
        {view.waves.length === 0 ? (
          <EmptyState title={say('need.no-waves')} />
        ) : (
          <Table
            caption={say('need.waves')}
            rows={view.waves}
            keyOf={({ id }) => id}
            columns={[
              { head: say('need.period'), cell: ({ id, period }) => <a href={`${home}/waves/${id}`}>{period}</a> },
              { head: say('need.place'), cell: ({ placeName }) => placeName },
              { head: say('need.closes'), cell: ({ closesOn }) => words.date(closesOn) },
              { head: say('need.state'), cell: ({ state: now }) => <Tag>{say(`need.state-${now}`)}</Tag> },
            ]}
          />
        )}
      </Section>
      {workplace.may('design') && (
        <Section title={say('need.new-wave')} lead={say('need.new-wave-lead')}>
          <div className="narrow">
            <Form
              state={state}
              labels={{ '/period': say('need.period'), '/strata': say('need.strata'), '/closesOn': say('need.closes') }}
            >
              <TextField name="period" label={say('need.period')} required maxLength={40} />
              <Select
                name="place"
                label={say('need.place')}
                required
                empty={say('need.choose')}
                choices={places
                  .filter(({ kind }) => kind !== 'municipality')
                  .map(({ code, name, kind }) => ({
                    value: code,
                    text: kind === 'country' ? words.country(code) : `${name} (${code})`,
                  }))}
              />
              <TextField name="strata" label={say('need.strata')} help={say('need.strata-help')} rows={4} required />
              <Select
                name="mode"
                label={say('need.mode')}
                value="web"
                choices={modes.map((value) => ({ value, text: say(`need.mode-${value}`) }))}
              />
              <TextField name="closesOn" type="date" label={say('need.closes')} required />
              <Checkbox name="open:boolean" label={say('need.open')} help={say('need.open-help')} />
              <div className="actions">
                <Button>{say('need.begin-wave')}</Button>
              </div>
            </Form>
          </div>
        </Section>
      )}
    </Console>
  )
}
