import type { StatedLevel } from '@bricka/domain/transparency/transparency-profile'
import type { Words } from '../../kit/words.ts'
import { type Profile, wordOf } from '../../verifier/said.tsx'
import { showWorkload } from '../../verifier/show-size.tsx'

export type PaperFact = { readonly name: string; readonly text: string }

/** What a reader asks of a paper first: when, how large, at what level, and how it was shown. What is unsaid is said so. */
export function listFacts(words: Words, profile: Profile): readonly PaperFact[] {
  const { say } = words
  const unsaid = say('kit.not-said')
  const { supervision, assessor, evidence, qualityAssurance } = profile
  const fact = (name: string, text: string | undefined): PaperFact => ({ name, text: text || unsaid })
  return [
    fact(say('verifier.issued-at'), profile.issuedAt.stated ? words.date(profile.issuedAt.at) : undefined),
    fact(
      say('verifier.expires'),
      profile.expiresAt.stated ? words.date(profile.expiresAt.at) : say('verifier.expires-never'),
    ),
    fact(say('verifier.workload'), profile.workload.stated ? showWorkload(words, profile.workload) : undefined),
    fact(say('verifier.level'), tellLevel(words, profile.level)),
    fact(
      say('verifier.assessment-types'),
      profile.assessmentTypes.stated
        ? words.enumerate(profile.assessmentTypes.items.map((item) => wordOf(words, 'assessment', item)))
        : undefined,
    ),
    fact(
      say('verifier.supervised'),
      supervision.stated
        ? say(supervision.supervised ? 'verifier.supervised-yes' : 'verifier.supervised-no')
        : undefined,
    ),
    fact(
      say('verifier.identity'),
      supervision.stated
        ? say(supervision.identityChecked ? 'verifier.identity-yes' : 'verifier.identity-no')
        : undefined,
    ),
    fact(
      say('verifier.assessor'),
      assessor.stated ? (assessor.role ? wordOf(words, 'assessor', assessor.role) : assessor.name) : undefined,
    ),
    fact(
      say('verifier.evidence'),
      evidence.stated
        ? words.enumerate(
            evidence.items.map(({ kind, name, narrative }) =>
              kind ? wordOf(words, 'evidence', kind) : (name ?? narrative ?? unsaid),
            ),
          )
        : undefined,
    ),
    fact(say('verifier.route'), profile.route.stated ? say(`domain.route.${profile.route.value}`) : undefined),
    fact(
      say('verifier.quality'),
      qualityAssurance.stated ? words.list(qualityAssurance.items.map(({ body }) => body)) : undefined,
    ),
  ]
}

function tellLevel({ say, list }: Words, level: StatedLevel): string | undefined {
  if (!level.stated) return undefined
  if (level.standing === 'none') return `${say('domain.standing.none')}: ${level.reason}`
  const { framework, eqf } = level
  const name = framework ? say('domain.level', { framework, level: level.level }) : level.level
  const european =
    eqf.length > 0 && framework !== 'EQF' ? `, ${say('domain.eqf', { levels: list(eqf.map(String)) })}` : ''
  return `${name}${european} (${say(`domain.standing.${level.standing}`)})`
}
