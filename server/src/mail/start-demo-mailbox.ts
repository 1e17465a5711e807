import type { AddressInfo } from 'node:net'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { type Database, systemScope } from '../database/connect.ts'
import { makeId } from '../make-id.ts'

/**
 * A real SMTP server on loopback that keeps what it receives, so that the demo world's mail can be read in the browser
 * and nothing leaves the machine. The answer's `url` is what `makeSendMail` takes.
 */
export async function startDemoMailbox(
  database: Database,
  now: () => Date,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: 1_000_000,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        keep(
          database,
          now(),
          session.envelope.rcptTo.map(({ address }) => address),
          Buffer.concat(chunks),
        ).then(
          () => done(),
          (error: Error) => done(error),
        )
      })
    },
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function keep(database: Database, now: Date, recipients: readonly string[], raw: Uint8Array): Promise<void> {
  const message = await PostalMime.parse(raw)
  await database.act(systemScope, (work) =>
    work
      .insertInto('demo_mail')
      .values(
        recipients.map((recipient) => ({
          id: makeId(now),
          recipient,
          subject: message.subject ?? '',
          text_body: message.text ?? '',
          html_body: message.html ?? null,
          received_at: now,
        })),
      )
      .execute(),
  )
}
