import { escoVersion } from '@bricka/fixtures/world/esco-concepts'
import type { World, WorldOrganisation, WorldPerson } from '@bricka/fixtures/world/world'
import { addMembership, addOrganisation, NewOrganisation } from '../organisation/add-organisation.ts'
import { setSeal } from '../organisation/seal-organisation.ts'
import { confirmEmail, findOrAddPerson } from '../person/person.ts'
import { addConcepts, addFramework, escoAttribution } from '../skill/add-concepts.ts'
import { creditEvents, meetingEvent, selfCheckEvent, stackEvent, wholeEvents } from './door-events.ts'
import { endorsementEvents } from './endorsement-events.ts'
import { findPermission } from './find-actor.ts'
import { followUpEvent, madeUpAnswersEvent } from './follow-up-events.ts'
import { guidanceEvents } from './guidance-events.ts'
import { claimEvent, shareEvents } from './holder-events.ts'
import { issuingEvents, occasionEvent } from './issuing-events.ts'
import { landscapeEvent } from './landscape-event.ts'
import { makeCertificate } from './make-certificate.ts'
import { mandateEvents, meritEvents } from './merit-events.ts'
import { needEvents } from './need-events.ts'
import { careMapEvent, skillMapEvents } from './skill-map-events.ts'
import { madeUpPeopleEvent } from './statistics-event.ts'
import type { DemoEvent } from './take-step.ts'
import { assessorEvent, caseEvents, offerEvent } from './validation-events.ts'

const dayMilliseconds = 86_400_000

/** Everything that happens in the demo world up to the day it is made, in the order in which it happens. */
export function listEvents(world: World, on: Date): readonly DemoEvent[] {
  const lately = new Date(on.getTime() - 2 * dayMilliseconds).toISOString()
  const events = [
    ...world.merits.flatMap((merit) => meritEvents(merit, lately)),
    ...world.mandates.flatMap((mandate) => mandateEvents(world, mandate)),
    ...world.occasions.map(occasionEvent),
    ...world.needs.flatMap(needEvents),
    ...world.issuings.flatMap((issuing) => issuingEvents(world, issuing)),
    ...world.claims.map(claimEvent),
    ...world.shares.flatMap(shareEvents),
    ...world.skillMaps.flatMap(skillMapEvents),
    ...world.guidances.flatMap(guidanceEvents),
    ...world.offers.map(offerEvent),
    ...world.assessors.map(assessorEvent),
    ...world.cases.flatMap(caseEvents),
    ...world.stacks.map(stackEvent),
    ...world.wholes.flatMap(wholeEvents(world.stacks)),
    ...world.credits.flatMap(creditEvents),
    ...world.meetings.map(meetingEvent),
    ...world.selfChecks.map(selfCheckEvent),
    landscapeEvent(lately),
    ...endorsementEvents((offset) => new Date(on.getTime() + offset * dayMilliseconds).toISOString()),
  ].sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
  const first = Date.parse(events[0]?.at ?? on.toISOString())
  const before = new Date(first - 30 * dayMilliseconds).toISOString()
  return [
    conceptsEvent(world, before),
    careMapEvent(before),
    ...world.organisations.map((organisation) => organisationEvent(organisation, before)),
    ...world.people.map((person) => personEvent(person, before)),
    sealEvent(world, lately),
    ...events,
    madeUpPeopleEvent(on.toISOString()),
    ...world.people
      .filter(({ key }) => key === 'amina' || key === 'linnea')
      .map((person) => followUpEvent(person, lately)),
    madeUpAnswersEvent(on.toISOString()),
  ]
}

const conceptsEvent = (world: World, at: string): DemoEvent => ({
  name: 'concepts',
  at,
  run: async (then, work) => {
    const framework = { name: 'ESCO', version: escoVersion, attribution: escoAttribution }
    await addFramework(then, work, framework, ['en'])
    await addConcepts(
      work,
      framework,
      world.concepts.map(({ uri, type, label }) => ({
        uri,
        type,
        labels: { en: label },
        altLabels: {},
        broader: [],
        state: 'current',
      })),
    )
    return {}
  },
})

const organisationEvent = ({ key, ...organisation }: WorldOrganisation, at: string): DemoEvent => ({
  name: `organisation:${key}`,
  at,
  run: async (then, work) => addOrganisation(then, work, NewOrganisation.parse({ ...organisation, slug: key })),
})

/** One issuer seals European credentials, with a certificate of an authority that is made here and trusted nowhere. */
const sealEvent = (world: World, at: string): DemoEvent => ({
  name: 'seal',
  at,
  run: async (then, work, found) => {
    const issuer = 'skelleby-kommun'
    const { legalName, legalIdentifiers } = world.organisations.find(({ key }) => key === issuer) ?? {}
    const number = legalIdentifiers?.[0]?.value.replaceAll('-', '') ?? ''
    const authority = await makeCertificate('CN=Demo authority that nobody trusts, C=SE')
    const name = `2.5.4.97=NTRSE-${number}, CN=${legalName}, O=${legalName}, C=SE`
    const { certificate, privateKey } = await makeCertificate(name, authority)
    const permission = await findPermission(work, found, 'karin', issuer, 'represent')
    return setSeal(then, work, permission, { certificates: certificate + authority.certificate, privateKey })
  },
})

const personEvent = (person: WorldPerson, at: string): DemoEvent => ({
  name: `person:${person.key}`,
  at,
  run: async (then, work, found) => {
    const now = then.now()
    const id = await findOrAddPerson(work, person.email, person.name, now)
    await work.updateTable('person').set({ locale: person.locale }).where('id', '=', id).execute()
    if (person.memberships.length > 0) await confirmEmail(work, id, person.email, now)
    for (const { organisation, roles } of person.memberships)
      await addMembership(work, {
        organisationId: found(`organisation:${organisation}`, 'id'),
        personId: id,
        roles,
        at: now,
      })
    return { id }
  },
})
