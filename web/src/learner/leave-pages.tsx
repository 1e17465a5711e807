import type { TakenView } from '@bricka/server/exchange/leave-take-in'
import { FileField, Form, TextField } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { PageHead, Section } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, type Visit } from '../kit/page.ts'
import { Button, Callout, When } from '../kit/pieces.tsx'
import { asBlob } from '../kit/read-multipart.ts'
import { useWords } from '../kit/scene.tsx'
import { CheckList } from '../verifier/check-list.tsx'
import { PassportTabs } from './passport-tabs.tsx'

/** Taking everything along, and bringing in what was taken along elsewhere. */
export const leavePage = definePage('/settings/leave', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const [file] = visit.posted.files
    const form = new FormData()
    form.append('passphrase', textOf(visit.posted, 'passphrase'))
    if (file) form.append('file', asBlob(file), file.name)
    const answer = await visit.call<TakenView>('POST', '/api/passport/archive/take-in', form)
    if (!answer.ok) return show(visit, { posted: visit.posted, problem: answer.problem })
    const title = visit.words.say('leaving.taken-title')
    return { kind: 'page', title, hidden: true, body: <Taken taken={answer.body} /> }
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  await visit.need('/api/passport/self-claims')
  const title = visit.words.say('leaving.title')
  return { kind: 'page', title, hidden: true, status: state?.problem.status ?? 200, body: <Leave state={state} /> }
}

function Leave({ state }: { state: FormState | undefined }) {
  const { say, language } = useWords()
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
        <p>{say('leaving.out-not')}</p>
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
          <div className="actions">
            <Button>{say('leaving.in-do')}</Button>
          </div>
        </Form>
      </Section>
    </>
  )
}

function Taken({ taken }: { taken: TakenView }) {
  const { say, date } = useWords()
  const { items, keys, selfClaims, from, exportedAt, sealedBy } = taken
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
