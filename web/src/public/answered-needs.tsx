import type { FoundNeed } from '@bricka/server/need/find-needs'
import { Local } from '../kit/local.tsx'
import { Tag } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import type { Words } from '../kit/words.ts'

/** What was asked for, by whom and where; and, where it matters, whether an outcome bears it out. */
export function AnsweredNeed({ need, judged }: { need: FoundNeed; judged?: boolean }) {
  const words = useWords()
  const { say } = words
  const { waveId, survey, period, organisation, placeName, side, wanted, taught } = need
  return (
    <>
      <a href={`/needs/${waveId}`}>
        <NeedLabel need={need} />
      </a>
      <span className="check-means need-line">
        {words.enumerate(
          wanted.map(({ horizon, wanted: count }) =>
            say('answered-need.wanted', { count, when: say(`need.horizon-${horizon}`) }),
          ),
        )}
      </span>
      <span className="check-means need-line">
        {[placeName, say(`need.side-${side}`).toLowerCase(), `${survey}, ${period}`, organisation.legalName].join(
          ' · ',
        )}
      </span>
      {judged && (
        <span className="need-line">
          <Tag tone={taught ? 'success' : 'warning'}>
            {say(taught ? 'answered-need.taught' : 'answered-need.untaught')}
          </Tag>
        </span>
      )}
    </>
  )
}

const NeedLabel = ({ need: { label, labels } }: { need: FoundNeed }) =>
  Object.keys(labels).length > 0 ? <Local text={labels} /> : label

/** The skill in the reader's language where the classification has it there, else as the coder called it. */
export const nameNeed = ({ label, labels }: FoundNeed, { language }: Words): string => labels[language] ?? label
