import { PageHead } from '../kit/layout.tsx'
import { definePage } from '../kit/page.ts'
import { useWords } from '../kit/scene.tsx'
import type { PlainKey } from '../kit/words.ts'

const accessibility = ['how', 'tested', 'limits', 'tell'] as const
const privacy = ['who', 'what', 'why', 'share', 'long', 'rights'] as const

export const accessibilityPage = definePage('/about/accessibility', {
  get: async (visit) => ({
    kind: 'page',
    title: visit.words.say('public.accessibility-title'),
    body: (
      <About
        title="public.accessibility-title"
        lead="public.accessibility-lead"
        parts={accessibility.map(
          (part) => [`public.accessibility-${part}-title`, `public.accessibility-${part}`] as const,
        )}
      />
    ),
  }),
})

export const privacyPage = definePage('/about/privacy', {
  get: async (visit) => ({
    kind: 'page',
    title: visit.words.say('public.privacy-title'),
    body: (
      <About
        title="public.privacy-title"
        lead="public.privacy-lead"
        parts={privacy.map((part) => [`public.privacy-${part}-title`, `public.privacy-${part}`] as const)}
      />
    ),
  }),
})

function About(props: { title: PlainKey; lead: PlainKey; parts: readonly (readonly [PlainKey, PlainKey])[] }) {
  const { say } = useWords()
  return (
    <div className="narrow">
      <PageHead title={say(props.title)} lead={say(props.lead)} />
      {props.parts.map(([title, text]) => (
        <section key={title} className="section">
          <h2>{say(title)}</h2>
          <p>{say(text)}</p>
        </section>
      ))}
    </div>
  )
}
