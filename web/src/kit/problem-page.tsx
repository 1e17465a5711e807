import type { ApiProblem } from './call-api.ts'
import { PageHead } from './layout.tsx'
import { LinkButton } from './pieces.tsx'
import { adviseProblem, wordFieldProblem, wordProblem } from './problem-words.ts'
import { useWords } from './scene.tsx'

/** A page for what could not be shown: what happened, and what one can do. */
export function ProblemPage({ problem }: { problem: ApiProblem }) {
  const words = useWords()
  const { say } = words
  return (
    <div className="narrow">
      <PageHead
        eyebrow={say('kit.problem-eyebrow')}
        title={wordProblem(words, problem)}
        lead={adviseProblem(words, problem)}
      />
      {problem.errors && (
        <ul>
          {problem.errors.map((error) => (
            <li key={error.pointer + error.code}>{wordFieldProblem(words, error)}</li>
          ))}
        </ul>
      )}
      <div className="actions">
        <LinkButton href="/">{say('kit.to-start')}</LinkButton>
        <LinkButton href={`/docs/errors#${problem.code}`} look="secondary">
          {say('kit.about-problem')}
        </LinkButton>
      </div>
    </div>
  )
}
