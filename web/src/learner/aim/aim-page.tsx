import { objectives } from '@bricka/domain/pathway/objective'
import type { AimView } from '@bricka/server/guidance/aim'
import type { PlanView } from '@bricka/server/guidance/plan'
import type { DistanceView, NextStepView, PathwaysView } from '@bricka/server/guidance/reckon-aim'
import { Form } from '../../kit/fields.tsx'
import { decodeForm } from '../../kit/form.ts'
import { PageHead, Section } from '../../kit/layout.tsx'
import { definePage, type PageAnswer, redirect, type Visit } from '../../kit/page.ts'
import { Button, Callout, Facts, LinkButton } from '../../kit/pieces.tsx'
import { useScene, useWords } from '../../kit/scene.tsx'
import { StepOfSet, showPrice } from '../../public/step-of-set.tsx'
import { AimStateTag, pathOf } from './aim-pages.tsx'
import { AimTabs } from './aim-tabs.tsx'
import { Distance } from './distance.tsx'

type Told = { distance: DistanceView | null; next: readonly NextStepView[] }

/** How far it is, and what is nearest to do. */
export const aimPage = definePage('/passport/aims/:aimId', {
  get: async (visit) => {
    const aim = await visit.need<AimView>(pathOf(visit))
    const told = await visit.call<Told>('GET', `${pathOf(visit)}/distance?language=${visit.words.language}`)
    return {
      kind: 'page',
      title: visit.words.say('guidance.aim-title', { aim: aim.title }),
      hidden: true,
      body: <OneAim aim={aim} told={told.ok ? told.body : undefined} />,
    }
  },
})

function OneAim({ aim, told }: { aim: AimView; told: Told | undefined }) {
  const words = useWords()
  const { say } = words
  const { query } = useScene()
  return (
    <>
      <PageHead
        title={say('guidance.aim-title', { aim: aim.title })}
        crumbs={[{ href: '/passport/aims', text: say('guidance.aims') }]}
        {...(aim.why && { lead: aim.why })}
      />
      <AimTabs aim={aim} />
      {query.get('done') === 'saved' && <Callout tone="success" title={say('guidance.saved')} status />}
      <Facts
        items={[
          [say('guidance.kind'), say(`guidance.kind-${aim.target.kind}`)],
          [say('guidance.state'), <AimStateTag key="state" state={aim.state} />],
          aim.workedAs.length > 0 && [say('guidance.worked-as'), words.list(aim.workedAs.map(({ label }) => label))],
        ]}
      />
      {told && <Next aim={aim} next={told.next} />}
      {told === undefined && <Callout tone="warning" title={say('guidance.no-distance')} />}
      {told?.distance && <Distance distance={told.distance} title={aim.title} whose="own" />}
      {aim.target.kind === 'qualification' && (
        <Section title={say('guidance.tab-distance')} lead={say('guidance.stack-lead')}>
          <LinkButton href={`/passport/stacks/${aim.target.stackId}`}>{say('guidance.stack-open')}</LinkButton>
        </Section>
      )}
    </>
  )
}

function Next({ aim, next }: { aim: AimView; next: readonly NextStepView[] }) {
  const { say } = useWords()
  const root = `/passport/aims/${aim.id}`
  if (next.length === 0) return null
  return (
    <Section title={say('guidance.next')} lead={say('guidance.next-lead')}>
      <ol className="plain">
        {next.map((step) => (
          <li key={step.kind}>
            {step.kind === 'take-step' && (
              <a href={`${root}/plan`}>{say('guidance.next-take-step', { step: step.title })}</a>
            )}
            {step.kind === 'fill-plan' && <a href={`${root}/ways`}>{say('guidance.next-fill-plan')}</a>}
            {step.kind === 'be-validated' && (
              <>
                {say('guidance.next-be-validated')}{' '}
                {step.merits.map(({ meritId, title }) => (
                  <a key={meritId} href={`/validation?meritId=${meritId}`}>
                    {title}
                  </a>
                ))}
              </>
            )}
            {step.kind === 'say-more' && <a href={`${root}/change`}>{say('guidance.next-say-more')}</a>}
            {step.kind === 'ask-counsellor' && (
              <a href={`/passport/guidance/new?aim=${aim.id}`}>{say('guidance.next-ask-counsellor')}</a>
            )}
            {step.kind === 'mark-reached' && <a href={`${root}/change`}>{say('guidance.next-mark-reached')}</a>}
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** The ways to the aim, from what the catalogue has. Each can be put into the plan as it stands. */
export const waysPage = definePage('/passport/aims/:aimId/ways', {
  get: (visit) => showWays(visit),
  post: async (visit) => {
    const answer = await visit.call('POST', `${pathOf(visit)}/plan/changes`, decodeForm(visit.posted))
    if (answer.ok) return redirect(`/passport/aims/${encodeURIComponent(visit.params.aimId ?? '')}/plan?done=saved`)
    return showWays(visit, answer.problem.code)
  },
})

async function showWays(visit: Visit, refused?: string): Promise<PageAnswer> {
  const { language } = visit.words
  const aim = await visit.need<AimView>(pathOf(visit))
  const { distance } = await visit.need<Told>(`${pathOf(visit)}/distance?language=${language}`)
  const { pathways } = await visit.need<{ pathways: PathwaysView | null }>(
    `${pathOf(visit)}/pathways?language=${language}`,
  )
  const plan = await visit.need<PlanView>(`${pathOf(visit)}/plan`)
  return {
    kind: 'page',
    title: visit.words.say('guidance.ways-title', { aim: aim.title }),
    hidden: true,
    status: refused ? 409 : 200,
    body: <Ways aim={aim} distance={distance} pathways={pathways} plan={plan} refused={refused} />,
  }
}

type WaysProps = {
  aim: AimView
  distance: DistanceView | null
  pathways: PathwaysView | null
  plan: PlanView
  refused: string | undefined
}

function Ways({ aim, distance, pathways, plan, refused }: WaysProps) {
  const words = useWords()
  const { say } = words
  const names = namesOf(distance)
  const order = [aim.objective, ...objectives.filter((one) => one !== aim.objective)]
  const left = pathways?.[aim.objective]
  return (
    <>
      <PageHead
        title={say('guidance.ways-title', { aim: aim.title })}
        lead={say('guidance.ways-lead')}
        crumbs={[
          { href: '/passport/aims', text: say('guidance.aims') },
          { href: `/passport/aims/${aim.id}`, text: aim.title },
        ]}
      />
      <AimTabs aim={aim} />
      {refused && <Callout tone="danger" title={words.find(`codes.problem.${refused}`) ?? refused} status />}
      {pathways === null && <LinkButton href={`/passport/aims/${aim.id}`}>{say('guidance.tab-distance')}</LinkButton>}
      {distance?.gap.length === 0 && <Callout tone="success" title={say('guidance.no-gap')} />}
      {pathways &&
        order.map((objective) => {
          const { best, alternatives, outOfReach } = pathways[objective]
          const unpriced = outOfReach.some(({ why }) => why.includes('price-not-stated'))
          return (
            <Section key={objective} title={say(`guidance.way-${objective}`)}>
              {best ? (
                <>
                  <Way set={best} names={names} plan={plan} validators={pathways.validators} scope={objective} />
                  <p className="note">{best.proved ? say(`maps.proved-${objective}`) : say('maps.not-proved')}</p>
                </>
              ) : (
                <p>{say(unpriced ? 'guidance.no-price' : 'maps.closing-none')}</p>
              )}
              {alternatives.length > 0 && (
                <details className="sheet">
                  <summary>{say('maps.alternatives', { count: alternatives.length })}</summary>
                  {alternatives.map((set, index) => (
                    <Way
                      key={set.steps.map(({ offer }) => offer.id).join()}
                      set={set}
                      names={names}
                      plan={plan}
                      validators={pathways.validators}
                      scope={`${objective}-${index}`}
                    />
                  ))}
                </details>
              )}
            </Section>
          )
        })}
      {left && left.noOffer.length > 0 && (
        <details className="sheet">
          <summary>{say('maps.no-offer', { count: left.noOffer.length })}</summary>
          <ul>
            {left.noOffer.map((uri) => (
              <li key={uri}>{names.get(uri) ?? uri}</li>
            ))}
          </ul>
        </details>
      )}
      {left && left.outOfReach.length > 0 && (
        <details className="sheet">
          <summary>{say('maps.out-of-reach', { count: left.outOfReach.length })}</summary>
          <ul>
            {left.outOfReach.map(({ skill, why }) => (
              <li key={skill}>
                {names.get(skill) ?? skill}: {why.map((one) => say(`maps.exclusion-${one}`)).join('; ')}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

const namesOf = (distance: DistanceView | null): ReadonlyMap<string, string> =>
  new Map(
    distance === null
      ? []
      : [...distance.verified.missing, ...distance.verified.relatedFamily, ...distance.verified.sameFamily].map(
          ({ uri, label }) => [uri, label] as const,
        ),
  )

type ClosingSet = NonNullable<PathwaysView['fewest']['best']>

function Way(props: {
  set: ClosingSet
  names: ReadonlyMap<string, string>
  plan: PlanView
  validators: PathwaysView['validators']
  scope: string
}) {
  const { set, names, plan, validators, scope } = props
  const words = useWords()
  const { say } = words
  const planned = new Set(
    plan.steps.flatMap(({ content, state }) =>
      content.kind === 'other' || state === 'dropped' ? [] : [content.meritId],
    ),
  )
  const fresh = set.steps.filter(({ offer }) => !planned.has(offer.merit))
  return (
    <div className="closing-set">
      <p>
        {say('maps.closing-sum', {
          merits: set.steps.length,
          skills: new Set(set.steps.flatMap(({ gives }) => gives)).size,
        })}{' '}
        {set.hours !== undefined && say('maps.closing-hours', { hours: words.number(set.hours) })}{' '}
        {set.price !== undefined && say('maps.closing-price', { price: showPrice(words, set.price, set.currency) })}
      </p>
      <ol className="steps-of-set">
        {set.steps.map((step) => (
          <StepOfSet
            key={`${step.offer.id} ${step.route}`}
            step={step}
            names={names}
            href={`/merits/${step.offer.merit}`}
          >
            {validators
              .filter(({ meritId }) => meritId === step.offer.merit)
              .map(({ providerId, providerName }) => (
                <p key={providerId}>
                  <a href={`/validation/${providerId}/${step.offer.merit}`}>
                    {say('guidance.start-validation', { provider: providerName })}
                  </a>
                </p>
              ))}
          </StepOfSet>
        ))}
      </ol>
      {fresh.length === 0 ? (
        <p>{say('guidance.all-planned')}</p>
      ) : (
        <Form scope={scope}>
          <input type="hidden" name="kind" value="add" />
          {fresh.map(({ offer, route }, index) => (
            <span key={offer.id}>
              <input
                type="hidden"
                name={`steps/${index}/content/kind`}
                value={route === 'validation' ? 'validation' : 'merit'}
              />
              <input type="hidden" name={`steps/${index}/content/meritId`} value={offer.merit} />
              <input type="hidden" name={`steps/${index}/content/title`} value={offer.title ?? offer.id} />
            </span>
          ))}
          <div className="actions">
            <Button look="secondary" icon="plus">
              {say('guidance.put-in-plan')}
            </Button>
          </div>
        </Form>
      )}
    </div>
  )
}
