import { randomUUID } from 'node:crypto'
import { pickText } from '@bricka/domain/local-text'
import type { MeritView } from '@bricka/server/merit/merit-views'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { Form, TextField } from '../kit/fields.tsx'
import { decodeForm, textOf } from '../kit/form.ts'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, LinkButton } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { FactFields, factLabels } from './fact-fields.tsx'
import { endOfDay, readFacts } from './read-facts.ts'

/** Issues a merit to one person. The form carries a key, so that sending it twice issues once. */
export const issuePage = definePage('/org/:slug/issue/:meritId', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const validUntil = endOfDay(textOf(visit.posted, 'validUntil'))
    const answer = await visit.call<{ credentialId: string; state: string }>('POST', '/api/credentials', {
      organisationId: workplace.id,
      meritId: visit.params.meritId,
      recipient: decodeForm(visit.posted).recipient ?? {},
      facts: readFacts(visit.posted),
      ...(validUntil && { validUntil }),
      key: textOf(visit.posted, '_key'),
    })
    if (!answer.ok) return show(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`/org/${workplace.slug}/issued/${answer.body.credentialId}?done=${answer.body.state}`)
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const merit = await visit.need<MeritView>(`/api/merits/${encodeURIComponent(visit.params.meritId ?? '')}`)
  return {
    kind: 'page',
    title: titleOf(visit, merit),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Issue workplace={workplace} merit={merit} state={state} today={new Date().toISOString().slice(0, 10)} />,
  }
}

const titleOf = ({ words }: Pick<Visit, 'words'>, { design }: MeritView): string =>
  words.say('issuer.issue-title', { title: pickText(design.title, words.language)?.text ?? '' })

function Issue(props: { workplace: Workplace; merit: MeritView; state: FormState | undefined; today: string }) {
  const words = useWords()
  const { say } = words
  const { workplace, merit, state, today } = props
  const home = `/org/${workplace.slug}/issue`
  return (
    <Console
      workplace={workplace}
      title={titleOf({ words }, merit)}
      lead={say('issuer.issue-lead', { number: merit.number, owner: merit.owner.legalName })}
      crumbs={[{ href: home, text: say('issuer.choose-title') }]}
    >
      <div className="narrow">
        <Form state={state} labels={factLabels(words, merit.design)}>
          <input type="hidden" name="_key" value={state ? textOf(state.posted, '_key') : randomUUID()} />
          <TextField
            name="recipient/name"
            label={say('issuer.recipient-name')}
            help={say('issuer.recipient-name-help')}
            maxLength={200}
            required
          />
          <TextField
            name="recipient/email"
            type="email"
            label={say('issuer.recipient-email')}
            help={say('issuer.recipient-email-help')}
            maxLength={200}
            required
          />
          <FactFields design={merit.design} today={today} />
          <TextField
            name="validUntil"
            type="date"
            label={say('issuer.valid-until')}
            help={
              merit.design.validForMonths
                ? say('issuer.valid-until-planned', { months: merit.design.validForMonths })
                : say('issuer.valid-until-help')
            }
            min={today}
            optional
          />
          <div className="actions">
            <Button>{say('issuer.issue')}</Button>
            <LinkButton href={home} look="secondary">
              {say('kit.cancel')}
            </LinkButton>
          </div>
        </Form>
      </div>
    </Console>
  )
}
