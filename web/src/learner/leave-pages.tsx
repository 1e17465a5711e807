import { absences } from '@bricka/domain/exchange/list-archive'
import type { ArchiveItem, ArchiveView } from '@bricka/server/exchange/leave-archives'
import type { TakenView } from '@bricka/server/exchange/leave-take-in'
import { PageProblem } from '../kit/call-api.ts'
import { askFirst } from '../kit/confirm-page.tsx'
import { Checkbox, FileField, Form, TextField } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { PageHead, Section } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, LinkButton, When } from '../kit/pieces.tsx'
import { asBlob } from '../kit/read-multipart.ts'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import type { Words } from '../kit/words.ts'
import { CheckList } from '../verifier/check-list.tsx'
import { PassportTabs } from './passport-tabs.tsx'

/** Taking everything along, and bringing in what was taken along elsewhere. */
export const leavePage = definePage('/settings/leave', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const [file] = visit.posted.files
    const form = new FormData()
    form.append('mine', textOf(visit.posted, 'mine'))
    form.append('passphrase', textOf(visit.posted, 'passphrase'))
    if (file) form.append('file', asBlob(file), file.name)
    const answer = await visit.call<TakenView>('POST', '/api/passport/archive/take-in', form)
    if (!answer.ok) return show(visit, { posted: visit.posted, problem: answer.problem })
    const title = visit.words.say('leaving.taken-title')
    return { kind: 'page', title, hidden: true, body: <Taken taken={answer.body} /> }
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const archives = await visit.need<Listing<ArchiveView>>(`/api/passport/archives?${listQuery(visit)}`)
  const title = visit.words.say('leaving.title')
  const body = <Leave archives={archives} state={state} />
  return { kind: 'page', title, hidden: true, status: state?.problem.status ?? 200, body }
}

/** What the list's own form and links ask for, and nothing else. */
const listQuery = ({ query }: Visit): URLSearchParams =>
  new URLSearchParams([...query].filter(([name]) => name === 'search' || name === 'page'))

function Leave({ archives, state }: { archives: Listing<ArchiveView>; state: FormState | undefined }) {
  const words = useWords()
  const { say, language } = words
  const { query } = useScene()
  const isOther = state?.problem.errors?.some(({ code }) => code === 'person-other')
  return (
    <>
      <PageHead
        title={say('leaving.title')}
        lead={say('leaving.lead')}
        crumbs={[{ href: '/settings', text: say('learner.settings') }]}
      />
      <PassportTabs />
      <Section title={say('leaving.out')}>
        <p>{say('leaving.out-wallets')}</p>
        <h3>{say('leaving.absent-title')}</h3>
        <ul>
          {absences.map((absence) => (
            <li key={absence}>{say(`leaving.absent-${absence}`)}</li>
          ))}
        </ul>
        <Form action="/api/passport/archive" scope="out" files>
          <input type="hidden" name="language" value={language} />
          <TextField
            name="passphrase"
            type="password"
            label={say('leaving.passphrase')}
            help={say('leaving.passphrase-help')}
            autoComplete="new-password"
          />
          <div className="actions">
            <Button>{say('leaving.out-do')}</Button>
          </div>
        </Form>
      </Section>
      <Section title={say('leaving.in')} lead={say('leaving.in-lead')}>
        <Form
          state={state}
          scope="in"
          labels={{ '/file': say('leaving.in-file'), '/passphrase': say('leaving.in-passphrase') }}
          files
        >
          <FileField name="file" label={say('leaving.in-file')} accept=".zip,application/zip" required />
          <TextField
            name="passphrase"
            type="password"
            label={say('leaving.in-passphrase')}
            help={say('leaving.in-passphrase-help')}
            autoComplete="off"
          />
          {isOther && <Checkbox name="mine" value="yes" label={say('leaving.mine')} />}
          <div className="actions">
            <Button>{say('leaving.in-do')}</Button>
          </div>
        </Form>
      </Section>
      {(archives.total > 0 || query.has('search')) && (
        <Section title={say('leaving.archives')}>
          <SearchForm label={say('leaving.archives-search')} />
          <Table
            caption={say('leaving.archives')}
            rows={archives.items}
            keyOf={({ id }) => id}
            columns={[
              { head: say('leaving.from'), cell: ({ id, from }) => <a href={`/settings/leave/${id}`}>{from}</a> },
              { head: say('leaving.exported'), cell: ({ exportedAt }) => words.date(exportedAt) },
              { head: say('leaving.taken'), cell: ({ takenAt }) => words.date(takenAt) },
            ]}
          />
          <Paging listing={archives} csv="/api/passport/archives" />
        </Section>
      )}
    </>
  )
}

function Taken({ taken }: { taken: TakenView }) {
  const words = useWords()
  const { say, date } = words
  const { items, files, archiveId, keys, selfClaims, from, exportedAt, sealedBy } = taken
  return (
    <>
      <PageHead
        title={say('leaving.taken-title')}
        lead={say('leaving.taken-lead', { from, at: date(exportedAt) })}
        crumbs={[{ href: '/settings', text: say('learner.settings') }]}
      />
      <PassportTabs />
      <p>{say('leaving.taken-said', { count: selfClaims })}</p>
      <p>{say(`leaving.keys-${keys}`)}</p>
      {files.length > 0 && (
        <Section title={say('leaving.files')} lead={say('leaving.files-lead')}>
          <Table
            caption={say('leaving.files')}
            rows={files}
            keyOf={({ path }) => path}
            columns={[
              { head: say('leaving.file'), cell: ({ name }) => name },
              { head: say('leaving.file-path'), cell: ({ path }) => <span className="mono">{path}</span> },
              { head: say('leaving.file-standing'), cell: (file) => tellStanding(words, file) },
            ]}
          />
          <p>
            <a href={`/settings/leave/${archiveId}`}>
              {say('leaving.open')} <span className="visually-hidden">{say('leaving.files')}</span>
            </a>
          </p>
        </Section>
      )}
      <Callout title={say('leaving.seal')}>
        <p>{say('leaving.seal-text', { key: sealedBy })}</p>
      </Callout>
      {items.map((item) => (
        <Section key={item.path} title={item.title || item.path} lead={say(`leaving.standing-${item.standing}`)}>
          {item.id && item.standing !== 'own' && (
            <p>
              <a href={`/passport/imports/${item.id}`}>
                {say('leaving.open')}
                <span className="visually-hidden"> {item.title}</span>
              </a>
            </p>
          )}
          {item.checks.length > 0 && (
            <>
              <h3>{say('leaving.now')}</h3>
              <CheckList checks={item.checks} />
            </>
          )}
          {item.copy.length > 0 && (
            <>
              <h3>
                {say('leaving.copy')} <When at={exportedAt} />
              </h3>
              <CheckList checks={item.copy} />
            </>
          )}
        </Section>
      ))}
    </>
  )
}

function tellStanding(words: Words, { standing, why }: TakenView['files'][number]): string {
  if (standing !== 'refused') return words.say(`leaving.standing-${standing}`)
  return words.say('leaving.file-refused', { why: words.find(`codes.field.${why}`) ?? String(why) })
}

const addressOf = (visit: Visit): string => `/api/passport/archives/${encodeURIComponent(visit.params.id ?? '')}`
const nameOf = ({ date, say }: Words, { from, exportedAt }: ArchiveView): string =>
  say('leaving.archive', { from, at: date(exportedAt) })

/** One export that was taken in: what came along beside the credentials, and how old its copy is. */
export const archivePage = definePage('/settings/leave/:id', {
  get: async (visit) => {
    const item = await visit.need<ArchiveItem>(addressOf(visit))
    return { kind: 'page', title: nameOf(visit.words, item), hidden: true, body: <Archive item={item} /> }
  },
})

function Archive({ item }: { item: ArchiveItem }) {
  const words = useWords()
  const { say, number } = words
  const { id, credentials, files, known, exportedAt } = item
  return (
    <>
      <PageHead
        title={nameOf(words, item)}
        crumbs={[
          { href: '/settings', text: say('learner.settings') },
          { href: '/settings/leave', text: say('leaving.title') },
        ]}
      />
      <PassportTabs />
      {credentials.length > 0 && (
        <Section title={say('leaving.credentials')}>
          <ul>
            {credentials.map((one) => (
              <li key={one.id}>
                <a href={`/passport/imports/${one.id}`}>{one.title || say('leaving.open')}</a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={say('leaving.files')} lead={say('leaving.files-lead')}>
        <Table
          caption={say('leaving.files')}
          rows={files}
          keyOf={(file) => file.id}
          columns={[
            {
              head: say('leaving.file'),
              cell: (file) => (
                <a href={`/api/passport/archives/${id}/files/${file.id}`} download>
                  {file.name}
                </a>
              ),
            },
            { head: say('leaving.file-path'), cell: ({ path }) => <span className="mono">{path}</span> },
            { head: say('leaving.bytes'), numeric: true, cell: ({ bytes }) => number(bytes) },
          ]}
        />
      </Section>
      <Section title={say('leaving.known')} lead={say('leaving.known-lead', { at: words.date(exportedAt) })}>
        <ul>
          {known.map((url) => (
            <li key={url} className="mono breakable">
              {url}
            </li>
          ))}
        </ul>
        <div className="actions">
          <LinkButton href={`/settings/leave/${id}/remove`} look="secondary" icon="bin">
            {say('leaving.remove')}
          </LinkButton>
        </div>
      </Section>
    </>
  )
}

export const archiveRemovePage = definePage('/settings/leave/:id/remove', {
  get: async (visit) => {
    const item = await visit.need<ArchiveItem>(addressOf(visit))
    return askFirst({
      title: visit.words.say('leaving.remove'),
      what: (
        <>
          <p>
            <strong>{nameOf(visit.words, item)}</strong>
          </p>
          <p>{visit.words.say('leaving.remove-text')}</p>
        </>
      ),
      confirm: visit.words.say('kit.remove'),
      back: `/settings/leave/${item.id}`,
    })
  },
  post: async (visit) => {
    const answer = await visit.call('DELETE', addressOf(visit))
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect('/settings/leave')
  },
})
