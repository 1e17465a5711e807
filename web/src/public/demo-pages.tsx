import type { DemoPerson } from '@bricka/server/demo/list-demo-people'
import type { DemoMail } from '@bricka/server/demo/routes'
import { PageProblem } from '../kit/call-api.ts'
import { textOf } from '../kit/form.ts'
import { PageHead, Section } from '../kit/layout.tsx'
import { definePage, redirect } from '../kit/page.ts'
import { EmptyState, Facts, When } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { DemoDoor } from './demo-door.tsx'

export const demoPage = definePage('/demo', {
  get: async (visit) => {
    const { items } = await visit.need<{ items: DemoPerson[] }>('/api/demo/people')
    return { kind: 'page', title: visit.words.say('public.demo'), body: <Demo people={items} /> }
  },
  post: async (visit) => {
    const email = textOf(visit.posted, 'email')
    const answer = await visit.call('POST', '/api/demo/login', { email })
    if (!answer.ok) throw new PageProblem(answer.problem)
    const people = await visit.call<{ items: DemoPerson[] }>('GET', '/api/demo/people')
    const person = people.ok ? people.body.items.find((one) => one.email === email) : undefined
    const organisation = person?.roles[0]
    return redirect(organisation ? `/org/${organisation.slug}` : '/passport')
  },
})

function Demo({ people }: { people: readonly DemoPerson[] }) {
  const { say } = useWords()
  const groups = [
    { title: say('public.demo-learners'), people: people.filter(({ roles }) => roles.length === 0) },
    { title: say('public.demo-staff'), people: people.filter(({ roles }) => roles.length > 0) },
  ]
  return (
    <>
      <PageHead title={say('public.demo')} lead={say('public.demo-lead')} />
      {groups.map((group) => (
        <Section key={group.title} title={group.title}>
          <ul className="doors">
            {group.people.map((person) => (
              <li key={person.email}>
                <DemoDoor person={person} />
              </li>
            ))}
          </ul>
        </Section>
      ))}
    </>
  )
}

export const demoMailPage = definePage('/demo/mail', {
  get: async (visit) => {
    const listing = await visit.need<Listing<DemoMail>>(`/api/demo/mail?${visit.query}`)
    return { kind: 'page', title: visit.words.say('public.mail'), hidden: true, body: <MailList listing={listing} /> }
  },
})

function MailList({ listing }: { listing: Listing<DemoMail> }) {
  const { say } = useWords()
  return (
    <>
      <PageHead title={say('public.mail')} lead={say('public.mail-lead')} />
      <SearchForm label={say('public.mail-search')} />
      <div className="section">
        {listing.items.length === 0 ? (
          <EmptyState title={say('public.mail-none')} />
        ) : (
          <Table
            caption={say('public.mail')}
            rows={listing.items}
            keyOf={({ id }) => id}
            columns={[
              {
                head: say('public.mail-subject'),
                cell: ({ id, subject }) => <a href={`/demo/mail/${id}`}>{subject}</a>,
              },
              { head: say('public.mail-to'), cell: ({ recipient }) => recipient },
              { head: say('public.mail-at'), cell: ({ receivedAt }) => <When at={receivedAt} time /> },
            ]}
          />
        )}
        <Paging listing={listing} />
      </div>
    </>
  )
}

export const demoMessagePage = definePage('/demo/mail/:id', {
  get: async (visit) => {
    const mail = await visit.need<DemoMail>(`/api/demo/mail/${encodeURIComponent(visit.params.id ?? '')}`)
    return { kind: 'page', title: mail.subject, hidden: true, body: <Message mail={mail} /> }
  },
})

function Message({ mail }: { mail: DemoMail }) {
  const { say } = useWords()
  return (
    <div className="narrow">
      <PageHead title={mail.subject} crumbs={[{ href: '/demo/mail', text: say('public.mail') }]} />
      <div className="sheet">
        <Facts
          items={[
            [say('public.mail-to'), mail.recipient],
            [say('public.mail-at'), <When key="at" at={mail.receivedAt} time />],
          ]}
        />
        <div className="prose mail-text">
          {mail.text.split(/\n{2,}/).map((paragraph) => (
            <p key={paragraph}>{linkify(paragraph)}</p>
          ))}
        </div>
      </div>
    </div>
  )
}

const linkify = (text: string) =>
  text.split(/(https?:\/\/\S+)/).map((part) =>
    /^https?:\/\//.test(part) ? (
      <a key={part} href={part}>
        {part}
      </a>
    ) : (
      part
    ),
  )
