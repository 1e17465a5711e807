import type { CheckView } from '@bricka/server/verifying/check-view'
import { OutcomeBadge } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'

/** Every check by itself: what was looked at, what was found, and what that means. No sum of them. */
export function CheckList({ checks }: { checks: readonly CheckView[] }) {
  const { say, find } = useWords()
  return (
    <ul className="checks">
      {checks.map(({ name, outcome, code, detail }) => (
        <li key={name}>
          <OutcomeBadge outcome={outcome} />
          <div>
            <p className="check-name">{find(`codes.check-name.${name}`) ?? name}</p>
            <p className="check-means">{find(`codes.check.${code}`) ?? code}</p>
            {outcome !== 'passed' && (
              <p className="check-code">
                {say('verifier.code')}: <a href={`/docs/errors#${code}`}>{code}</a>
                {Object.entries(detail).map(([key, value]) => (
                  <span key={key}>
                    {' · '}
                    {key}: {String(value)}
                  </span>
                ))}
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}
