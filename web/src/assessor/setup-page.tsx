import { AssessorIndependence, AssessorRole } from '@bricka/domain/merit/merit'
import type { MemberView } from '@bricka/server/organisation/member-routes'
import type { AssessorView } from '@bricka/server/recognition/assessor'
import type { OfferView } from '@bricka/server/recognition/offer'
import type { IssuableView } from '@bricka/server/trust/mandate-views'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { choicesOf, wordFor } from '../creator/design-words.ts'
import { Form, Select, TextField } from '../kit/fields.tsx'
import { decodeForm, textOf } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, EmptyState, When } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { type Listing, Table } from '../kit/table.tsx'

type Setup = {
  workplace: Workplace
  offers: readonly OfferView[]
  issuable: readonly IssuableView[]
  assessors: readonly AssessorView[]
  members: readonly MemberView[]
}

/** What a provider validates against, and who may assess. */
export const setupPage = definePage('/org/:slug/validation', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const { id } = openWorkplace(visit)
    const { meritId, personId, ...body } = decodeForm(visit.posted)
    const answer =
      textOf(visit.posted, '_what') === 'close'
        ? await visit.call(
            'DELETE',
            `/api/organisations/${id}/validation/offers/${encodeURIComponent(String(meritId))}`,
          )
        : textOf(visit.posted, '_what') === 'assessor'
          ? await visit.call('PUT', `/api/organisations/${id}/assessors/${encodeURIComponent(String(personId))}`, body)
          : await visit.call(
              'PUT',
              `/api/organisations/${id}/validation/offers/${encodeURIComponent(String(meritId))}`,
              body,
            )
    if (!answer.ok) return show(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`${visit.path}?done=saved`)
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const organisation = `/api/organisations/${workplace.id}`
  const setup: Setup = {
    workplace,
    offers: (await visit.need<Listing<OfferView>>(`/api/validation/offers?providerId=${workplace.id}&perPage=200`))
      .items,
    issuable: (await visit.need<Listing<IssuableView>>(`${organisation}/mandates?perPage=200`)).items,
    assessors: (await visit.need<{ items: AssessorView[] }>(`${organisation}/assessors`)).items,
    members: (await visit.need<{ items: MemberView[] }>(`${organisation}/members`)).items,
  }
  return {
    kind: 'page',
    title: visit.words.say('recognition.setup'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <SetupView setup={setup} state={state} />,
  }
}

function SetupView({ setup, state }: { setup: Setup; state: FormState | undefined }) {
  const { say } = useWords()
  const { workplace } = setup
  const what = state && textOf(state.posted, '_what')
  const leads = workplace.may('coordinate')
  return (
    <Console workplace={workplace} title={say('recognition.setup')} lead={say('recognition.setup-lead')}>
      <Offers setup={setup} />
      {leads && workplace.may('issue') && <OfferForm setup={setup} state={what === 'offer' ? state : undefined} />}
      <Assessors setup={setup} />
      {leads && <AssessorForm setup={setup} state={what === 'assessor' ? state : undefined} />}
    </Console>
  )
}

function Offers({ setup: { offers, workplace } }: { setup: Setup }) {
  const { say } = useWords()
  return (
    <Section title={say('recognition.our-offers')}>
      {offers.length === 0 ? (
        <EmptyState title={say('recognition.offers-none')} />
      ) : (
        <Table
          caption={say('recognition.our-offers')}
          rows={offers}
          keyOf={({ merit }) => merit.id}
          columns={[
            {
              head: say('recognition.merit'),
              cell: ({ merit, provider }) => <a href={`/validation/${provider.id}/${merit.id}`}>{merit.title}</a>,
            },
            {
              head: say('recognition.experience'),
              cell: ({ settings }) => say('recognition.years', { count: settings.experienceYears }),
            },
            {
              head: say('recognition.appeal-days'),
              cell: ({ settings }) => say('recognition.days', { count: settings.appealDays }),
            },
            {
              head: say('creator.acts'),
              cell: ({ merit }) =>
                workplace.may('coordinate') && (
                  <Form className="inline-form" label={say('recognition.close-offer')}>
                    <input type="hidden" name="_what" value="close" />
                    <input type="hidden" name="meritId" value={merit.id} />
                    <Button look="tertiary">
                      {say('recognition.close-offer')} <span className="visually-hidden">{merit.title}</span>
                    </Button>
                  </Form>
                ),
            },
          ]}
        />
      )}
    </Section>
  )
}

function OfferForm({ setup, state }: { setup: Setup; state: FormState | undefined }) {
  const { say, language } = useWords()
  return (
    <details className="sheet" open={state !== undefined || undefined}>
      <summary>{say('recognition.offer-merit')}</summary>
      <Form state={state} label={say('recognition.offer-merit')} scope="offer/">
        <input type="hidden" name="_what" value="offer" />
        <Select
          name="meritId"
          label={say('recognition.merit')}
          choices={setup.issuable
            .filter(({ state: standing }) => standing === 'in-force')
            .map(({ merit }) => ({ value: merit.id, text: merit.title }))}
          empty={say('recognition.choose')}
          required
        />
        <TextField
          name="experienceYears:number"
          label={say('recognition.experience')}
          help={say('recognition.experience-help')}
          inputMode="decimal"
          value={0}
          required
        />
        <TextField
          name="appealDays:number"
          label={say('recognition.appeal-days')}
          help={say('recognition.appeal-days-help')}
          inputMode="numeric"
          value={21}
          required
        />
        <TextField
          name={`information/${language}`}
          label={say('recognition.information')}
          help={say('recognition.information-help')}
          rows={6}
          maxLength={5000}
          required
        />
        <TextField
          name="informationVersion"
          label={say('recognition.information-version')}
          help={say('recognition.information-version-help')}
          maxLength={60}
          required
        />
        <TextField name="contact" label={say('recognition.contact')} maxLength={200} optional />
        <div className="actions">
          <Button>{say('kit.save')}</Button>
        </div>
      </Form>
    </details>
  )
}

function Assessors({ setup: { assessors } }: { setup: Setup }) {
  const words = useWords()
  const { say } = words
  return (
    <Section title={say('recognition.assessors')} lead={say('recognition.assessors-lead')}>
      {assessors.length === 0 ? (
        <EmptyState title={say('recognition.assessors-none')} />
      ) : (
        <Table
          caption={say('recognition.assessors')}
          rows={assessors}
          keyOf={({ personId }) => personId}
          columns={[
            { head: say('issuer.name'), cell: ({ name }) => name },
            { head: say('recognition.trade'), cell: ({ trade }) => trade ?? '–' },
            {
              head: say('recognition.experience'),
              cell: ({ tradeExperienceYears }) => say('recognition.years', { count: tradeExperienceYears }),
            },
            {
              head: say('recognition.independence'),
              cell: ({ independence }) => wordFor(words, 'independence', independence),
            },
            { head: say('recognition.authorised-until'), cell: ({ authorisedUntil }) => <When at={authorisedUntil} /> },
            { head: say('recognition.open-cases'), cell: ({ openCases }) => openCases, numeric: true },
          ]}
        />
      )}
    </Section>
  )
}

function AssessorForm({ setup, state }: { setup: Setup; state: FormState | undefined }) {
  const words = useWords()
  const { say } = words
  const people = setup.members.filter(({ roles }) => roles.includes('assessor'))
  return (
    <details className="sheet" open={state !== undefined || undefined}>
      <summary>{say('recognition.register-assessor')}</summary>
      <Form state={state} label={say('recognition.register-assessor')} scope="assessor/">
        <input type="hidden" name="_what" value="assessor" />
        <Select
          name="personId"
          label={say('issuer.name')}
          help={say('recognition.register-help')}
          choices={people.map(({ personId, name, email }) => ({ value: personId, text: name ?? email }))}
          empty={say('recognition.choose')}
          required
        />
        <Select
          name="role"
          label={say('issuer.assessor-role')}
          choices={choicesOf(words, 'assessor', AssessorRole.options)}
          required
        />
        <Select
          name="independence"
          label={say('recognition.independence')}
          choices={choicesOf(words, 'independence', AssessorIndependence.options)}
          required
        />
        <TextField name="trade" label={say('recognition.trade')} maxLength={200} optional />
        <TextField
          name="tradeExperienceYears:number"
          label={say('recognition.experience')}
          inputMode="decimal"
          required
        />
        <TextField name="training/0/title" label={say('recognition.training')} maxLength={200} required />
        <TextField name="training/0/on" type="date" label={say('recognition.training-on')} required />
        <TextField
          name="authorisedFrom"
          type="date"
          label={say('recognition.authorised-from')}
          value={new Date().toISOString().slice(0, 10)}
          required
        />
        <TextField name="authorisedUntil" type="date" label={say('recognition.authorised-until')} required />
        <TextField name="authorisedBy" label={say('recognition.authorised-by')} maxLength={200} required />
        <div className="actions">
          <Button>{say('kit.save')}</Button>
        </div>
      </Form>
    </details>
  )
}
