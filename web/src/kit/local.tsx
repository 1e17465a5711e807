import { type LocalText, pickText } from '@bricka/domain/local-text'
import { useWords } from './scene.tsx'

/** A text in the reader's language, or marked with the one it is in. Paragraphs stay paragraphs when `block`. */
export function Local({ text, block }: { text: LocalText | undefined; block?: boolean }) {
  const { language } = useWords()
  const found = pickText(text, language)
  if (!found) return null
  const lang = found.language === language ? undefined : found.language
  if (!block) return <span lang={lang}>{found.text}</span>
  return (
    <div lang={lang} className="prose">
      {found.text.split(/\n{2,}/).map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </div>
  )
}
