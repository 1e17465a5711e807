import { openWorkplace } from '../creator/console.tsx'
import { ConfirmPage } from '../kit/confirm-page.tsx'
import { TextField } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { definePage, type FormState, type Page, type PageAnswer, redirect, type Visit } from '../kit/page.ts'

/** A new signing key, and telling that an old one was in someone else's hands: both ask first. */
export const keyPages: readonly Page[] = [
  definePage('/org/:slug/settings/keys/rotate', {
    get: async (visit) => ask(visit, 'rotate'),
    post: async (visit) => {
      const workplace = openWorkplace(visit)
      const answer = await visit.call('POST', `/api/organisations/${workplace.id}/keys/rotate`)
      if (!answer.ok) return ask(visit, 'rotate', { posted: visit.posted, problem: answer.problem })
      return redirect(`/org/${workplace.slug}/settings?done=rotated#keys`)
    },
  }),
  definePage('/org/:slug/settings/keys/:keyId/compromised', {
    get: async (visit) => ask(visit, 'report-key'),
    post: async (visit) => {
      const workplace = openWorkplace(visit)
      const day = textOf(visit.posted, 'at')
      const key = encodeURIComponent(visit.params.keyId ?? '')
      const answer = await visit.call('POST', `/api/organisations/${workplace.id}/keys/${key}/compromised`, {
        at: `${day}T00:00:00Z`,
      })
      if (!answer.ok) return ask(visit, 'report-key', { posted: visit.posted, problem: answer.problem })
      return redirect(`/org/${workplace.slug}/settings?done=key-reported#keys`)
    },
  }),
]

function ask(visit: Visit, act: 'rotate' | 'report-key', state?: FormState): PageAnswer {
  const workplace = openWorkplace(visit)
  const { say } = visit.words
  const today = new Date().toISOString().slice(0, 10)
  return {
    kind: 'page',
    title: say(`issuer.${act}`),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: (
      <ConfirmPage
        title={say(`issuer.${act}`)}
        what={<p>{say(`issuer.${act}-what`)}</p>}
        confirm={say(`issuer.${act}`)}
        back={`/org/${workplace.slug}/settings#keys`}
        state={state}
        labels={{ '/at': say('issuer.compromised-from') }}
      >
        {act === 'report-key' && (
          <TextField
            name="at"
            type="date"
            label={say('issuer.compromised-from')}
            help={say('issuer.compromised-from-help')}
            max={today}
            required
          />
        )}
      </ConfirmPage>
    ),
  }
}
