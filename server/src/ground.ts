import type { Shadow, StatusListCache } from '@bricka/credential'
import type { FetchGuarded } from '@bricka/credential/power/fetch-guarded'
import type { Logger } from 'pino'
import type { Database } from './database/connect.ts'
import type { SendMail } from './mail/send-mail.ts'
import type { Settings } from './read-settings.ts'
import type { Seal } from './seal.ts'

/** What the server's verbs stand on, wired once in `main.ts` (and by the tests). */
export type Ground = {
  database: Database
  settings: Settings
  seal: Seal
  sendMail: SendMail
  fetchGuarded: FetchGuarded
  /** Other issuers' status lists, kept for as long as they allow. */
  statusLists: StatusListCache
  /** Lets the reference look over the fast path's shoulder now and then; nobody does without it. */
  shadow?: Shadow | undefined
  log: Logger
  now(): Date
}
