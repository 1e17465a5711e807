import type { OrganisationDetails } from '@bricka/server/organisation/routes'
import { Console, openWorkplace, type Workplace } from '../creator/console.tsx'
import { Checkbox, Form, TextField } from '../kit/fields.tsx'
import { decodeForm, textOf } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button, LinkButton, Tag, When } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'

/** What is known of the organisation, its signing keys; the way to four eyes and the way to its API tokens. */
export const settingsPage = definePage('/org/:slug/settings', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const workplace = openWorkplace(visit)
    const { legalName, homepage, email, region, about } = decodeForm(visit.posted)
    const answer = await visit.call('PATCH', `/api/organisations/${workplace.id}`, {
      legalName,
      homepage: homepage ?? null,
      email: email ?? null,
      region: region ?? null,
      ...(about !== undefined && { about }),
      carriesEndorsements: textOf(visit.posted, 'carriesEndorsements') === 'true',
    })
    if (!answer.ok) return show(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`${visit.path}?done=saved`)
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const workplace = openWorkplace(visit)
  const organisation = await visit.need<OrganisationDetails>(`/api/organisations/${workplace.slug}`)
  return {
    kind: 'page',
    title: visit.words.say('creator.nav-settings'),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Settings workplace={workplace} organisation={organisation} state={state} />,
  }
}

function Settings(props: { workplace: Workplace; organisation: OrganisationDetails; state: FormState | undefined }) {
  const { say, language } = useWords()
  const { workplace, organisation, state } = props
  const home = `/org/${workplace.slug}/settings`
  return (
    <Console
      workplace={workplace}
      title={say('creator.nav-settings')}
      actions={
        <>
          <LinkButton href={`${home}/tokens`} look="secondary" icon="key">
            {say('issuer.tokens')}
          </LinkButton>
          <LinkButton href={`${home}/seal`} look="secondary">
            {say('issuer.seal')}
          </LinkButton>
          <LinkButton href={`${home}/lms`} look="secondary">
            {say('lms.title')}
          </LinkButton>
          <LinkButton href={`/org/${workplace.slug}/estate`} look="secondary">
            {say('estate.title')}
          </LinkButton>
        </>
      }
    >
      <div className="narrow">
        <Form
          state={state}
          labels={{
            '/legalName': say('issuer.legal-name'),
            '/homepage': say('issuer.homepage'),
            '/email': say('issuer.recipient-email'),
          }}
        >
          <TextField
            name="legalName"
            label={say('issuer.legal-name')}
            value={organisation.legalName}
            maxLength={200}
            required
          />
          <TextField
            name="region"
            label={say('issuer.region')}
            value={organisation.region ?? ''}
            maxLength={80}
            optional
          />
          <TextField
            name="homepage"
            type="url"
            label={say('issuer.homepage')}
            value={organisation.homepage ?? ''}
            optional
          />
          <TextField
            name="email"
            type="email"
            label={say('issuer.contact-email')}
            value={organisation.email ?? ''}
            optional
          />
          {Object.entries({ [language]: '', ...organisation.about }).map(([written, text]) => (
            <TextField
              key={written}
              name={`about/${written}`}
              label={`${say('issuer.about-organisation')} (${written})`}
              lang={written}
              value={text}
              rows={3}
              optional
            />
          ))}
          <Checkbox
            name="carriesEndorsements"
            label={say('issuer.carries-endorsements')}
            help={say('issuer.carries-endorsements-help')}
            checked={organisation.carriesEndorsements}
          />
          <div className="actions">
            <Button>{say('kit.save')}</Button>
          </div>
        </Form>
      </div>
      <Section
        title={say('issuer.four-eyes')}
        lead={say(organisation.fourEyes ? 'issuer.four-eyes-on' : 'issuer.four-eyes-off')}
      >
        <div className="actions">
          <LinkButton href={`/org/${workplace.slug}/four-eyes`} look="secondary">
            {say('issuer.four-eyes-manage')}
          </LinkButton>
        </div>
      </Section>
      <Keys organisation={organisation} home={home} />
    </Console>
  )
}

type Key = OrganisationDetails['keys'][number]

function Keys({ organisation, home }: { organisation: OrganisationDetails; home: string }) {
  const { say } = useWords()
  return (
    <Section id="keys" title={say('issuer.keys')} lead={say('issuer.keys-lead')}>
      <Table
        caption={say('issuer.keys')}
        rows={organisation.keys}
        keyOf={({ id }) => id}
        columns={[
          { head: say('issuer.key'), cell: (key) => <span className="mono">{shortName(key)}</span> },
          { head: say('creator.from-day'), cell: ({ validFrom }) => <When at={validFrom} time /> },
          { head: say('creator.state'), cell: (key) => <Standing of={key} /> },
          {
            head: say('creator.acts'),
            cell: ({ id, compromisedAt, ...key }) =>
              compromisedAt ? (
                '–'
              ) : (
                <a href={`${home}/keys/${id}/compromised`}>
                  {say('issuer.report-key')} <span className="visually-hidden">{shortName(key)}</span>
                </a>
              ),
          },
        ]}
      />
      <div className="actions">
        <LinkButton href={`${home}/keys/rotate`} look="secondary" icon="key">
          {say('issuer.rotate')}
        </LinkButton>
      </div>
    </Section>
  )
}

const shortName = ({ verificationMethod }: Pick<Key, 'verificationMethod'>): string =>
  `#${verificationMethod.split('#')[1] ?? verificationMethod}`

function Standing({ of: { retiredAt, compromisedAt } }: { of: Key }) {
  const { say } = useWords()
  if (compromisedAt)
    return (
      <>
        <Tag tone="danger">{say('issuer.key-compromised')}</Tag> <When at={compromisedAt} time />
      </>
    )
  return retiredAt ? <Tag>{say('issuer.key-retired')}</Tag> : <Tag tone="success">{say('issuer.key-in-use')}</Tag>
}
