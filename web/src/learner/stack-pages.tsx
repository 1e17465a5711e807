import { type LocalText, pickText } from '@bricka/domain/local-text'
import type { OwnStackView } from '@bricka/server/pathway/list-own-stacks'
import type { ProgressView } from '@bricka/server/pathway/own-progress'
import type { StackPage } from '@bricka/server/pathway/show-stack'
import type { WholeRequestView } from '@bricka/server/pathway/whole-request'
import { PageProblem } from '../kit/call-api.ts'
import { askFirst } from '../kit/confirm-page.tsx'
import { Form, TextField } from '../kit/fields.tsx'
import { decodeForm } from '../kit/form.ts'
import { PageHead, Section } from '../kit/layout.tsx'
import { Local } from '../kit/local.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Callout, EmptyState, LinkButton, Tag, When } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { NoRight, showAmount, showNeed } from '../public/stack-rules.tsx'
import { PassportTabs } from './passport-tabs.tsx'

/** The stacks that something of one's own counts in, the nearest first. */
export const ownStacksPage = definePage('/passport/stacks', {
  get: async (visit) => {
    const listing = await visit.need<Listing<OwnStackView>>(`/api/passport/stacks?${visit.query}`)
    return {
      kind: 'page',
      title: visit.words.say('stack.own'),
      hidden: true,
      body: <OwnStacks listing={listing} />,
    }
  },
})

function OwnStacks({ listing }: { listing: Listing<OwnStackView> }) {
  const { say } = useWords()
  return (
    <>
      <PageHead
        title={say('stack.own')}
        lead={say('stack.own-lead')}
        actions={<LinkButton href="/stacks">{say('stack.all')}</LinkButton>}
      />
      <PassportTabs />
      <SearchForm label={say('stack.search')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('stack.own-none')} />
      ) : (
        <Table
          caption={say('stack.own')}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            {
              head: say('stack.stack'),
              cell: ({ id, title }) => (
                <a href={`/passport/stacks/${id}`}>
                  <Local text={title} />
                </a>
              ),
            },
            { head: say('stack.owner'), cell: ({ owner }) => owner.name },
            { head: say('stack.groups-met'), cell: ({ met, groups }) => say('stack.of', { have: met, need: groups }) },
            {
              head: say('stack.standing'),
              cell: ({ complete, request }) =>
                request ? (
                  <Tag tone={requestTones[request]}>{say(`stack.request-${request}`)}</Tag>
                ) : (
                  <Tag tone={complete ? 'success' : 'neutral'}>
                    {say(complete ? 'stack.complete-short' : 'stack.under-way')}
                  </Tag>
                ),
            },
          ]}
        />
      )}
      <Paging listing={listing} csv="/api/passport/stacks?format=csv" />
    </>
  )
}

export const requestTones = {
  open: 'accent',
  issued: 'success',
  declined: 'warning',
  withdrawn: 'neutral',
} as const satisfies Record<WholeRequestView['state'], string>

/** How far one has come in one stack, what is missing and what would close it; and asking for the whole. */
export const ownStackPage = definePage('/passport/stacks/:id', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const answer = await visit.call(
      'POST',
      `/api/passport/stacks/${encodeURIComponent(visit.params.id ?? '')}/whole-requests`,
      decodeForm(visit.posted),
    )
    if (!answer.ok) return show(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(visit.path)
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const id = encodeURIComponent(visit.params.id ?? '')
  const progress = await visit.need<ProgressView>(`/api/passport/stacks/${id}/progress`)
  const stack = await visit.need<StackPage>(`/api/stacks/${id}`)
  const request = progress.request
    ? await visit.need<WholeRequestView>(`/api/whole-requests/${progress.request.id}`)
    : undefined
  const title = pickText(stack.content.title, visit.words.language)?.text ?? ''
  return {
    kind: 'page',
    title: visit.words.say('stack.own-title', { title }),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <OwnStack stack={stack} progress={progress} request={request} state={state} />,
  }
}

type Shown = { stack: StackPage; progress: ProgressView }

function OwnStack(props: Shown & { request: WholeRequestView | undefined; state: FormState | undefined }) {
  const words = useWords()
  const { say } = words
  const { stack, progress, request, state } = props
  const { content } = stack
  return (
    <>
      <PageHead
        eyebrow={stack.owner.name}
        title={say('stack.own-title', { title: pickText(content.title, words.language)?.text ?? '' })}
        lead={say(progress.complete ? 'stack.complete' : 'stack.not-complete')}
        crumbs={[
          { href: '/passport', text: say('learner.passport') },
          { href: '/passport/stacks', text: say('stack.own') },
        ]}
        actions={
          <LinkButton href={`/stacks/${stack.id}`} look="secondary">
            {say('stack.rules')}
          </LinkButton>
        }
      />
      <NoRight decidedBy={content.decidedBy} />
      {!progress.exact && <Callout tone="warning" title={say('stack.not-exact')} />}
      <Section title={say('stack.how-far')}>
        <Bars stack={stack} progress={progress} />
      </Section>
      <Whole stack={stack} progress={progress} request={request} state={state} />
      {progress.missing.length > 0 && (
        <Section title={say('stack.missing')} lead={say('stack.missing-lead')}>
          {progress.missing.map((one) => (
            <Missing key={one.groupId ?? ''} stack={stack} missing={one} />
          ))}
        </Section>
      )}
      <NotCounted progress={progress} />
    </>
  )
}

function Bars({ stack: { content }, progress }: Shown) {
  const words = useWords()
  const { say } = words
  const titleOf = (id: string) => progress.credentials.find((one) => one.id === id)?.title ?? id
  const { total } = progress
  return (
    <ul className="results">
      {content.groups.map((group) => {
        const one = progress.groups.find(({ groupId }) => groupId === group.id)
        if (!one) return null
        const amount = (value: number) =>
          group.needs.kind === 'parts' ? words.number(value) : showAmount(words, value, content.unit)
        const told = say('stack.of', { have: amount(one.have), need: amount(one.need) })
        return (
          <li key={group.id} className="result">
            <h3>
              <Local text={group.title} /> <Tag tone={one.met ? 'success' : 'neutral'}>{told}</Tag>
            </h3>
            <p>{showNeed(words, group, content.unit)}</p>
            <progress max={one.need} value={Math.min(one.have, one.need)} aria-label={told} />
            {one.counted.length > 0 && (
              <ul>
                {one.counted.map((id) => (
                  <li key={id}>
                    <a href={`/passport/${id}`}>{titleOf(id)}</a>
                  </li>
                ))}
              </ul>
            )}
          </li>
        )
      })}
      {total.need !== undefined && (
        <li className="result">
          <h3>
            {say('stack.total')}{' '}
            <Tag tone={total.met ? 'success' : 'neutral'}>
              {say('stack.of', {
                have: showAmount(words, total.have, content.unit),
                need: showAmount(words, total.need, content.unit),
              })}
            </Tag>
          </h3>
        </li>
      )}
    </ul>
  )
}

function Missing({ stack, missing }: { stack: StackPage; missing: ProgressView['missing'][number] }) {
  const words = useWords()
  const { say } = words
  const group = stack.content.groups.find(({ id }) => id === missing.groupId)
  const name: LocalText = group?.title ?? {}
  const lacks =
    group?.needs.kind === 'parts'
      ? say('stack.lacks-parts', { count: missing.lacks })
      : say('stack.lacks-credits', { amount: showAmount(words, missing.lacks, stack.content.unit) })
  const heading = group ? (pickText(name, words.language)?.text ?? '') : say('stack.total')
  return (
    <section className="section">
      <h3>
        {heading}: {lacks}
      </h3>
      {missing.candidates.length === 0 ? (
        <p>{say('stack.no-candidates')}</p>
      ) : (
        <Table
          caption={say('stack.closes', { group: heading })}
          rows={missing.candidates}
          keyOf={({ meritId }) => meritId}
          columns={[
            {
              head: say('stack.merit'),
              cell: ({ meritId, title }) => (
                <a href={`/merits/${meritId}`}>
                  <Local text={title} />
                </a>
              ),
            },
            {
              head: say('stack.gives'),
              cell: ({ amount }) => (amount > 0 ? showAmount(words, amount, stack.content.unit) : '–'),
            },
            {
              head: say('stack.by-validation'),
              cell: ({ meritId, validatedBy }) =>
                validatedBy.length === 0
                  ? say('stack.not-validated')
                  : validatedBy.map(({ id, name: provider }, index) => (
                      <span key={id}>
                        {index > 0 && ', '}
                        <a href={`/validation/${id}/${meritId}`}>{provider}</a>
                      </span>
                    )),
            },
            {
              head: say('stack.hinders'),
              cell: ({ hindrances }) =>
                hindrances.length === 0
                  ? say('stack.hinders-nothing')
                  : hindrances.map((one) => say(`stack.hindrance-${one}`)).join(' '),
            },
          ]}
        />
      )}
    </section>
  )
}

function NotCounted({ progress }: { progress: ProgressView }) {
  const words = useWords()
  const { say } = words
  const wrong = progress.notCounted.filter(({ why }) => why !== 'not-accepted')
  if (wrong.length === 0) return null
  const titleOf = (id: string) => progress.credentials.find((one) => one.id === id)?.title ?? id
  return (
    <Section title={say('stack.not-counted')} lead={say('stack.not-counted-lead')}>
      <Table
        caption={say('stack.not-counted')}
        rows={wrong}
        keyOf={({ credentialId }) => credentialId}
        columns={[
          {
            head: say('stack.merit'),
            cell: ({ credentialId }) => <a href={`/passport/${credentialId}`}>{titleOf(credentialId)}</a>,
          },
          { head: say('stack.why'), cell: ({ why }) => words.find(`stack.why-${why}`) ?? why },
        ]}
      />
    </Section>
  )
}

function Whole(props: Shown & { request: WholeRequestView | undefined; state: FormState | undefined }) {
  const { say } = useWords()
  const { stack, progress, request, state } = props
  if (!stack.meritId) return null
  const asked = request && request.state !== 'withdrawn' ? request : undefined
  return (
    <Section title={say('stack.whole')} id="whole">
      {asked && (
        <div className="sheet" role="status">
          <p>
            <Tag tone={requestTones[asked.state]}>{say(`stack.request-${asked.state}`)}</Tag>{' '}
            <When at={asked.decidedAt ?? asked.createdAt} />
          </p>
          {asked.reason && <p>{say('stack.reason', { reason: asked.reason })}</p>}
          {asked.credentialId &&
            (progress.credentials.some(({ id }) => id === asked.credentialId) ? (
              <p>
                <a href={`/passport/${asked.credentialId}`}>{say('stack.open-whole')}</a>
              </p>
            ) : (
              <p>{say('stack.second-person')}</p>
            ))}
          {asked.state === 'open' && (
            <LinkButton href={`/passport/wholes/${asked.id}/withdraw`} look="secondary" icon="cross">
              {say('stack.withdraw')}
            </LinkButton>
          )}
        </div>
      )}
      {asked?.state !== 'open' && asked?.state !== 'issued' && progress.complete && (
        <Form state={state} labels={{ '/note': say('stack.note') }} label={say('stack.ask')}>
          <p>{say('stack.ask-text', { owner: stack.owner.name })}</p>
          <TextField name="note" label={say('stack.note')} rows={3} maxLength={1000} optional />
          <div className="actions">
            <Button>{say('stack.ask')}</Button>
          </div>
        </Form>
      )}
      {!asked && !progress.complete && <p>{say('stack.whole-when-complete')}</p>}
    </Section>
  )
}

export const wholeWithdrawPage = definePage('/passport/wholes/:id/withdraw', {
  get: async (visit) => {
    const request = await visit.need<WholeRequestView>(
      `/api/whole-requests/${encodeURIComponent(visit.params.id ?? '')}`,
    )
    const { say } = visit.words
    return askFirst({
      title: say('stack.withdraw-title', { title: request.stack.title }),
      what: <p>{say('stack.withdraw-text')}</p>,
      confirm: say('stack.withdraw'),
      back: `/passport/stacks/${request.stack.id}`,
    })
  },
  post: async (visit) => {
    const id = encodeURIComponent(visit.params.id ?? '')
    const request = await visit.need<WholeRequestView>(`/api/whole-requests/${id}`)
    const answer = await visit.call('POST', `/api/passport/whole-requests/${id}/withdraw`)
    if (!answer.ok) throw new PageProblem(answer.problem)
    return redirect(`/passport/stacks/${request.stack.id}`)
  },
})
