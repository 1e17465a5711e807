import type { EntryView } from '@bricka/server/guidance/guidance-view'
import { EmptyState, Tag, When } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/scene.tsx'
import { StepTitle } from './plan-page.tsx'

/** What was written, the latest first: the same for both sides. The learner answers what was proposed. */
export function Entries(props: { entries: readonly EntryView[]; mayAnswer?: boolean }) {
  const { say } = useWords()
  const { entries, mayAnswer } = props
  if (entries.length === 0) return <EmptyState title={say('guidance.written-none')} />
  return (
    <ul className="plain">
      {entries.map((entry) => (
        <li key={entry.number} className="sheet">
          <p className="eyebrow">
            {entry.byName || say('guidance.someone-who-left')} · <When at={entry.createdAt} time />
          </p>
          {entry.content.kind === 'note' ? (
            <p>{entry.content.text}</p>
          ) : (
            <>
              <p>
                <strong>{say('guidance.proposes')}</strong>{' '}
                {entry.answer && (
                  <Tag tone={entry.answer === 'taken' ? 'success' : 'neutral'}>
                    {say(`guidance.answer-${entry.answer}`)}
                  </Tag>
                )}
              </p>
              <ul>
                {entry.content.steps.map((content) => (
                  <li key={content.title}>
                    <StepTitle step={{ content }} />
                  </li>
                ))}
              </ul>
              <p>{entry.content.why}</p>
              {mayAnswer && entry.answer === null && <Answer number={entry.number} />}
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

function Answer({ number }: { number: number }) {
  const { say } = useWords()
  return (
    <form method="post" className="actions" aria-label={say('guidance.answer-to', { number })}>
      <input type="hidden" name="_id" value={number} />
      <button type="submit" className="ds-button" data-variant="secondary" name="_do" value="taken">
        {say('guidance.take')} <span className="visually-hidden">{number}</span>
      </button>
      <button type="submit" className="ds-button" data-variant="tertiary" name="_do" value="declined">
        {say('guidance.decline')} <span className="visually-hidden">{number}</span>
      </button>
    </form>
  )
}
