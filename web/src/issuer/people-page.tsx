import { Role } from '@bricka/domain/organisation/organisation'
import type { MemberView } from '@bricka/server/organisation/member-routes'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { wordFor } from '../creator/design-words.ts'
import { PageProblem } from '../kit/call-api.ts'
import { askFirst } from '../kit/confirm-page.tsx'
import { CheckboxGroup, Form, TextField } from '../kit/fields.tsx'
import { decodeForm } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, Tag, When } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'

const members = async (visit: Visit, { id }: Workplace): Promise<readonly MemberView[]> =>
  (await visit.need<{ items: readonly MemberView[] }>(`/api/organisations/${id}/members`)).items

/** Who acts for the organisation, and in which roles. Giving someone roles anew replaces those they had. */
export const peoplePage = definePage('/org/:slug/people', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const answer = await visit.call('PUT', `/api/organisations/${workplace.id}/members`, decodeForm(visit.posted))
    if (!answer.ok) return show(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`${visit.path}?done=member-saved`)
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const people = await members(visit, workplace)
  const editing = people.find(({ personId }) => personId === visit.query.get('person'))
  return {
    kind: 'page',
    title: visit.words.say('creator.nav-people'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <People workplace={workplace} people={people} editing={editing} state={state} />,
  }
}

function People(props: {
  workplace: Workplace
  people: readonly MemberView[]
  editing: MemberView | undefined
  state: FormState | undefined
}) {
  const words = useWords()
  const { say } = words
  const { workplace, people, editing, state } = props
  const home = `/org/${workplace.slug}/people`
  const represents = workplace.may('represent')
  return (
    <Console workplace={workplace} title={say('creator.nav-people')} lead={say('issuer.people-lead')}>
      <Table
        caption={say('creator.nav-people')}
        rows={people}
        keyOf={({ personId }) => personId}
        columns={[
          { head: say('issuer.name'), cell: ({ name, email }) => name ?? email },
          { head: say('issuer.recipient-email'), cell: ({ email }) => email },
          {
            head: say('issuer.roles'),
            cell: ({ roles }) => (
              <span className="tags">
                {roles.map((role) => (
                  <Tag key={role}>{wordFor(words, 'role', role)}</Tag>
                ))}
              </span>
            ),
          },
          { head: say('issuer.since'), cell: ({ since }) => <When at={since} /> },
          ...(represents
            ? [
                {
                  head: say('creator.acts'),
                  cell: ({ personId, name, email }: MemberView) => (
                    <>
                      <a href={`${home}?person=${personId}#roles`}>
                        {say('issuer.change-roles')} <span className="visually-hidden">{name ?? email}</span>
                      </a>
                      {' · '}
                      <a href={`${home}/${personId}/remove`}>
                        {say('kit.remove')} <span className="visually-hidden">{name ?? email}</span>
                      </a>
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      {represents && (
        <Section
          id="roles"
          title={editing ? say('issuer.roles-of', { name: editing.name ?? editing.email }) : say('issuer.add-person')}
          lead={editing ? say('issuer.roles-replace') : say('issuer.add-person-lead')}
        >
          <div className="narrow">
            <Form
              state={state}
              labels={{
                '/email': say('issuer.recipient-email'),
                '/roles': say('issuer.roles'),
                '/name': say('issuer.name'),
              }}
            >
              {editing ? (
                <input type="hidden" name="email" value={editing.email} />
              ) : (
                <>
                  <TextField name="email" type="email" label={say('issuer.recipient-email')} required />
                  <TextField name="name" label={say('issuer.name')} maxLength={200} optional />
                </>
              )}
              <CheckboxGroup
                name="roles:list"
                legend={say('issuer.roles')}
                choices={Role.options.map((value) => ({
                  value,
                  text: wordFor(words, 'role', value),
                  help: say(`issuer.role-${value}`),
                }))}
                chosen={editing?.roles ?? []}
              />
              <div className="actions">
                <Button>{say('kit.save')}</Button>
              </div>
            </Form>
          </div>
        </Section>
      )}
    </Console>
  )
}

export const removePersonPage = definePage('/org/:slug/people/:personId/remove', {
  get: (visit) => askRemoval(visit),
  post: async (visit) => {
    const { id, slug } = openWorkplace(visit)
    const person = encodeURIComponent(visit.params.personId ?? '')
    const answer = await visit.call('DELETE', `/api/organisations/${id}/members/${person}`)
    if (!answer.ok) return askRemoval(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`/org/${slug}/people?done=member-removed`)
  },
})

async function askRemoval(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const person = (await members(visit, workplace)).find(({ personId }) => personId === visit.params.personId)
  if (!person) throw new PageProblem({ code: 'not-found', status: 404, title: '', detail: '' })
  const { say } = visit.words
  const title = say('issuer.remove-person-title', { name: person.name ?? person.email })
  return askFirst({
    title,
    what: <p>{say('issuer.remove-person-what', { organisation: workplace.legalName })}</p>,
    confirm: say('kit.remove'),
    back: `/org/${workplace.slug}/people`,
    state,
  })
}
