import { interfaceLanguages } from '@bricka/domain/local-text'
import { describe, expect, it } from 'vitest'
import { mailWords } from './mail-words.ts'
import type { Mail } from './send-mail.ts'
import { writeMail } from './write-mail.ts'

const url = 'https://bricka.example/somewhere?a=1&b=2'
const mails: Mail[] = [
  { kind: 'login', to: 'a@b.example', language: 'sv', facts: { url, minutes: 30 } },
  {
    kind: 'credential-issued',
    to: 'a@b.example',
    language: 'sv',
    facts: { name: 'Åsa <b>', merit: 'Skarva', issuer: 'Nordfiber', url, days: 180 },
  },
  {
    kind: 'credential-status',
    to: 'a@b.example',
    language: 'sv',
    facts: { name: 'Åsa', merit: 'Skarva', issuer: 'Nordfiber', status: 'revoked', reason: 'Fel person', url },
  },
  ...(['need-asked', 'need-reminded'] as const).map((kind) => ({
    kind,
    to: 'a@b.example',
    language: 'sv',
    facts: { organisation: 'Vårdrådet', title: 'Omsorgens behov', until: '2026-12-01', url },
  })),
  ...(['follow-up-asked', 'follow-up-reminded'] as const).map((kind) => ({
    kind,
    to: 'a@b.example',
    language: 'sv',
    facts: { merit: 'Skarva', issuer: 'Nordfiber', until: '2026-12-01', url },
  })),
  {
    kind: 'follow-up-employer',
    to: 'a@b.example',
    language: 'sv',
    facts: { holder: 'Åsa', merit: 'Skarva', until: '2026-12-01', url },
  },
  ...(
    [
      ...(['four-eyes-asked', 'four-eyes-waits', 'four-eyes-ended'] as const),
      ...(['estate-asked', 'estate-waits', 'estate-offered', 'estate-ended'] as const),
    ] as const
  ).map((kind) => ({
    kind,
    to: 'a@b.example',
    language: 'sv',
    facts: { organisation: 'Nordfiber', by: 'Åsa', at: '2026-11-05 09:00 UTC', url },
  })),
]

describe('writing a message', () => {
  it.each(mails.flatMap((mail) => interfaceLanguages.map((language) => [mail.kind, language, mail] as const)))(
    '%s in %s has every fact in its place, in text and in HTML',
    (_kind, language, mail) => {
      const { subject, text, html } = writeMail({ ...mail, language })
      for (const part of [subject, text, html]) expect(part).not.toMatch(/\{\w+\}/)
      expect(text).toContain(url)
      expect(html).toContain('https://bricka.example/somewhere?a=1&#38;b=2')
    },
  )

  it('tells a change of status in the reader’s own words', () => {
    const [, , status] = mails
    expect(status && writeMail({ ...status, language: 'nb' }).subject).toBe('Meritten din Skarva: trukket tilbake')
    expect(status && writeMail({ ...status, language: 'fi' }).text).toContain('Fel person')
  })

  it('lets nobody’s name become markup', () => {
    const [, issued] = mails
    expect(issued && writeMail(issued).html).not.toContain('<b>')
  })

  it('falls back to English for a language that it does not speak', () => {
    const [login] = mails
    expect(login && writeMail({ ...login, language: 'xx' }).subject).toBe(mailWords.login.en.subject)
  })
})
