import type { ImportItem } from '@bricka/server/passport/import-routes'
import type { PassportItem } from '@bricka/server/passport/routes'
import type { Verified } from '@bricka/server/verifying/verify-text'
import { type Answer, PageProblem } from '../kit/call-api.ts'
import { askFirst } from '../kit/confirm-page.tsx'
import { FileField, Form, TextField } from '../kit/fields.tsx'
import { type PostedFile, textOf } from '../kit/form.ts'
import { PageHead, Section } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, LinkButton, When } from '../kit/pieces.tsx'
import { asBlob } from '../kit/read-multipart.ts'
import { useWords } from '../kit/scene.tsx'
import { glazeOf } from '../public/glaze.ts'
import { CheckList } from '../verifier/check-list.tsx'
import { ResultView } from '../verifier/result-view.tsx'
import { titleIn } from './passport-page.tsx'

const idOf = (visit: Visit): string => encodeURIComponent(visit.params.id ?? '')

export const ownMeritPage = definePage('/passport/:id', {
  get: async (visit) => {
    const merit = await visit.need<PassportItem>(`/api/passport/credentials/${idOf(visit)}`)
    return { kind: 'page', title: titleIn(visit.words, merit), hidden: true, body: <OwnMerit merit={merit} /> }
  },
})

const pictures = ['png', 'svg'] as const

function OwnMerit({ merit }: { merit: PassportItem }) {
  const words = useWords()
  const { say } = words
  return (
    <article>
      <div className={`merit-tile glaze-${glazeOf(merit.meritId)}`}>
        <PageHead
          eyebrow={say('verifier.issued-by', { name: merit.issuer.name })}
          title={titleIn(words, merit)}
          lead={<When at={merit.issuedAt} />}
        />
      </div>
      {merit.state !== 'issued' && (
        <Callout tone="warning" title={say(`domain.state.${merit.state}`)}>
          {merit.reason && <p>{say('learner.state-reason', { reason: merit.reason })}</p>}
          {merit.replacedBy && (
            <p>
              <a href={`/passport/${merit.replacedBy}`}>{say('learner.replaced-by')}</a>
            </p>
          )}
        </Callout>
      )}
      <div className="section actions">
        <LinkButton href={`/passport/share?merit=${merit.id}`} icon="share">
          {say('learner.share-this')}
        </LinkButton>
        <LinkButton href={`/api/passport/credentials/${merit.id}/download`} look="secondary" icon="download" download>
          {say('kit.download')}
        </LinkButton>
        {merit.europass && (
          <LinkButton
            href={`/api/passport/credentials/${merit.id}/europass?language=${words.language}`}
            look="secondary"
            icon="download"
            download
          >
            {say('paper.europass')}
          </LinkButton>
        )}
        {merit.state === 'issued' && (
          <LinkButton
            href={`/api/passport/credentials/${merit.id}/elmo?language=${words.language}`}
            look="secondary"
            icon="download"
            download
          >
            {say('emrex.download')}
          </LinkButton>
        )}
        <LinkButton href={`/passport/${merit.id}/paper`} look="secondary" icon="print" download>
          {say('paper.download')}
        </LinkButton>
        {pictures.map((kind) => (
          <LinkButton
            key={kind}
            href={`/api/passport/credentials/${merit.id}/picture.${kind}`}
            look="secondary"
            icon="download"
            download
          >
            {say(`badge.picture-${kind}`)}
          </LinkButton>
        ))}
        {merit.state === 'issued' && (
          <LinkButton href={`/passport/${merit.id}/wallet`} look="secondary" icon="key">
            {say('exchange.wallet-add')}
          </LinkButton>
        )}
        <LinkButton href={`/merits/${merit.meritId}/${merit.version}`} look="secondary">
          {say('learner.about-merit')}
        </LinkButton>
      </div>
      <ResultView verified={merit} demands={undefined} />
    </article>
  )
}

export const importedPage = definePage('/passport/imports/:id', {
  get: async (visit) => {
    const item = await visit.need<ImportItem>(`/api/passport/imports/${idOf(visit)}`)
    return { kind: 'page', title: item.title, hidden: true, body: <Imported item={item} /> }
  },
})

function Imported({ item }: { item: ImportItem }) {
  const { say, date } = useWords()
  return (
    <article>
      <div className="merit-tile glaze-5">
        <PageHead eyebrow={say('verifier.issued-by', { name: item.issuerName })} title={item.title} />
      </div>
      <div className="section actions">
        <LinkButton href={`/passport/share?import=${item.id}`} icon="share">
          {say('learner.share-this')}
        </LinkButton>
        <LinkButton href={`/passport/imports/${item.id}/remove`} look="secondary" icon="bin">
          {say('kit.remove')}
        </LinkButton>
      </div>
      <ResultView verified={item} demands={undefined} clrPlaces={item.clrPlaces} />
      {item.copy && (
        <Section
          title={say('leaving.copy-title')}
          lead={say('leaving.copy-text', { at: date(item.copy.exportedAt), from: item.copy.from })}
        >
          <CheckList checks={item.copy.checks} />
        </Section>
      )}
    </article>
  )
}

export const importRemovePage = definePage('/passport/imports/:id/remove', {
  get: async (visit) => {
    const item = await visit.need<ImportItem>(`/api/passport/imports/${idOf(visit)}`)
    return askFirst({
      title: visit.words.say('learner.import-remove'),
      what: (
        <>
          <p>
            <strong>{item.title}</strong>
          </p>
          <p>{visit.words.say('learner.import-remove-text')}</p>
        </>
      ),
      confirm: visit.words.say('kit.remove'),
      back: `/passport/imports/${item.id}`,
    })
  },
  post: async (visit) => {
    const answer = await visit.call('DELETE', `/api/passport/imports/${idOf(visit)}`)
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect('/passport')
  },
})

export const importPage = definePage('/passport/import', {
  get: async (visit) => showImport(visit),
  post: async (visit) => {
    const [file] = visit.posted.files
    const pasted = textOf(visit.posted, 'credential')
    const read = !pasted && file ? await readOut(visit, file) : undefined
    if (read && !read.ok) return showImport(visit, { posted: visit.posted, problem: read.problem })
    const credential = read?.body.document ?? pasted
    const answer = await visit.call<{ id: string }>('POST', '/api/passport/import', {
      credential,
      ...(file && { source: file.name.slice(0, 300) }),
    })
    if (!answer.ok) return showImport(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`/passport/imports/${answer.body.id}`)
  },
})

/** A badge may be a picture with the credential in it: the server takes it out as it does for whoever verifies it. */
function readOut(visit: Visit, file: PostedFile): Promise<Answer<Pick<Verified, 'document'>>> {
  const form = new FormData()
  form.append('file', asBlob(file), file.name)
  return visit.call('POST', '/api/verify', form)
}

async function showImport(visit: Visit, state?: FormState): Promise<PageAnswer> {
  await visit.need('/api/passport/self-claims')
  const title = visit.words.say('learner.import')
  return { kind: 'page', title, hidden: true, status: state ? 422 : 200, body: <Import state={state} /> }
}

function Import({ state }: { state: FormState | undefined }) {
  const { say } = useWords()
  return (
    <>
      <PageHead
        title={say('learner.import')}
        lead={say('learner.import-lead')}
        crumbs={[{ href: '/passport', text: say('learner.passport') }]}
      />
      <Form state={state} files>
        <TextField name="credential" label={say('learner.import-text')} rows={7} mono />
        <FileField name="file" label={say('learner.import-file')} />
        <div className="actions">
          <Button>{say('learner.import-add')}</Button>
        </div>
      </Form>
    </>
  )
}
