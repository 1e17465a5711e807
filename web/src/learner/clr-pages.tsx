import type { ClrChoice } from '@bricka/server/exchange/clr-give'
import { CheckboxGroup, Form, RadioGroup, TextField } from '../kit/fields.tsx'
import { decodeForm } from '../kit/form.ts'
import { PageHead } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, type Visit } from '../kit/page.ts'
import { Button, Callout, EmptyState } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'

/** The passport, or some of it, as one file for systems that read learners' records. */
export const clrPage = definePage('/passport/clr', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const order = decodeForm(visit.posted)
    const answer = await visit.call<{ mediaType: string; record: string }>('POST', '/api/passport/clr', order)
    if (!answer.ok) return show(visit, { posted: visit.posted, problem: answer.problem })
    const { mediaType: type, record: text } = answer.body
    return { kind: 'text', type, text, fileName: order.as === 'json' ? 'clr.json' : 'clr.jwt' }
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const { items } = await visit.need<{ items: ClrChoice[] }>('/api/passport/clr')
  return {
    kind: 'page',
    title: visit.words.say('clr.title'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Choose choices={items} state={state} />,
  }
}

function Choose({ choices, state }: { choices: readonly ClrChoice[]; state: FormState | undefined }) {
  const { say } = useWords()
  const { me } = useScene()
  const of = (kind: ClrChoice['kind']) => choices.filter((one) => one.fits && one.kind === kind)
  const unfit = choices.filter(({ fits }) => !fits)
  const groups = [
    { name: 'credentialIds:list', legend: say('clr.merits'), items: of('merit') },
    { name: 'importedIds:list', legend: say('clr.imports'), items: of('import') },
  ].filter(({ items }) => items.length > 0)
  return (
    <>
      <PageHead
        title={say('clr.title')}
        lead={`${say('clr.lead')} ${say('clr.standard')}`}
        crumbs={[{ href: '/passport', text: say('learner.passport') }]}
      />
      {groups.length === 0 ? (
        <EmptyState title={say('clr.none')} />
      ) : (
        <Form state={state} labels={{ '/name': say('clr.name') }}>
          {groups.map(({ name, legend, items }) => (
            <CheckboxGroup
              key={name}
              name={name}
              legend={legend}
              chosen={items.map(({ id }) => id)}
              choices={items.map(({ id, title, issuerName }) => ({ value: id, text: title, help: issuerName }))}
            />
          ))}
          <TextField
            name="name"
            label={say('clr.name')}
            value={say('clr.name-default', { name: me.name ?? '' })}
            maxLength={200}
            required
          />
          <RadioGroup
            name="as"
            legend={say('clr.as')}
            value="jws"
            choices={[
              { value: 'jws', text: say('clr.as-jws') },
              { value: 'json', text: say('clr.as-json') },
            ]}
          />
          <div className="actions">
            <Button icon="download">{say('clr.do')}</Button>
          </div>
        </Form>
      )}
      {unfit.length > 0 && (
        <div className="section">
          <Callout title={say('clr.unfit')}>
            <ul>
              {unfit.map(({ id, title, issuerName }) => (
                <li key={id}>
                  {title} ({issuerName})
                </li>
              ))}
            </ul>
          </Callout>
        </div>
      )}
    </>
  )
}
