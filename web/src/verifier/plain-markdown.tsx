import type { ReactNode } from 'react'

/**
 * A stranger's Markdown as paragraphs, lists and bold words. Everything else is text: no HTML, no pictures, and links
 * are shown as they are written, for whoever wrote them was not checked.
 */
export function PlainMarkdown({ text }: { text: string }) {
  const blocks = text
    .slice(0, 20_000)
    .split(/\r?\n\s*\r?\n/)
    .filter((block) => block.trim() !== '')
  return (
    <div className="prose">
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, in the server
        <Block key={index} lines={block.split(/\r?\n/).map((line) => line.trim())} />
      ))}
    </div>
  )
}

const bullet = /^(?:[-*+]|\d+[.)])\s+/

function Block({ lines }: { lines: readonly string[] }) {
  if (lines.every((line) => bullet.test(line)))
    return (
      <ul>
        {lines.map((line) => (
          <li key={line}>{withBold(line.replace(bullet, ''))}</li>
        ))}
      </ul>
    )
  return <p>{withBold(lines.map((line) => line.replace(/^#{1,6}\s+/, '')).join(' '))}</p>
}

const withBold = (text: string): ReactNode[] =>
  text
    .split(/(\*\*[^*]+\*\*)/)
    .map((part) =>
      part.startsWith('**') && part.endsWith('**') && part.length > 4 ? (
        <strong key={part}>{part.slice(2, -2)}</strong>
      ) : (
        part
      ),
    )
