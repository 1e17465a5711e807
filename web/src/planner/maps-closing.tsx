import type { ClosingSetView, ClosingView } from '@bricka/domain/pathway/closing-view'
import { Section } from '../kit/layout.tsx'
import { Callout } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { StepOfSet, showPrice } from '../public/step-of-set.tsx'
import type { MapsQuestion } from './maps-state.ts'

/** Skills' addresses → what they are called. */
type Names = ReadonlyMap<string, string>

/** Which merits of the catalogue close the gap, what else would, and what nobody offers yet. */
export function Closing({ closing, names, aim }: { closing: ClosingView; names: Names; aim: MapsQuestion['aim'] }) {
  const { say } = useWords()
  const { best, alternatives, noOffer, outOfReach } = closing
  return (
    <Section title={say('maps.closing')} lead={say('maps.closing-lead')}>
      {best ? (
        <>
          <ClosingSet set={best} names={names} aim={aim} />
          {alternatives.length > 0 && (
            <details className="maps-more">
              <summary>{say('maps.alternatives', { count: alternatives.length })}</summary>
              {alternatives.map((set) => (
                <ClosingSet key={set.steps.map(({ offer }) => offer.id).join()} set={set} names={names} />
              ))}
            </details>
          )}
        </>
      ) : (
        <Callout tone="neutral" title={say('maps.closing-none')} />
      )}
      <Left title={say('maps.no-offer', { count: noOffer.length })} skills={noOffer} names={names} />
      {outOfReach.length > 0 && (
        <details className="maps-more">
          <summary>{say('maps.out-of-reach', { count: outOfReach.length })}</summary>
          <ul>
            {outOfReach.map(({ skill, why }) => (
              <li key={skill}>
                {names.get(skill) ?? skill}: {why.map((one) => say(`maps.exclusion-${one}`)).join('; ')}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  )
}

function ClosingSet({ set, names, aim }: { set: ClosingSetView; names: Names; aim?: MapsQuestion['aim'] }) {
  const words = useWords()
  const { say } = words
  const closed = new Set(set.steps.flatMap(({ gives }) => gives)).size
  return (
    <div className="closing-set">
      <p>
        {say('maps.closing-sum', { merits: set.steps.length, skills: closed })}{' '}
        {set.hours !== undefined && say('maps.closing-hours', { hours: words.number(set.hours) })}{' '}
        {set.price !== undefined && say('maps.closing-price', { price: showPrice(words, set.price, set.currency) })}{' '}
        {aim && (set.proved ? say(`maps.proved-${aim}`) : say('maps.not-proved'))}
      </p>
      <ol className="steps-of-set">
        {set.steps.map((step) => (
          <StepOfSet key={`${step.offer.id} ${step.route}`} step={step} names={names} href={step.offer.url} />
        ))}
      </ol>
    </div>
  )
}

function Left({ title, skills, names }: { title: string; skills: readonly string[]; names: Names }) {
  if (skills.length === 0) return null
  return (
    <details className="maps-more">
      <summary>{title}</summary>
      <ul>
        {skills.map((skill) => (
          <li key={skill}>{names.get(skill) ?? skill}</li>
        ))}
      </ul>
    </details>
  )
}
