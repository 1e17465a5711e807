import { connect } from 'node:net'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'

/**
 * Lets a ClamAV daemon look at a file before it is kept, where the operator has set one (`SCANNER`, host:port).
 *
 * A scanner that is set and does not answer lets nothing through.
 *
 * @throws Problem `evidence-refused` with `malware-found`; `scanner-unreachable`
 */
export async function scanFile({ settings, log }: Pick<Ground, 'settings' | 'log'>, bytes: Uint8Array): Promise<void> {
  if (!settings.scanner) return
  const answer = await ask(settings.scanner, bytes).catch((error: Error) => {
    log.error({ scanner: error.message }, 'the scanner of files does not answer')
    throw new Problem('scanner-unreachable', 'The file was not kept. Try again in a while.')
  })
  const found = /stream: (.+) FOUND/.exec(answer)?.[1]
  if (found)
    throw new Problem('evidence-refused', 'The file cannot be taken as evidence.', [
      { pointer: '/file', code: 'malware-found', detail: found },
    ])
  if (!/stream: OK/.test(answer))
    throw new Problem('scanner-unreachable', 'The file was not kept. Try again in a while.')
}

/** clamd's INSTREAM: chunks with their length before them, and an empty one at the end. */
function ask({ host, port }: { host: string; port: number }, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: 20_000 })
    let answer = ''
    socket.setEncoding('utf8')
    socket.on('timeout', () => socket.destroy(new Error('timeout')))
    socket.on('error', reject)
    socket.on('data', (text: string) => {
      answer += text
    })
    socket.on('close', () => resolve(answer))
    socket.on('connect', () => {
      socket.write('zINSTREAM\0')
      for (let at = 0; at < bytes.length; at += chunk) {
        const part = bytes.subarray(at, at + chunk)
        const length = Buffer.alloc(4)
        length.writeUInt32BE(part.length)
        socket.write(length)
        socket.write(part)
      }
      socket.write(Buffer.alloc(4))
    })
  })
}

const chunk = 64 * 1024
