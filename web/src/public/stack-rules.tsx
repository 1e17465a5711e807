import type { StackGroup } from '@bricka/domain/pathway/stack'
import type { StackPage } from '@bricka/server/pathway/show-stack'
import { Local } from '../kit/local.tsx'
import { Callout, Facts } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import type { Words } from '../kit/words.ts'
import { showWorkload } from '../verifier/show-size.tsx'

/** Said on every page of a stack, before anything else of it: it is the misunderstanding that costs people most. */
export function NoRight({ decidedBy }: { decidedBy: string | undefined }) {
  const { say } = useWords()
  return (
    <Callout title={say('stack.no-right')}>
      <p>{decidedBy === undefined ? say('stack.no-right-text') : say('stack.no-right-decided', { by: decidedBy })}</p>
    </Callout>
  )
}

/** An amount in the stack's own unit. */
export const showAmount = (words: Words, value: number, unit: string): string =>
  unit === 'hours' ? words.say('domain.hours', { count: value }) : `${words.number(value)} ${unit}`

export const showNeed = (words: Words, { needs }: StackGroup, unit: string): string =>
  needs.kind === 'parts'
    ? words.say('stack.need-parts', { count: needs.count })
    : words.say('stack.need-credits', { amount: showAmount(words, needs.value, unit) })

type Named = StackPage['merits'][number]

export function MeritName({ id, merits }: { id: string; merits: readonly Named[] }) {
  const merit = merits.find((one) => one.id === id)
  return <a href={`/merits/${id}`}>{merit ? <Local text={merit.title} /> : id}</a>
}

/** What the whole asks for, as one would say it. */
export function StackFacts({ stack }: { stack: StackPage }) {
  const words = useWords()
  const { say } = words
  const { content, meritId, merits, owner } = stack
  return (
    <div className="sheet">
      <Facts
        items={[
          [
            say('stack.owner'),
            <a key="owner" href={`/organisations/${owner.slug}`}>
              {owner.name}
            </a>,
          ],
          [
            say('stack.route'),
            <span key="route">
              {say(`stack.route-${content.route}`)}
              <br />
              <span className="check-means">{say(`stack.route-${content.route}-means`)}</span>
            </span>,
          ],
          content.total !== undefined && [say('stack.total'), showAmount(words, content.total, content.unit)],
          [
            say('stack.lowest'),
            content.lowestEqf ? say('stack.lowest-eqf', { level: content.lowestEqf }) : say('stack.no-limit'),
          ],
          [
            say('stack.age'),
            content.mostMonthsOld ? say('stack.age-months', { count: content.mostMonthsOld }) : say('stack.no-limit'),
          ],
          [
            say('stack.whole'),
            meritId ? <MeritName key="whole" id={meritId} merits={merits} /> : say('stack.whole-none'),
          ],
        ]}
      />
    </div>
  )
}

/** The merits that a group takes: by name with their sizes, or by what they teach. */
export function GroupAccepts({ group, merits }: { group: StackGroup; merits: readonly Named[] }) {
  const words = useWords()
  const { say } = words
  const { meritIds, skills } = group.accepts
  return (
    <>
      {meritIds && (
        <ul>
          {meritIds.map((id) => {
            const merit = merits.find((one) => one.id === id)
            const size = merit && showWorkload(words, merit)
            return (
              <li key={id}>
                <MeritName id={id} merits={merits} />
                {size ? ` (${size})` : ''}
                {merit?.state === 'retired' && ` – ${say('stack.merit-retired')}`}
              </li>
            )
          })}
        </ul>
      )}
      {skills && (
        <>
          <p>{say(meritIds ? 'stack.and-teaches' : 'stack.teaches')}</p>
          <ul>
            {skills.map((uri) => (
              <li key={uri}>
                <a href={uri} rel="noreferrer">
                  {uri}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
      {!meritIds && !skills && <p>{say('stack.takes-any')}</p>}
    </>
  )
}

/** What counts once only, and what must come first. */
export function StackLimits({ stack: { content, merits } }: { stack: StackPage }) {
  const { say } = useWords()
  const { overlaps, prerequisites } = content
  return (
    <ul>
      <li>{say('stack.counts-once')}</li>
      <li>{say('stack.counts-now')}</li>
      {overlaps.map(([one, other]) => (
        <li key={one + other}>
          {say('stack.overlap')} <MeritName id={one} merits={merits} /> · <MeritName id={other} merits={merits} />
        </li>
      ))}
      {prerequisites.map(({ meritId, needs }) => (
        <li key={meritId}>
          <MeritName id={meritId} merits={merits} /> – {say('stack.needs-first')}{' '}
          {needs.map((id, index) => (
            <span key={id}>
              {index > 0 && ', '}
              <MeritName id={id} merits={merits} />
            </span>
          ))}
        </li>
      ))}
    </ul>
  )
}
