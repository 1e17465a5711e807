import type { SealView } from '@bricka/server/organisation/seal-organisation'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { PageProblem } from '../kit/call-api.ts'
import { askFirst } from '../kit/confirm-page.tsx'
import { Form, TextField } from '../kit/fields.tsx'
import { decodeForm } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import { definePage, type FormState, type Page, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, EmptyState, Facts, LinkButton } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'

/** The certificate that European credentials are sealed with: handed in, seen, taken away. */
const sealPage = definePage('/org/:slug/settings/seal', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const path = `/api/organisations/${workplace.id}/seal`
    const answer = await visit.call('PUT', path, decodeForm(visit.posted))
    if (answer.ok) return redirect(`/org/${workplace.slug}/settings/seal?done=saved`)
    // A private key is not shown again, not even to whoever wrote it.
    const values = new Map([...visit.posted.values].filter(([name]) => name !== 'privateKey'))
    return show(visit, { posted: { ...visit.posted, values }, problem: answer.problem })
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const { seal } = await visit.need<{ seal: SealView | null }>(`/api/organisations/${workplace.id}/seal`)
  return {
    kind: 'page',
    title: visit.words.say('issuer.seal'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Seal workplace={workplace} seal={seal} state={state} />,
  }
}

function Seal(props: { workplace: Workplace; seal: SealView | null; state: FormState | undefined }) {
  const words = useWords()
  const { say } = words
  const { workplace, seal, state } = props
  const settings = `/org/${workplace.slug}/settings`
  return (
    <Console
      workplace={workplace}
      title={say('issuer.seal')}
      lead={say('issuer.seal-lead')}
      crumbs={[{ href: settings, text: say('creator.nav-settings') }]}
    >
      {seal ? (
        <Facts
          items={[
            [say('issuer.seal-subject'), seal.subject],
            [say('issuer.seal-identifier'), seal.identifier],
            [say('issuer.seal-until'), words.date(seal.notAfter)],
          ]}
        />
      ) : (
        <EmptyState title={say('issuer.seal-none')} />
      )}
      {workplace.may('represent') && (
        <Section title={say(seal ? 'issuer.seal-change' : 'issuer.seal-hand-in')}>
          <div className="narrow">
            <Form
              state={state}
              labels={{ '/certificates': say('issuer.seal-certificates'), '/privateKey': say('issuer.seal-key') }}
            >
              <TextField
                name="certificates"
                label={say('issuer.seal-certificates')}
                help={say('issuer.seal-certificates-help')}
                rows={6}
                maxLength={40_000}
                mono
                required
              />
              <TextField
                name="privateKey"
                label={say('issuer.seal-key')}
                help={say('issuer.seal-key-help')}
                rows={4}
                maxLength={10_000}
                mono
                required
              />
              <Callout tone="neutral" title={say('issuer.seal-kept')} />
              <div className="actions">
                <Button>{say('kit.save')}</Button>
                {seal && (
                  <LinkButton href={`${settings}/seal/remove`} look="secondary" icon="bin">
                    {say('issuer.seal-remove')}
                  </LinkButton>
                )}
              </div>
            </Form>
          </div>
        </Section>
      )}
    </Console>
  )
}

const sealRemovePage = definePage('/org/:slug/settings/seal/remove', {
  get: async (visit) => {
    const workplace = openWorkplace(visit)
    const { say } = visit.words
    return askFirst({
      title: say('issuer.seal-remove-title'),
      what: <p>{say('issuer.seal-remove-what')}</p>,
      confirm: say('issuer.seal-remove'),
      back: `/org/${workplace.slug}/settings/seal`,
    })
  },
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const answer = await visit.call('DELETE', `/api/organisations/${workplace.id}/seal`)
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect(`/org/${workplace.slug}/settings/seal?done=saved`)
  },
})

export const sealPages: readonly Page[] = [sealPage, sealRemovePage]
