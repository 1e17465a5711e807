import type { StatisticsConsent } from '@bricka/server/planning/consent'
import type { PlaceView } from '@bricka/server/planning/read-supply'
import { Checkbox, Form, Select } from '../kit/fields.tsx'
import { decodeForm } from '../kit/form.ts'
import { PageHead } from '../kit/layout.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Button } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { PassportTabs } from './passport-tabs.tsx'

/** Whether one's merits may be counted, and where one lives: asked for, never taken as said. */
export const statisticsConsentPage = definePage('/passport/statistics', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const { counted, municipality } = decodeForm(visit.posted)
    const answer = await visit.call('PUT', '/api/passport/statistics', {
      counted: counted === true,
      municipality: typeof municipality === 'string' ? municipality : null,
    })
    return answer.ok ? redirect('/passport/statistics') : show(visit, { posted: visit.posted, problem: answer.problem })
  },
})

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const consent = await visit.need<StatisticsConsent>('/api/passport/statistics')
  const { items } = await visit.need<{ items: PlaceView[] }>('/api/planning/places')
  const { say } = visit.words
  return {
    kind: 'page',
    title: say('planning.consent-title'),
    hidden: true,
    status: state ? 422 : 200,
    body: (
      <>
        <PageHead title={say('planning.consent-title')} lead={say('planning.consent-lead')} />
        <PassportTabs />
        <ConsentForm consent={consent} places={items} state={state} />
      </>
    ),
  }
}

function ConsentForm(props: {
  consent: StatisticsConsent
  places: readonly PlaceView[]
  state: FormState | undefined
}) {
  const { consent, places, state } = props
  const { say } = useWords()
  const names = new Map(places.map(({ code, name }) => [code, name]))
  const municipalities = places
    .filter(({ kind }) => kind === 'municipality')
    .map(({ code, name, parent }) => ({ value: code, text: `${name} (${names.get(parent ?? '') ?? ''})` }))
    .sort((one, other) => one.text.localeCompare(other.text, 'sv'))
  return (
    <Form state={state}>
      {consent.counted && <p role="status">{say('planning.consent-now', { facts: consent.facts })}</p>}
      <Checkbox name="counted:boolean" label={say('planning.consent-yes')} checked={consent.counted} />
      <Select
        name="municipality"
        label={say('planning.consent-where')}
        help={say('planning.consent-where-help')}
        value={consent.municipality ?? ''}
        empty={say('planning.consent-none')}
        choices={municipalities}
        optional
      />
      <p>{say('planning.consent-effect')}</p>
      <div className="actions">
        <Button>{say('kit.save')}</Button>
      </div>
    </Form>
  )
}
