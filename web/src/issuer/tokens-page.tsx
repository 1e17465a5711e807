import type { TokenScope } from '@bricka/server/organisation/api-token'
import type { TokenView } from '@bricka/server/organisation/member-routes'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { choicesOf, wordFor } from '../creator/design-words.ts'
import { askFirst } from '../kit/confirm-page.tsx'
import { CheckboxGroup, Form, TextField } from '../kit/fields.tsx'
import { decodeForm, textOf } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, CopyLink, EmptyState, Tag, When } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'
import { endOfDay } from './read-facts.ts'

const scopes = ['read', 'design', 'mandate', 'issue'] as const satisfies readonly TokenScope[]

/** API tokens of the organisation's own systems. A new one is shown in the answer to its form, and never again. */
export const tokensPage = definePage('/org/:slug/settings/tokens', {
  get: (visit) => show(visit, {}),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const { name, scopes: chosen } = decodeForm(visit.posted)
    const expiresAt = endOfDay(textOf(visit.posted, 'expiresAt'))
    const answer = await visit.call<{ secret: string }>('POST', `/api/organisations/${workplace.id}/tokens`, {
      name,
      scopes: chosen,
      ...(expiresAt && { expiresAt }),
    })
    if (!answer.ok) return show(visit, { state: { posted: visit.posted, problem: answer.problem } })
    return show(visit, { secret: answer.body.secret })
  },
})

type Shown = { state?: FormState; secret?: string }

async function show(visit: Visit, shown: Shown): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const { items } = await visit.need<{ items: readonly TokenView[] }>(`/api/organisations/${workplace.id}/tokens`)
  return {
    kind: 'page',
    title: visit.words.say('issuer.tokens'),
    hidden: true,
    islands: ['copy'],
    status: shown.state?.problem.status ?? 200,
    body: <Tokens workplace={workplace} tokens={items} {...shown} />,
  }
}

function Tokens(props: Shown & { workplace: Workplace; tokens: readonly TokenView[] }) {
  const words = useWords()
  const { say } = words
  const { workplace, tokens, state, secret } = props
  const home = `/org/${workplace.slug}/settings`
  return (
    <Console
      workplace={workplace}
      title={say('issuer.tokens')}
      lead={say('issuer.tokens-lead')}
      crumbs={[{ href: home, text: say('creator.nav-settings') }]}
    >
      {secret && (
        <Callout tone="warning" title={say('issuer.secret-once')} status>
          <CopyLink label={say('issuer.secret')} value={secret} />
        </Callout>
      )}
      {tokens.length === 0 ? (
        <EmptyState title={say('issuer.no-tokens')} />
      ) : (
        <Table
          caption={say('issuer.tokens')}
          rows={tokens}
          keyOf={({ id }) => id}
          columns={[
            { head: say('issuer.name'), cell: ({ name }) => name },
            {
              head: say('issuer.scopes'),
              cell: (token) => words.list(token.scopes.map((scope) => wordFor(words, 'scope', scope))),
            },
            {
              head: say('issuer.last-used'),
              cell: ({ lastUsedAt }) => (lastUsedAt ? <When at={lastUsedAt} time /> : say('issuer.never')),
            },
            {
              head: say('issuer.expires'),
              cell: ({ expiresAt }) => (expiresAt ? <When at={expiresAt} /> : say('issuer.no-end')),
            },
            {
              head: say('creator.acts'),
              cell: ({ id, name, withdrawnAt }) =>
                withdrawnAt ? (
                  <Tag>{say('issuer.token-withdrawn')}</Tag>
                ) : (
                  <a href={`${home}/tokens/${id}/withdraw`}>
                    {say('creator.withdraw')} <span className="visually-hidden">{name}</span>
                  </a>
                ),
            },
          ]}
        />
      )}
      <Section title={say('issuer.new-token')}>
        <div className="narrow">
          <Form state={state} labels={{ '/name': say('issuer.name'), '/scopes': say('issuer.scopes') }}>
            <TextField
              name="name"
              label={say('issuer.name')}
              help={say('issuer.token-name-help')}
              maxLength={100}
              required
            />
            <CheckboxGroup
              name="scopes:list"
              legend={say('issuer.scopes')}
              choices={choicesOf(words, 'scope', scopes)}
            />
            <TextField name="expiresAt" type="date" label={say('issuer.expires')} optional />
            <div className="actions">
              <Button>{say('issuer.new-token')}</Button>
            </div>
          </Form>
        </div>
      </Section>
    </Console>
  )
}

export const withdrawTokenPage = definePage('/org/:slug/settings/tokens/:tokenId/withdraw', {
  get: async (visit) => askWithdrawal(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const token = encodeURIComponent(visit.params.tokenId ?? '')
    const answer = await visit.call('DELETE', `/api/organisations/${workplace.id}/tokens/${token}`)
    if (!answer.ok) return askWithdrawal(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`/org/${workplace.slug}/settings/tokens?done=token-withdrawn`)
  },
})

function askWithdrawal(visit: Visit, state?: FormState): PageAnswer {
  const workplace = openWorkplace(visit)
  const { say } = visit.words
  return askFirst({
    title: say('issuer.withdraw-token'),
    what: <p>{say('issuer.withdraw-token-what')}</p>,
    confirm: say('creator.withdraw'),
    back: `/org/${workplace.slug}/settings/tokens`,
    state,
  })
}
