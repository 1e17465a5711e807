import type { EndingView } from '@bricka/server/estate/ending-routes'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { askFirst } from '../kit/confirm-page.tsx'
import { Form } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, Facts, LinkButton } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { type Listing, Table } from '../kit/table.tsx'
import { GoesOn } from '../verifier/goes-on.tsx'
import { apiOf, homeOf, What } from './estate-parts.tsx'

const acts = {
  agree: { method: 'POST', path: '/ending/agree' },
  withdraw: { method: 'DELETE', path: '/ending' },
  confirm: { method: 'POST', path: '/ending/confirm' },
} as const
type Act = keyof typeof acts
const isAct = (text: string): text is Act => text in acts

/** How the organisation ends and who goes on, and what others want to hand over to it. */
export const estatePage = definePage('/org/:slug/estate', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const wanted = textOf(visit.posted, '_act')
    if (!isAct(wanted)) return redirect(visit.path)
    const answer = await visit.call(acts[wanted].method, apiOf(workplace) + acts[wanted].path)
    if (!answer.ok) return show(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`${visit.path}?done=saved`)
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const [view, issued] = await Promise.all([
    visit.need<EndingView>(`${apiOf(workplace)}/ending`),
    visit.need<Listing<unknown>>(`${apiOf(workplace)}/estate-credentials?perPage=1`),
  ])
  return {
    kind: 'page',
    title: visit.words.say('estate.title'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Overview workplace={workplace} view={view} issued={issued.total} state={state} />,
  }
}

function Overview(props: { workplace: Workplace; view: EndingView; issued: number; state: FormState | undefined }) {
  const { say } = useWords()
  const { workplace, view, state } = props
  const represents = workplace.may('represent')
  const home = homeOf(workplace)
  return (
    <Console
      workplace={workplace}
      title={say('estate.title')}
      lead={say('estate.lead')}
      crumbs={represents ? [{ href: `/org/${workplace.slug}/settings`, text: say('creator.nav-settings') }] : []}
    >
      <div className="narrow">
        <Ended view={view} />
        {props.issued > 0 && (
          <p>
            <a href={`${home}/credentials`}>{say('estate.issued-there', { count: props.issued })}</a>
          </p>
        )}
        {view.plan && <Plan workplace={workplace} plan={view.plan} state={state} />}
      </div>
      {represents && !view.plan && !view.movedTo && <Ways workplace={workplace} view={view} />}
      {view.offered.length > 0 && <Offered workplace={workplace} view={view} />}
      {represents && !view.endedAt && (
        <Section title={say('estate.receive')} lead={say('estate.receive-lead')}>
          <div className="actions">
            <LinkButton href={`${home}/receive`} look="secondary">
              {say('estate.receive-go')}
            </LinkButton>
          </div>
        </Section>
      )}
    </Console>
  )
}

function Ended({ view: { endedAt, successor, movedTo } }: { view: EndingView }) {
  const { say, date } = useWords()
  if (!endedAt) return null
  return (
    <Callout title={say('estate.ended-on', { at: date(endedAt) })}>
      <p>{say('estate.ended-means')}</p>
      <GoesOn successor={successor} movedTo={movedTo} />
    </Callout>
  )
}

function Plan(props: { workplace: Workplace; plan: NonNullable<EndingView['plan']>; state: FormState | undefined }) {
  const { say, dateTime } = useWords()
  const { workplace, plan, state } = props
  const represents = workplace.may('represent')
  return (
    <>
      <Callout title={say('estate.asked', { name: plan.askedBy, at: dateTime(plan.askedAt) })}>
        <p>{say(`estate.way-${plan.way}`)}</p>
        {plan.successor && (
          <p>
            {say('estate.successor')}: {plan.successor.legalName}
          </p>
        )}
        {plan.receiver && (
          <p>
            {say('estate.receiver')}: {plan.receiver.name}, {plan.receiver.house}
          </p>
        )}
        <p>
          {plan.packedAt
            ? say('estate.step-packed', { at: dateTime(plan.packedAt) })
            : plan.step === 'time' && plan.takesEffectAt
              ? say('estate.step-time', { at: dateTime(plan.takesEffectAt) })
              : say(plan.step === 'time' ? 'estate.step-due' : `estate.step-${plan.step}`)}
        </p>
      </Callout>
      {represents && (
        <Form state={state} labels={{}}>
          <div className="actions">
            {plan.step === 'second-person' && !plan.own && (
              <Button name="_act" value="agree" danger>
                {say('estate.agree')}
              </Button>
            )}
            {plan.step === 'packing' && (
              <LinkButton href={`${homeOf(workplace)}/pack`}>{say('estate.pack')}</LinkButton>
            )}
            {plan.packedAt ? (
              <Button name="_act" value="confirm" look="secondary">
                {say('estate.confirm')}
              </Button>
            ) : (
              <Button name="_act" value="withdraw" look="secondary">
                {say('estate.withdraw')}
              </Button>
            )}
          </div>
        </Form>
      )}
    </>
  )
}

function Ways({ workplace, view }: { workplace: Workplace; view: EndingView }) {
  const { say } = useWords()
  const home = homeOf(workplace)
  return (
    <Section title={say('estate.ways')} lead={say('estate.ways-lead')}>
      <ul>
        {!view.successor && (
          <li>
            <a href={`${home}/join`}>{say('estate.join')}</a> {say('estate.join-text')}
          </li>
        )}
        <li>
          <a href={`${home}/move`}>{say('estate.move')}</a> {say('estate.move-text')}
        </li>
        {!view.endedAt && (
          <li>
            <a href={`${home}/close`}>{say('estate.close')}</a> {say('estate.close-text')}
          </li>
        )}
      </ul>
    </Section>
  )
}

function Offered({ workplace, view }: { workplace: Workplace; view: EndingView }) {
  const { say } = useWords()
  const home = homeOf(workplace)
  return (
    <Section title={say('estate.offered')} lead={say('estate.offered-lead')}>
      <Table
        caption={say('estate.offered')}
        rows={view.offered}
        keyOf={({ id }) => id}
        columns={[
          {
            head: say('public.org-name'),
            cell: ({ slug, legalName }) => <a href={`/organisations/${slug}`}>{legalName}</a>,
          },
          { head: say('creator.nav-merits'), cell: ({ merits }) => merits, numeric: true },
          { head: say('estate.mandates'), cell: ({ mandates }) => mandates, numeric: true },
          { head: say('creator.nav-issued'), cell: ({ credentials }) => credentials, numeric: true },
          {
            head: say('creator.acts'),
            cell: ({ id, legalName, accepted }) =>
              accepted ? (
                say('estate.accepted')
              ) : workplace.may('represent') ? (
                <>
                  <a href={`${home}/offers/${id}/accept`}>
                    {say('estate.accept')} <span className="visually-hidden">{legalName}</span>
                  </a>
                  {' · '}
                  <a href={`${home}/offers/${id}/decline`}>
                    {say('estate.decline')} <span className="visually-hidden">{legalName}</span>
                  </a>
                </>
              ) : (
                '–'
              ),
          },
        ]}
      />
    </Section>
  )
}

export const estateAnswerPages = (['accept', 'decline'] as const).map((answer) =>
  definePage(`/org/:slug/estate/offers/:endingId/${answer}`, {
    get: (visit) => askAnswer(visit, answer),
    post: async (visit) => {
      const workplace = openWorkplace(visit)
      const id = encodeURIComponent(visit.params.endingId ?? '')
      const done = await visit.call('POST', `${apiOf(workplace)}/offered-estates/${id}/${answer}`)
      if (!done.ok) return askAnswer(visit, answer, { posted: visit.posted, problem: done.problem })
      return redirect(`${homeOf(workplace)}?done=saved`)
    },
  }),
)

async function askAnswer(visit: Visit, answer: 'accept' | 'decline', state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const { offered } = await visit.need<EndingView>(`${apiOf(workplace)}/ending`)
  const one = offered.find(({ id }) => id === visit.params.endingId)
  const { say } = visit.words
  return askFirst({
    title: say(`estate.${answer}-title`, { organisation: one?.legalName ?? '' }),
    what: (
      <>
        {one && (
          <Facts
            items={[
              [say('creator.nav-merits'), one.merits],
              [say('estate.mandates'), one.mandates],
              [say('creator.nav-issued'), one.credentials],
            ]}
          />
        )}
        <What points={[`estate.${answer}-means`]} />
      </>
    ),
    confirm: say(`estate.${answer}`),
    back: homeOf(workplace),
    state,
  })
}
