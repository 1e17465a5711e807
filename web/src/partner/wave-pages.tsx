import { interfaceLanguages } from '@bricka/domain/local-text'
import type { CodedWords } from '@bricka/server/need/code-words'
import type { WaveView } from '@bricka/server/need/survey'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { PageProblem } from '../kit/call-api.ts'
import { askFirst } from '../kit/confirm-page.tsx'
import { FileField, Form, TextField } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import { addressWith, definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, CopyLink, EmptyState, Facts, LinkButton, Tag } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { linesOf } from './survey-pages.tsx'

const apiOf = (visit: Visit): string =>
  `/api/organisations/${openWorkplace(visit).id}/waves/${encodeURIComponent(visit.params.waveId ?? '')}`
const homeOf = ({ params }: Visit): string => `/org/${params.slug}/waves/${params.waveId}`

/** How a wave is going, and what there is to do: ask, remind, take a file, close, code, publish. */
export const wavePage = definePage('/org/:slug/waves/:waveId', {
  bodyLimit: 12 * 1024 * 1024,
  get: (visit) => showWave(visit),
  post: async (visit) => {
    const answer = await act(visit)
    if (answer.ok) return redirect(`${homeOf(visit)}?done=saved`)
    const errors = answer.problem.errors?.map((one) => ({
      ...one,
      pointer: one.pointer.startsWith('/units') ? '/units' : '/file',
    }))
    return showWave(visit, { posted: visit.posted, problem: { ...answer.problem, ...(errors && { errors }) } })
  },
})

function act(visit: Visit) {
  const kind = textOf(visit.posted, '_act')
  if (kind === 'remind') return visit.call('POST', `${apiOf(visit)}/remind`, {})
  if (kind === 'import') {
    const form = new FormData()
    const file = visit.posted.files.find(({ field }) => field === 'file')
    if (file) form.append('file', new Blob([Buffer.from(file.bytes)]), file.name)
    return visit.call('POST', `${apiOf(visit)}/import`, form)
  }
  const units = linesOf(textOf(visit.posted, 'units')).map(([email, stratum, language]) => ({
    email,
    stratum,
    language: interfaceLanguages.find((one) => one === language) ?? 'sv',
  }))
  return visit.call('POST', `${apiOf(visit)}/units`, { units })
}

async function showWave(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const wave = await visit.need<WaveView>(apiOf(visit))
  return {
    kind: 'page',
    title: `${wave.survey.title}, ${wave.period}`,
    hidden: true,
    status: state?.problem.status ?? 200,
    islands: ['copy'],
    body: <WaveBody workplace={openWorkplace(visit)} wave={wave} home={homeOf(visit)} state={state} />,
  }
}

type WaveProps = { workplace: Workplace; wave: WaveView; home: string; state: FormState | undefined }

function WaveBody({ workplace, wave, home, state }: WaveProps) {
  const words = useWords()
  const { say, number } = words
  const running = wave.state === 'running'
  const may = workplace.may('design')
  const of = (kind: string) => (state && textOf(state.posted, '_act') === kind ? state : undefined)
  return (
    <Console
      workplace={workplace}
      title={`${wave.survey.title}, ${wave.period}`}
      crumbs={[{ href: `/org/${workplace.slug}/surveys`, text: say('need.surveys') }]}
      actions={
        <>
          <LinkButton href={`${home}/words`} look={wave.state === 'closed' ? 'primary' : 'secondary'}>
            {say('need.code')}
          </LinkButton>
          {may && running && (
            <LinkButton href={`${home}/close`} look="secondary">
              {say('need.close')}
            </LinkButton>
          )}
          {may && wave.state === 'closed' && (
            <LinkButton href={`${home}/publish`} look="secondary">
              {say('need.publish')}
            </LinkButton>
          )}
          {wave.state === 'published' && <LinkButton href={`/needs/${wave.id}`}>{say('need.results')}</LinkButton>}
        </>
      }
    >
      <Facts
        items={[
          [say('need.state'), <Tag key="state">{say(`need.state-${wave.state}`)}</Tag>],
          [say('need.place'), wave.placeName],
          [say('need.closes'), words.date(wave.closesOn)],
          [say('need.mode'), say(`need.mode-${wave.wave.mode}`)],
          [say('need.wordings'), say('need.wordings-left', { all: wave.words.all, left: wave.words.uncoded })],
          [say('need.self-selected'), number(wave.selfSelected)],
        ]}
      />
      <Section title={say('need.progress')} lead={say('need.progress-lead')}>
        <StrataTable strata={wave.strata} />
        {may && running && (
          <Form state={of('remind')} scope="remind-">
            <input type="hidden" name="_act" value="remind" />
            <div className="actions">
              <Button look="secondary">{say('need.remind')}</Button>
            </div>
          </Form>
        )}
        {wave.openUrl !== null && <CopyLink label={say('need.open-link')} value={wave.openUrl} />}
      </Section>
      {may && running && (
        <>
          <Section title={say('need.ask')} lead={say('need.ask-lead')}>
            <Form state={of('ask')} labels={{ '/units': say('need.addresses') }} scope="ask-">
              <input type="hidden" name="_act" value="ask" />
              <TextField
                name="units"
                label={say('need.addresses')}
                help={say('need.addresses-help')}
                rows={5}
                mono
                required
              />
              <div className="actions">
                <Button>{say('need.send-links')}</Button>
              </div>
            </Form>
          </Section>
          <Section title={say('need.import')} lead={say('need.import-lead')}>
            <Form state={of('import')} files labels={{ '/file': say('need.file') }} scope="import-">
              <input type="hidden" name="_act" value="import" />
              <FileField name="file" label={say('need.file')} accept=".csv,.xlsx" required />
              <div className="actions">
                <Button look="secondary">{say('need.take-file')}</Button>
              </div>
            </Form>
          </Section>
        </>
      )}
    </Console>
  )
}

/** Who was asked and who answered, by stratum; with the share of those asked. */
export function StrataTable(props: {
  strata: readonly { name: string; size: number; asked: number; answered: number }[]
}) {
  const { say, number } = useWords()
  return (
    <Table
      caption={say('need.progress')}
      rows={props.strata}
      keyOf={({ name }) => name}
      columns={[
        { head: say('need.stratum'), cell: ({ name }) => name },
        { head: say('need.size'), numeric: true, cell: ({ size }) => number(size) },
        { head: say('need.asked'), numeric: true, cell: ({ asked }) => number(asked) },
        { head: say('need.answered'), numeric: true, cell: ({ answered }) => number(answered) },
        {
          head: say('need.rate'),
          numeric: true,
          cell: ({ asked, answered }) => (asked === 0 ? '–' : number(Math.round((100 * answered) / asked))),
        },
      ]}
    />
  )
}

const confirmPage = (part: 'close' | 'publish') =>
  definePage(`/org/:slug/waves/:waveId/${part}`, {
    get: async (visit) => {
      openWorkplace(visit)
      const { say } = visit.words
      return askFirst({
        title: say(`need.${part}-title`),
        what: <p>{say(`need.${part}-means`)}</p>,
        confirm: say(`need.${part}`),
        back: homeOf(visit),
      })
    },
    post: async (visit) => {
      const answer = await visit.call('POST', `${apiOf(visit)}/${part}`, {})
      if (!answer.ok) throw new PageProblem(answer.problem)
      return redirect(`${homeOf(visit)}?done=saved`)
    },
  })
export const closeWavePage = confirmPage('close')
export const publishWavePage = confirmPage('publish')

/** What people wrote, one wording after another: a person says which skill it means. */
export const codingPage = definePage('/org/:slug/waves/:waveId/words', {
  get: (visit) => showCoding(visit),
  post: async (visit) => {
    const concept = textOf(visit.posted, 'other') || textOf(visit.posted, 'concept')
    const answer = await visit.call('PUT', `${apiOf(visit)}/words?language=${visit.words.language}`, {
      words: textOf(visit.posted, 'words'),
      concept: concept === '' ? null : concept,
    })
    if (answer.ok) return redirect(addressWith(`${homeOf(visit)}/words`, visit.query, { done: 'saved' }))
    return showCoding(visit, { posted: visit.posted, problem: answer.problem })
  },
})

async function showCoding(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const asked = new URLSearchParams([...visit.query].filter(([name, value]) => name !== 'done' && value !== ''))
  asked.set('language', visit.words.language)
  const listing = await visit.need<Listing<CodedWords>>(`${apiOf(visit)}/words?${asked}`)
  const wave = await visit.need<WaveView>(apiOf(visit))
  const found = await findSkills(visit)
  const csv = addressWith(`${apiOf(visit)}/words`, visit.query, { format: 'csv', page: undefined, done: undefined })
  return {
    kind: 'page',
    title: `${visit.words.say('need.coding')} – ${wave.survey.title}, ${wave.period}`,
    hidden: true,
    status: state?.problem.status ?? 200,
    body: (
      <Coding
        {...{ workplace, listing, wave, csv, state, found }}
        home={homeOf(visit)}
        may={workplace.may('design') && wave.state !== 'published'}
      />
    ),
  }
}

type Suggestion = CodedWords['suggestions'][number]

/** Skills by words of the coder's own, where what people wrote suggests none. */
async function findSkills({ query, words, need }: Visit): Promise<readonly Suggestion[]> {
  const sought = query.get('find')?.trim() ?? ''
  if (sought === '') return []
  const asked = new URLSearchParams({ search: sought, perPage: '20', language: words.language })
  const { items } = await need<Listing<Suggestion & { type: string }>>(`/api/skills?${asked}`)
  return items.filter(({ type }) => type !== 'occupation' && !/group|ssyk|isco/.test(type)).slice(0, 8)
}

function FindSkill() {
  const { path, query } = useScene()
  const { say } = useWords()
  return (
    <Form method="get" action={path} className="filter-form" label={say('need.find-skill')}>
      {[...query].map(([name, value]) =>
        name === 'find' || name === 'done' ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
      <TextField
        name="find"
        type="search"
        label={say('need.find-skill')}
        help={say('need.find-skill-help')}
        value={query.get('find') ?? ''}
        maxLength={200}
      />
      <Button look="secondary" icon="search">
        {say('need.find')}
      </Button>
    </Form>
  )
}

function Coding(props: {
  workplace: Workplace
  listing: Listing<CodedWords>
  wave: WaveView
  csv: string
  home: string
  may: boolean
  state: FormState | undefined
  found: readonly Suggestion[]
}) {
  const { say } = useWords()
  const { workplace, listing, wave, csv, home, may, state, found } = props
  return (
    <Console
      workplace={workplace}
      title={say('need.coding')}
      lead={say('need.coding-lead')}
      crumbs={[{ href: home, text: `${wave.survey.title}, ${wave.period}` }]}
      actions={
        <LinkButton href={`${home}/words?uncoded=true`} look="secondary">
          {say('need.only-uncoded')}
        </LinkButton>
      }
    >
      <SearchForm label={say('need.search-words')} />
      {may && <FindSkill />}
      {listing.items.length === 0 ? (
        <EmptyState title={say('need.no-words')} />
      ) : (
        <ul className="plain">
          {listing.items.map((item, index) => (
            <li key={item.words}>
              <CodingItem
                item={item}
                found={found}
                index={index}
                may={may}
                state={state && textOf(state.posted, 'words') === item.words ? state : undefined}
              />
            </li>
          ))}
        </ul>
      )}
      <Paging listing={listing} csv={csv} />
    </Console>
  )
}

function CodingItem(props: {
  item: CodedWords
  found: readonly Suggestion[]
  index: number
  may: boolean
  state: FormState | undefined
}) {
  const words = useWords()
  const { say } = words
  const { item, found, index, may, state } = props
  const suggested = [...new Map([...item.suggestions, ...found].map((one) => [one.uri, one])).values()]
  return (
    <Section title={`”${item.words}”`} lead={say('need.times', { count: item.lines })}>
      {item.codedAt ? (
        <p>
          {item.skill ? item.skill.label : say('need.set-aside')}{' '}
          <small>{say('need.coded-by', { who: item.codedBy ?? '–', when: words.date(item.codedAt) })}</small>
        </p>
      ) : (
        <p>
          <Tag tone="warning">{say('need.uncoded')}</Tag>
        </p>
      )}
      {may && (
        <Form state={state} scope={`w${index}-`} label={item.words} labels={{ '/other': say('need.other-skill') }}>
          <input type="hidden" name="words" value={item.words} />
          {(!item.codedAt || found.length > 0) && (
            <div className="actions">
              {suggested.map(({ uri, label }) => (
                <Button key={uri} look="secondary" name="concept" value={uri} formNoValidate>
                  {say('need.means', { skill: label })}
                </Button>
              ))}
            </div>
          )}
          <TextField name="other" type="url" label={say('need.other-skill')} help={say('need.other-help')} optional />
          <div className="actions">
            <Button look="tertiary">{say('need.confirm-other')}</Button>
          </div>
        </Form>
      )}
    </Section>
  )
}
