import type { Demands } from '@bricka/domain/transparency/decide-demands'
import type { Verified } from '@bricka/server/verifying/verify-text'
import type { Answer } from '../kit/call-api.ts'
import { FileField, Form, TextField } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { PageHead } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, type Visit } from '../kit/page.ts'
import { Button, CopyLink, LinkButton } from '../kit/pieces.tsx'
import { asBlob } from '../kit/read-multipart.ts'
import { useScene, useWords } from '../kit/scene.tsx'
import { DemandFields, encodeDemands, readDemandsFrom, writeDemands } from './demands.tsx'
import { ResultView } from './result-view.tsx'

export const verifyPage = definePage('/verify', {
  get: async (visit) => {
    const url = visit.query.get('url')
    if (!url) return showForm(visit, readDemandsFrom(visit.query))
    const demands = readDemandsFrom(visit.query)
    return showResult(visit, await visit.call<Verified>('POST', '/api/verify', { url, demands }), demands)
  },
  post: async (visit) => {
    const demands = readDemandsFrom(postedAsQuery(visit))
    const answer = await verifyGiven(visit, demands)
    return answer ? showResult(visit, answer, demands) : showForm(visit, demands, nothingGiven(visit))
  },
})

function postedAsQuery({ posted }: Visit): URLSearchParams {
  const query = new URLSearchParams()
  for (const [name, values] of posted.values)
    if (name !== 'credential') for (const value of values) query.append(name, value)
  return query
}

/** Text first, then a file, then an address. A file goes on as its very bytes: it may be a picture with a badge in it. */
async function verifyGiven(visit: Visit, demands: Demands | undefined): Promise<Answer<Verified> | undefined> {
  const { posted } = visit
  const credential = textOf(posted, 'credential')
  if (credential) return visit.call('POST', '/api/verify', { credential, demands })
  const [file] = posted.files
  if (file) {
    const form = new FormData()
    form.append('file', asBlob(file), file.name)
    return visit.call('POST', `/api/verify${demands ? `?demands=${encodeDemands(demands)}` : ''}`, form)
  }
  const url = textOf(posted, 'url')
  return url ? visit.call('POST', '/api/verify', { url, demands }) : undefined
}

const nothingGiven = ({ posted }: Visit): FormState => ({
  posted,
  problem: {
    code: 'request-invalid',
    status: 422,
    title: '',
    detail: '',
    errors: [{ pointer: '/credential', code: 'nothing-given', detail: '' }],
  },
})

function showResult(visit: Visit, answer: Answer<Verified>, demands: Demands | undefined): PageAnswer {
  if (!answer.ok) return showForm(visit, demands, { posted: visit.posted, problem: answer.problem })
  const { title } = answer.body.transparency
  const { say } = visit.words
  return {
    kind: 'page',
    title: title.stated ? say('verifier.result-title', { title: title.text }) : say('verifier.result-untitled'),
    hidden: true,
    islands: ['copy'],
    body: <Result verified={answer.body} demands={demands} />,
  }
}

function Result({ verified, demands }: { verified: Verified; demands: Demands | undefined }) {
  const { say, dateTime } = useWords()
  const { settings } = useScene()
  const { title, issuer, holder } = verified.transparency
  return (
    <>
      <PageHead
        eyebrow={say('verifier.checked-at', { at: dateTime(new Date()) })}
        title={title.stated ? title.text : say('verifier.result-untitled')}
        lang={title.stated ? title.language : undefined}
        lead={
          <>
            {issuer.stated && say('verifier.issued-by', { name: issuer.name ?? issuer.id ?? '' })}{' '}
            {holder.stated && holder.name && say('verifier.issued-to', { name: holder.name })}
          </>
        }
        actions={
          <LinkButton href="/verify" look="secondary">
            {say('verifier.another')}
          </LinkButton>
        }
      />
      <ResultView verified={verified} demands={demands} />
      {demands && (
        <CopyLink label={say('verifier.demands-keep')} value={`${settings.baseUrl}/verify?${writeDemands(demands)}`} />
      )}
    </>
  )
}

function showForm(visit: Visit, demands: Demands | undefined, state?: FormState): PageAnswer {
  return {
    kind: 'page',
    title: visit.words.say('verifier.title'),
    description: visit.words.say('verifier.lead'),
    status: state ? 422 : 200,
    islands: ['verify'],
    body: <VerifyForm state={state} demands={demands} />,
  }
}

function VerifyForm({ state, demands }: { state: FormState | undefined; demands: Demands | undefined }) {
  const { say } = useWords()
  const { query } = useScene()
  return (
    <>
      <PageHead title={say('verifier.title')} lead={say('verifier.lead')} />
      <Form state={state} files data="verify" action="/verify">
        <div className="scanner" data-scanner="" hidden>
          <button type="button" className="ds-button" data-variant="secondary" data-scan="">
            {say('verifier.scan')}
          </button>
        </div>
        <p
          role="status"
          data-scan-status=""
          data-looking={say('verifier.scan-looking')}
          data-refused={say('verifier.scan-refused')}
          data-none={say('verifier.scan-none')}
        />
        <TextField name="credential" label={say('verifier.paste')} help={say('verifier.paste-help')} rows={7} mono />
        <FileField name="file" label={say('verifier.file')} help={say('verifier.file-help')} />
        <TextField
          name="url"
          type="url"
          label={say('verifier.url')}
          help={say('verifier.url-help')}
          value={query.get('url') ?? undefined}
        />
        <details open={demands !== undefined}>
          <summary>{say('verifier.demands')}</summary>
          <div className="form">
            <p className="section-lead">{say('verifier.demands-lead')}</p>
            <DemandFields demands={demands} />
          </div>
        </details>
        <div className="actions">
          <Button>{say('verifier.check')}</Button>
        </div>
      </Form>
      <p className="section">
        <a href="/v">{say('verifier.code-link')}</a>
      </p>
      <p>
        <a href="/verify/request">{say('exchange.ask-link')}</a>
      </p>
    </>
  )
}
