import {
  definitionElements,
  type Element,
  findings,
  standardElements,
} from '@bricka/domain/landscape/european-definition'
import { areas, type LearningUnit, unitKinds } from '@bricka/domain/landscape/learning-unit'
import { fieldsOf, type StudyTemplate } from '@bricka/domain/landscape/study-template'
import { Language } from '@bricka/domain/local-text'
import { OrganisationKind } from '@bricka/domain/organisation/organisation'
import type { UnitView } from '@bricka/server/landscape/read-units'
import type { StudyView } from '@bricka/server/landscape/study'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { askFirst } from '../kit/confirm-page.tsx'
import { CheckboxGroup, Form, Select, TextField } from '../kit/fields.tsx'
import { decodeForm, type Posted, textOf } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import { definePage, type FormState, type Page, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, LinkButton, Tag } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import type { Words } from '../kit/words.ts'
import { elementWord, fieldWord, optionWord } from '../public/landscape-parts.tsx'

/** Recording a unit as it was found. */
const newUnitPage = definePage('/org/:slug/studies/:studyId/new', {
  get: (visit) => showNew(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const studyId = encodeURIComponent(visit.params.studyId ?? '')
    const answer = await visit.call(
      'POST',
      `/api/organisations/${workplace.id}/studies/${studyId}/units`,
      readUnit(visit.posted),
    )
    if (answer.ok) return redirect(`/org/${workplace.slug}/studies/${studyId}?done=saved`)
    return showNew(visit, { posted: visit.posted, problem: answer.problem })
  },
})

/** What was left open is left out: nothing was said of it. */
function readUnit(posted: Posted): object {
  const { answers = {}, elements = {}, why: _, ...unit } = decodeForm(posted)
  const said = (value: unknown) => !(Array.isArray(value) && value.length === 0) && value !== 'unknown'
  return {
    ...unit,
    answers: Object.fromEntries(
      Object.entries(answers).filter(([, answer]) => !(Array.isArray(answer) && answer.length === 0)),
    ),
    elements: Object.fromEntries(Object.entries(elements).filter(([, finding]) => said(finding))),
  }
}

async function showNew(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const study = await visit.need<StudyView>(
    `/api/organisations/${workplace.id}/studies/${encodeURIComponent(visit.params.studyId ?? '')}`,
  )
  const { say } = visit.words
  const home = `/org/${workplace.slug}/studies`
  return {
    kind: 'page',
    title: `${say('landscape.record')}: ${study.title}`,
    hidden: true,
    status: state?.problem.status ?? 200,
    body: (
      <Console
        workplace={workplace}
        title={say('landscape.record')}
        crumbs={[
          { href: home, text: say('landscape.studies') },
          { href: `${home}/${study.id}`, text: study.title },
        ]}
      >
        <Section title={say('landscape.what')}>
          <UnitForm template={study.template} unit={undefined} state={state} back={`${home}/${study.id}`} />
        </Section>
      </Console>
    ),
  }
}

/** Putting a record right, and showing it as good practice. */
const unitPage = definePage('/org/:slug/units/:unitId', {
  get: (visit) => showUnit(visit),
  post: async (visit) => {
    const api = unitApi(visit)
    const act = textOf(visit.posted, '_act')
    const why = textOf(visit.posted, 'why')
    const answer =
      act === 'example'
        ? await visit.call('PUT', `${api}/example`, why === '' ? {} : { why })
        : act === 'restore'
          ? await visit.call('PUT', `${api}/withdrawn`, { withdrawn: false })
          : await visit.call('PUT', api, readUnit(visit.posted))
    if (answer.ok) return redirect(`${visit.path}?done=saved`)
    return showUnit(visit, { posted: visit.posted, problem: answer.problem }, act)
  },
})

const unitApi = (visit: Visit): string =>
  `/api/organisations/${openWorkplace(visit).id}/units/${encodeURIComponent(visit.params.unitId ?? '')}`

const findUnit = (visit: Visit): Promise<UnitView> =>
  visit.need<UnitView>(`/api/landscape/units/${encodeURIComponent(visit.params.unitId ?? '')}`)

async function showUnit(visit: Visit, state?: FormState, act?: string): Promise<PageAnswer> {
  const view = await findUnit(visit)
  return {
    kind: 'page',
    title: visit.words.say('landscape.amend-title', { name: view.unit.name }),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Unit workplace={openWorkplace(visit)} view={view} state={state} act={act} />,
  }
}

function Unit(props: { workplace: Workplace; view: UnitView; state: FormState | undefined; act: string | undefined }) {
  const { say } = useWords()
  const { workplace, view, state, act } = props
  const home = `/org/${workplace.slug}/studies`
  const own = `/org/${workplace.slug}/units/${view.id}`
  return (
    <Console
      workplace={workplace}
      title={say('landscape.amend-title', { name: view.unit.name })}
      crumbs={[
        { href: home, text: say('landscape.studies') },
        { href: `${home}/${view.study.id}`, text: view.study.title },
      ]}
      actions={
        !view.withdrawn && (
          <LinkButton href={`${own}/withdraw`} look="secondary">
            {say('landscape.withdraw')}
          </LinkButton>
        )
      }
    >
      {view.withdrawn && (
        <Form scope="restore-">
          <p>
            <Tag tone="warning">{say('landscape.withdrawn')}</Tag>
          </p>
          <input type="hidden" name="_act" value="restore" />
          <Button look="secondary">{say('landscape.restore')}</Button>
        </Form>
      )}
      <Section title={say('landscape.example')}>
        <div className="narrow">
          <Form state={act === 'example' ? state : undefined} scope="example-">
            <input type="hidden" name="_act" value="example" />
            <TextField
              name="why"
              label={say('landscape.why-example')}
              help={say('landscape.why-help')}
              value={view.goodPractice ?? ''}
              rows={3}
              maxLength={1500}
            />
            <Button look="secondary">{say('kit.save')}</Button>
          </Form>
        </div>
      </Section>
      <Section title={say('landscape.what')}>
        <UnitForm
          template={view.study.template}
          unit={view.unit}
          state={act === 'example' ? undefined : state}
          back={`${home}/${view.study.id}`}
        />
      </Section>
    </Console>
  )
}

const withdrawPage = definePage('/org/:slug/units/:unitId/withdraw', {
  get: async (visit) => {
    const { say } = visit.words
    const workplace = openWorkplace(visit)
    const view = await findUnit(visit)
    return askFirst({
      title: say('landscape.withdraw-title', { name: view.unit.name }),
      what: <p>{say('landscape.withdraw-what')}</p>,
      confirm: say('landscape.withdraw'),
      back: `/org/${workplace.slug}/units/${view.id}`,
    })
  },
  post: async (visit) => {
    const view = await findUnit(visit)
    await visit.call('PUT', `${unitApi(visit)}/withdrawn`, { withdrawn: true })
    return redirect(`/org/${visit.params.slug}/studies/${view.study.id}?done=saved`)
  },
})

function UnitForm(props: {
  template: StudyTemplate
  unit: LearningUnit | undefined
  state: FormState | undefined
  back: string
}) {
  const words = useWords()
  const { say } = words
  const { unit } = props
  const labels = {
    '/name': say('landscape.name'),
    '/provider': say('landscape.provider'),
    '/source': say('landscape.source'),
  }
  return (
    <div className="narrow">
      <Form state={props.state} labels={labels}>
        <TextField name="name" label={say('landscape.name')} value={unit?.name} required maxLength={200} />
        <Select
          name="language"
          label={say('landscape.language')}
          value={unit?.language ?? words.language}
          choices={Language.options.map((value) => ({ value, text: words.languageName(value) }))}
        />
        <Select
          name="area"
          label={say('landscape.area')}
          value={unit?.area ?? 'SE'}
          choices={areas.map((value) => ({ value, text: words.country(value) }))}
        />
        <Select
          name="kind"
          label={say('landscape.kind')}
          value={unit?.kind ?? 'stand-alone-course'}
          choices={unitKinds.map((value) => ({ value, text: say(`landscape.kind-${value}`) }))}
        />
        <TextField name="provider" label={say('landscape.provider')} value={unit?.provider} required maxLength={200} />
        <Select
          name="providerKind"
          label={say('landscape.provider-kind')}
          value={unit?.providerKind ?? 'non-formal-provider'}
          choices={OrganisationKind.options.map((value) => ({ value, text: say(`domain.kind.${value}`) }))}
        />
        <Select
          name="called"
          label={say('landscape.called')}
          value={unit?.called ?? 'unknown'}
          choices={(['microcredential', 'otherwise', 'unknown'] as const).map((value) => ({
            value,
            text: say(`landscape.called-${value}`),
          }))}
        />
        <TextField
          name="hours:number"
          label={say('landscape.hours')}
          value={unit?.hours}
          inputMode="decimal"
          optional
        />
        <TextField name="url" type="url" label={say('landscape.url')} value={unit?.url} maxLength={300} optional />
        <TextField
          name="source"
          label={say('landscape.source')}
          help={say('landscape.source-help')}
          value={unit?.source}
          required
          maxLength={300}
        />
        <TextField name="observedOn" type="date" label={say('landscape.observed')} value={unit?.observedOn} required />
        <h3>{say('landscape.asked')}</h3>
        {fieldsOf(props.template).map((field) => (
          <AnswerField key={field.id} field={field} template={props.template} unit={unit} />
        ))}
        <Elements title={say('landscape.definition')} of={definitionElements} unit={unit} words={words} />
        <Elements title={say('landscape.standard')} of={standardElements} unit={unit} words={words} />
        <div className="actions">
          <Button>{say('kit.save')}</Button>
          <LinkButton href={props.back} look="secondary">
            {say('kit.cancel')}
          </LinkButton>
        </div>
      </Form>
    </div>
  )
}

function AnswerField(props: {
  field: ReturnType<typeof fieldsOf>[number]
  template: StudyTemplate
  unit: LearningUnit | undefined
}) {
  const words = useWords()
  const { field, template } = props
  const label = fieldWord(words, template, field.id)
  const answer = props.unit?.answers[field.id]
  const choices = field.options.map((value) => ({ value, text: optionWord(words, template, field.id, value) }))
  if (field.kind === 'text')
    return (
      <TextField
        name={`answers/${field.id}`}
        label={label}
        value={typeof answer === 'string' ? answer : ''}
        rows={3}
        maxLength={2000}
        optional
      />
    )
  if (field.kind === 'any')
    return (
      <CheckboxGroup
        name={`answers/${field.id}:list`}
        legend={label}
        chosen={[answer ?? []].flat()}
        choices={choices}
      />
    )
  return (
    <Select
      name={`answers/${field.id}`}
      label={label}
      empty={words.say('landscape.finding-unknown')}
      value={[answer ?? ''].flat()[0] ?? ''}
      choices={choices}
    />
  )
}

function Elements(props: { title: string; of: readonly Element[]; unit: LearningUnit | undefined; words: Words }) {
  const { words } = props
  return (
    <>
      <h3>{props.title}</h3>
      {props.of.map((element) => (
        <Select
          key={element}
          name={`elements/${element}`}
          label={elementWord(words, element)}
          value={props.unit?.elements[element] ?? 'unknown'}
          choices={findings.map((value) => ({ value, text: words.say(`landscape.finding-${value}`) }))}
        />
      ))}
    </>
  )
}

export const unitPages: readonly Page[] = [newUnitPage, unitPage, withdrawPage]
