import { mailWords, statusWords } from './mail-words.ts'
import type { Mail } from './send-mail.ts'

export type Written = { subject: string; text: string; html: string }

/** Writes a message in the reader's language, as plain text and as HTML that says the same. */
export function writeMail(mail: Mail): Written {
  const words = mailWords[mail.kind][mail.language] ?? mailWords[mail.kind].en
  const facts = mail.kind === 'credential-status' ? { ...mail.facts, status: nameStatus(mail) } : mail.facts
  const fill = (template: string): string =>
    template.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = Object.entries(facts).find(([key]) => key === name)?.[1]
      return value === undefined ? whole : String(value)
    })
  const paragraphs = words.paragraphs.map(fill)
  const { url } = mail.facts
  const link = fill(words.link)
  return {
    subject: fill(words.subject),
    text: [...paragraphs, `${link}: ${url}`, 'Bricka'].join('\n\n'),
    html: `<!doctype html><html lang="${mail.language}"><body>${paragraphs
      .map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`)
      .join('')}<p><a href="${escapeHtml(url)}">${escapeHtml(link)}</a></p><p>Bricka</p></body></html>`,
  }
}

/** A status in the reader's words; the code itself where we have none. */
function nameStatus({ language, facts }: Extract<Mail, { kind: 'credential-status' }>): string {
  const words = statusWords[language] ?? statusWords.en
  return Object.entries(words).find(([code]) => code === facts.status)?.[1] ?? facts.status
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
