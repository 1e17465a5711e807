import { mailWords } from './mail-words.ts'
import type { Mail } from './send-mail.ts'

export type Written = { subject: string; text: string; html: string }

/** Writes a message in the reader's language, as plain text and as HTML that says the same. */
export function writeMail(mail: Mail): Written {
  const words = mailWords[mail.kind][mail.language] ?? mailWords[mail.kind].en
  const fill = (template: string): string =>
    template.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = Object.entries(mail.facts).find(([key]) => key === name)?.[1]
      return value === undefined ? whole : String(value)
    })
  const paragraphs = words.paragraphs.map(fill)
  const { url } = mail.facts
  return {
    subject: fill(words.subject),
    text: [...paragraphs, `${words.link}: ${url}`, 'Bricka'].join('\n\n'),
    html: `<!doctype html><html lang="${mail.language}"><body>${paragraphs
      .map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`)
      .join('')}<p><a href="${escapeHtml(url)}">${escapeHtml(words.link)}</a></p><p>Bricka</p></body></html>`,
  }
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
