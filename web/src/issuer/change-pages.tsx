import type { IssuedDetails } from '@bricka/server/issuing/issued-view'
import type { MeritView } from '@bricka/server/merit/merit-views'
import { openWorkplace, type Workplace } from '../creator/console.tsx'
import { ConfirmPage } from '../kit/confirm-page.tsx'
import { TextField } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { definePage, type FormState, type Page, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { FactFields, factLabels } from './fact-fields.tsx'
import { readFacts } from './read-facts.ts'

const changes = ['suspend', 'reinstate', 'revoke'] as const
type Change = (typeof changes)[number] | 'replace'

/** Each change of a credential asks first, with a reason: the holder is told it. */
export const changePages: readonly Page[] = [
  ...changes.map((change) =>
    definePage(`/org/:slug/issued/:credentialId/${change}`, {
      get: (visit) => show(visit, change),
      post: async (visit) => {
        const id = encodeURIComponent(visit.params.credentialId ?? '')
        const reason = textOf(visit.posted, 'reason')
        const answer = await visit.call('POST', `/api/credentials/${id}/${change}`, { reason })
        if (!answer.ok) return show(visit, change, { posted: visit.posted, problem: answer.problem })
        return redirect(`/org/${visit.params.slug}/issued/${id}?done=${change}`)
      },
    }),
  ),
  definePage('/org/:slug/issued/:credentialId/replace', {
    get: (visit) => show(visit, 'replace'),
    post: async (visit) => {
      const id = encodeURIComponent(visit.params.credentialId ?? '')
      const answer = await visit.call<{ credentialId: string; state: string }>(
        'POST',
        `/api/credentials/${id}/replace`,
        {
          reason: textOf(visit.posted, 'reason'),
          recipient: { name: textOf(visit.posted, 'recipient/name') },
          facts: readFacts(visit.posted),
        },
      )
      if (!answer.ok) return show(visit, 'replace', { posted: visit.posted, problem: answer.problem })
      const done = answer.body.state === 'issued' ? 'replace' : answer.body.state
      return redirect(`/org/${visit.params.slug}/issued/${answer.body.credentialId}?done=${done}`)
    },
  }),
]

async function show(visit: Visit, change: Change, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const credential = await visit.need<IssuedDetails>(
    `/api/organisations/${workplace.id}/credentials/${encodeURIComponent(visit.params.credentialId ?? '')}`,
  )
  const merit =
    change === 'replace'
      ? await visit.need<MeritView>(`/api/merits/${credential.meritId}/versions/${credential.meritVersion}`)
      : undefined
  const { say } = visit.words
  const title = say(`issuer.${change}-title`, { name: credential.recipientName })
  return {
    kind: 'page',
    title,
    hidden: true,
    status: state?.problem.status ?? 200,
    body: (
      <ConfirmPage
        title={title}
        what={
          <>
            <p>{credential.title}</p>
            <p>{say(`issuer.${change}-what`)}</p>
          </>
        }
        confirm={say(`issuer.${change}`)}
        back={backOf(workplace, credential)}
        state={state}
        labels={merit ? factLabels(visit.words, merit.design) : { '/reason': say('issuer.reason') }}
      >
        <TextField name="reason" label={say('issuer.reason')} help={say('issuer.reason-help')} rows={3} required />
        {merit && (
          <>
            <TextField
              name="recipient/name"
              label={say('issuer.recipient-name')}
              value={credential.recipientName}
              maxLength={200}
              required
            />
            <FactFields
              design={merit.design}
              facts={credential.facts ?? undefined}
              today={new Date().toISOString().slice(0, 10)}
            />
          </>
        )}
      </ConfirmPage>
    ),
  }
}

const backOf = ({ slug }: Workplace, { id }: IssuedDetails): string => `/org/${slug}/issued/${id}`
