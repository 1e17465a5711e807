import { commonFields, type StudyTemplate } from '@bricka/domain/landscape/study-template'
import type { UnitView } from '@bricka/server/landscape/read-units'
import type { StudyView } from '@bricka/server/landscape/study'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { Checkbox, CheckboxGroup, FileField, Form, Select, TextField } from '../kit/fields.tsx'
import { decodeForm, textOf, textsOf } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import {
  addressWith,
  definePage,
  type FormState,
  type Page,
  type PageAnswer,
  redirect,
  type Visit,
} from '../kit/page.ts'
import { Button, EmptyState, LinkButton, Tag } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { DistanceText } from '../public/landscape-parts.tsx'

/** The organisation's studies of small learning units. */
const studiesPage = definePage('/org/:slug/studies', {
  get: (visit) => showStudies(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const answer = await visit.call<{ id: string }>(
      'POST',
      `/api/organisations/${workplace.id}/studies`,
      decodeForm(visit.posted),
    )
    if (answer.ok) return redirect(`/org/${workplace.slug}/studies/${answer.body.id}?done=saved`)
    return showStudies(visit, { posted: visit.posted, problem: answer.problem })
  },
})

async function showStudies(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const asked = new URLSearchParams([...visit.query].filter(([name, value]) => name !== 'done' && value !== ''))
  const listing = await visit.need<Listing<StudyView>>(`/api/organisations/${workplace.id}/studies?${asked}`)
  return {
    kind: 'page',
    title: visit.words.say('landscape.studies'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Studies workplace={workplace} listing={listing} state={state} />,
  }
}

function Studies(props: { workplace: Workplace; listing: Listing<StudyView>; state: FormState | undefined }) {
  const words = useWords()
  const { say, number } = words
  const { query } = useScene()
  const { workplace, listing } = props
  const home = `/org/${workplace.slug}`
  const csv = addressWith(`/api/organisations/${workplace.id}/studies`, query, {
    ...{ format: 'csv', page: undefined, done: undefined },
  })
  return (
    <Console
      workplace={workplace}
      title={say('landscape.studies')}
      lead={say('landscape.studies-lead')}
      actions={
        <LinkButton href={`${home}/studies/register`} look="secondary">
          {say('landscape.own-terms')}
        </LinkButton>
      }
    >
      <SearchForm label={say('landscape.search-studies')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('landscape.no-studies')} />
      ) : (
        <Table
          caption={say('landscape.studies')}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            { head: say('landscape.name'), cell: ({ id, title }) => <a href={`${home}/studies/${id}`}>{title}</a> },
            { head: say('landscape.units'), numeric: true, cell: ({ units }) => number(units) },
            { head: say('landscape.state'), cell: ({ publishedAt }) => <Shown publishedAt={publishedAt} /> },
          ]}
        />
      )}
      <Paging listing={listing} csv={csv} />
      {workplace.may('design') && (
        <Section title={say('landscape.new-study')}>
          <div className="narrow">
            <Form state={props.state} labels={{ '/title': say('landscape.name'), '/about': say('landscape.about') }}>
              <TextField name="title" label={say('landscape.name')} required maxLength={160} />
              <TextField name="about" label={say('landscape.about')} rows={3} maxLength={3000} optional />
              <div className="actions">
                <Button>{say('landscape.begin-study')}</Button>
              </div>
            </Form>
          </div>
        </Section>
      )}
      <p>
        <a href="/landscape">{say('landscape.title')}</a>
      </p>
    </Console>
  )
}

function Shown({ publishedAt }: Pick<StudyView, 'publishedAt'>) {
  const { say } = useWords()
  return (
    <Tag tone={publishedAt === null ? 'neutral' : 'success'}>
      {say(publishedAt === null ? 'landscape.hidden' : 'landscape.published')}
    </Tag>
  )
}

/** One study: what it has recorded, showing it to everyone, taking in a file. */
const studyPage = definePage('/org/:slug/studies/:studyId', {
  get: (visit) => showStudy(visit),
  post: async (visit) => {
    const published = textOf(visit.posted, 'published')
    const [file] = visit.posted.files
    const answer =
      published !== ''
        ? await visit.call('PUT', `${studyApi(visit)}/published`, { published: published === 'true' })
        : await visit.call('POST', `${studyApi(visit)}/import`, file ? asForm(file) : {})
    if (answer.ok) return redirect(`${visit.path}?done=saved`)
    return showStudy(visit, { posted: visit.posted, problem: answer.problem })
  },
})

const asForm = (file: { name: string; type: string; bytes: Uint8Array }): FormData => {
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name)
  return form
}

const studyApi = (visit: Visit): string =>
  `/api/organisations/${openWorkplace(visit).id}/studies/${encodeURIComponent(visit.params.studyId ?? '')}`

async function showStudy(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const asked = new URLSearchParams([...visit.query].filter(([name, value]) => name !== 'done' && value !== ''))
  const study = await visit.need<StudyView>(studyApi(visit))
  const listing = await visit.need<Listing<UnitView>>(`${studyApi(visit)}/units?${asked}`)
  return {
    kind: 'page',
    title: `${study.title} – ${visit.words.say('landscape.study')}`,
    hidden: true,
    status: state?.problem.status ?? 200,
    body: (
      <Study
        workplace={openWorkplace(visit)}
        study={study}
        listing={listing}
        state={state}
        csv={`${studyApi(visit)}/units?${addFormat(asked)}`}
      />
    ),
  }
}

const addFormat = (asked: URLSearchParams): URLSearchParams => {
  const all = new URLSearchParams(asked)
  all.delete('page')
  all.set('format', 'csv')
  return all
}

function Study(props: {
  workplace: Workplace
  study: StudyView
  listing: Listing<UnitView>
  state: FormState | undefined
  csv: string
}) {
  const words = useWords()
  const { say } = words
  const { workplace, study, listing } = props
  const home = `/org/${workplace.slug}/studies`
  const own = `${home}/${study.id}`
  const designs = workplace.may('design')
  return (
    <Console
      workplace={workplace}
      title={study.title}
      lead={study.about}
      crumbs={[{ href: home, text: say('landscape.studies') }]}
      actions={
        designs && (
          <>
            <LinkButton href={`${own}/new`} icon="plus">
              {say('landscape.record')}
            </LinkButton>
            <LinkButton href={`${own}/template`} look="secondary">
              {say('landscape.template')}
            </LinkButton>
          </>
        )
      }
    >
      <p>
        <Shown publishedAt={study.publishedAt} />{' '}
        {say('landscape.template-version', { version: study.templateVersion })}
      </p>
      <SearchForm label={say('landscape.search')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('landscape.none')} />
      ) : (
        <Table
          caption={say('landscape.units')}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            {
              head: say('landscape.name'),
              cell: ({ id, unit, withdrawn, goodPractice }) => (
                <>
                  {designs ? (
                    <a href={`/org/${workplace.slug}/units/${id}`} lang={unit.language}>
                      {unit.name}
                    </a>
                  ) : (
                    <span lang={unit.language}>{unit.name}</span>
                  )}{' '}
                  {withdrawn && <Tag tone="warning">{say('landscape.withdrawn')}</Tag>}
                  {goodPractice !== null && <Tag tone="accent">{say('landscape.example')}</Tag>}
                </>
              ),
            },
            { head: say('landscape.provider'), cell: ({ unit }) => unit.provider },
            { head: say('landscape.area'), cell: ({ unit }) => words.country(unit.area) },
            { head: say('landscape.kind'), cell: ({ unit }) => say(`landscape.kind-${unit.kind}`) },
            {
              head: say('landscape.distance'),
              numeric: true,
              cell: ({ definition }) => <DistanceText distance={definition} />,
            },
          ]}
        />
      )}
      <Paging listing={listing} csv={props.csv} />
      {designs && (
        <>
          <Form>
            <input type="hidden" name="published" value={String(study.publishedAt === null)} />
            <div className="actions">
              <Button look="secondary">
                {say(study.publishedAt === null ? 'landscape.publish' : 'landscape.hide')}
              </Button>
            </div>
          </Form>
          <Section title={say('landscape.import')} lead={say('landscape.import-lead')}>
            <div className="narrow">
              <Form state={props.state} files>
                <FileField name="file" label={say('landscape.file')} accept=".csv,.xlsx" required />
                <div className="actions">
                  <Button look="secondary">{say('landscape.import')}</Button>
                </div>
              </Form>
            </div>
          </Section>
        </>
      )}
    </Console>
  )
}

/** What the study asks: common fields switched on and off, and its own. */
const templatePage = definePage('/org/:slug/studies/:studyId/template', {
  get: (visit) => showTemplate(visit),
  post: async (visit) => {
    const asked = textsOf(visit.posted, 'common:list')
    const study = await visit.need<StudyView>(studyApi(visit))
    const rows = Array.from({ length: ownRows(study) }, (_, row) => row)
    const own = rows.flatMap((row) => {
      const label = textOf(visit.posted, `own/${row}/label`)
      const before = study.template.own[row]
      if (label === '' && !before) return []
      const kind = textOf(visit.posted, `own/${row}/kind`)
      const lines = textOf(visit.posted, `own/${row}/options`)
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean)
      const known = before?.options ?? []
      return [
        {
          id: before?.id ?? freshId(label, study.template, row),
          label: { ...before?.label, [visit.words.language]: label },
          kind,
          options:
            kind === 'text'
              ? []
              : lines.map((text, index) => ({
                  id: known[index]?.id ?? `option-${index + 1}`,
                  label: { ...known[index]?.label, [visit.words.language]: text },
                })),
          on: visit.posted.values.has(`own/${row}/on`),
        },
      ]
    })
    const off = commonFields.map(({ id }) => id).filter((id) => !asked.includes(id))
    const answer = await visit.call('PUT', `${studyApi(visit)}/template`, { off, own })
    if (answer.ok) return redirect(`/org/${visit.params.slug}/studies/${study.id}?done=saved`)
    return showTemplate(visit, { posted: visit.posted, problem: answer.problem })
  },
})

const ownRows = ({ template }: StudyView): number => Math.min(30, template.own.length + 2)

/** A name for a new field that no other has: its label in plain letters, or its number. */
function freshId(label: string, { own }: StudyTemplate, row: number): string {
  const plain = label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 30)
  const taken = [...own, ...commonFields].some(({ id }) => id === plain)
  return plain === '' || taken ? `field-${row + 1}` : plain
}

async function showTemplate(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const study = await visit.need<StudyView>(studyApi(visit))
  return {
    kind: 'page',
    title: `${visit.words.say('landscape.template')}: ${study.title}`,
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Template workplace={openWorkplace(visit)} study={study} state={state} />,
  }
}

function Template(props: { workplace: Workplace; study: StudyView; state: FormState | undefined }) {
  const words = useWords()
  const { say, language } = words
  const { workplace, study } = props
  const { template } = study
  const home = `/org/${workplace.slug}/studies`
  const rows = Array.from({ length: ownRows(study) }, (_, row) => ({ row, field: template.own[row] }))
  return (
    <Console
      workplace={workplace}
      title={say('landscape.template')}
      lead={say('landscape.template-lead')}
      crumbs={[
        { href: home, text: say('landscape.studies') },
        { href: `${home}/${study.id}`, text: study.title },
      ]}
    >
      <div className="narrow">
        <Form state={props.state}>
          <CheckboxGroup
            name="common:list"
            legend={say('landscape.common-fields')}
            chosen={commonFields.map(({ id }) => id).filter((id) => !template.off.includes(id))}
            choices={commonFields.map(({ id }) => ({ value: id, text: words.find(`landscape.field-${id}`) ?? id }))}
          />
          {rows.map(({ row, field }) => (
            <fieldset className="ds-fieldset group" key={row}>
              <legend className="ds-label" data-weight="medium">
                {say('landscape.own-field', { number: row + 1 })}
              </legend>
              <TextField
                name={`own/${row}/label`}
                label={say('landscape.field-label')}
                value={field?.label[language] ?? Object.values(field?.label ?? {})[0] ?? ''}
                maxLength={200}
                optional
              />
              <Select
                name={`own/${row}/kind`}
                label={say('landscape.field-kind')}
                value={field?.kind ?? 'one'}
                choices={(['one', 'any', 'text'] as const).map((value) => ({
                  value,
                  text: say(`landscape.field-${value}`),
                }))}
              />
              <TextField
                name={`own/${row}/options`}
                label={say('landscape.field-options')}
                rows={4}
                value={
                  field?.options.map(({ label, id }) => label[language] ?? Object.values(label)[0] ?? id).join('\n') ??
                  ''
                }
                optional
              />
              <Checkbox name={`own/${row}/on`} label={say('landscape.field-on')} checked={field?.on ?? true} />
            </fieldset>
          ))}
          <div className="actions">
            <Button>{say('landscape.save-template')}</Button>
            <LinkButton href={`${home}/${study.id}`} look="secondary">
              {say('kit.cancel')}
            </LinkButton>
          </div>
        </Form>
      </div>
    </Console>
  )
}

export const studyPages: readonly Page[] = [studiesPage, studyPage, templatePage]
