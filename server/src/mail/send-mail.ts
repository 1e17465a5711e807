import { createTransport } from 'nodemailer'
import { writeMail } from './write-mail.ts'

/** A message by what it is about; its words are chosen by kind and language in `write-mail.ts`. */
export type Mail =
  | { kind: 'login'; to: string; language: string; facts: { url: string; minutes: number } }
  | {
      kind: 'credential-issued'
      to: string
      language: string
      facts: { name: string; merit: string; issuer: string; url: string; days: number }
    }
  | {
      kind: 'credential-status'
      to: string
      language: string
      facts: { name: string; merit: string; issuer: string; status: string; reason: string; url: string }
    }
  | {
      kind: 'member-invited'
      to: string
      language: string
      facts: { organisation: string; by: string; url: string }
    }
  | {
      kind: 'request-arrived'
      to: string
      language: string
      facts: { organisation: string; what: string; url: string }
    }
  | {
      kind: 'request-answered'
      to: string
      language: string
      facts: { name: string; organisation: string; what: string; url: string }
    }
  /** Says nothing but that there is something to read: a mailbox is seen by others. */
  | { kind: 'guidance-news'; to: string; language: string; facts: { url: string } }
  | {
      /** The link is its reader's own: whoever has it answers in their place. */
      kind: 'need-asked' | 'need-reminded'
      to: string
      language: string
      facts: { organisation: string; title: string; until: string; url: string }
    }
  | {
      /** How it went with a merit: the link is its reader's own. */
      kind: 'follow-up-asked' | 'follow-up-reminded'
      to: string
      language: string
      facts: { merit: string; issuer: string; until: string; url: string }
    }
  | {
      /** Sent because the holder asked for it. */
      kind: 'follow-up-employer'
      to: string
      language: string
      facts: { holder: string; merit: string; until: string; url: string }
    }
  | {
      /** Asked of another; waiting, for there is nobody else; ended. */
      kind: 'four-eyes-asked' | 'four-eyes-waits' | 'four-eyes-ended'
      to: string
      language: string
      facts: { organisation: string; by: string; at: string; url: string }
    }
  | {
      kind: EstateMail
      to: string
      language: string
      facts: { organisation: string; by: string; at: string; url: string }
    }

/** That an organisation shall end: asked of another representative, waiting, offered to who goes on, done. */
export type EstateMail = 'estate-asked' | 'estate-waits' | 'estate-offered' | 'estate-ended'

/** How many messages are on their way at once. */
export const lanes = 3

export type SendMail = (mail: Mail) => Promise<void>

/** Sends over SMTP; `url` as nodemailer has it, such as `smtp://user:pass@mail.example:587`. */
export function makeSendMail(url: string, from: string): { sendMail: SendMail; close(): void } {
  // Connections are kept and shared: opening one for each of ten thousand messages takes longer than sending them.
  const transport = createTransport({ url, pool: true, maxConnections: lanes }, { from })
  return {
    sendMail: async (mail) => {
      const { subject, text, html } = writeMail(mail)
      await transport.sendMail({ to: mail.to, subject, text, html })
    },
    close: () => transport.close(),
  }
}
