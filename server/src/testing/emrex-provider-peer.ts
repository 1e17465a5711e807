import { createServer, type IncomingMessage } from 'node:http'
import { gzipSync } from 'node:zlib'
import { signElmo } from '../exchange/elmo-signature.ts'
import type { RsaCertificate } from '../exchange/make-rsa-certificate.ts'

/** What a register answers with: a return code, and a transcript (signed here unless `signed` says it is already). */
export type PeerAnswer = { code: string; document?: string; signed?: boolean; sessionId?: string; packed?: string }

export type ProviderPeer = {
  url: string
  /** As a browser: posts what the client told it to, and gives the form that the register’s page posts back. */
  visit(form: { url: string; fields: Record<string, string> }): Promise<{ url: string; fields: Record<string, string> }>
  answer: (asked: Record<string, string>) => PeerAnswer
  close(): Promise<void>
}

/**
 * A student register that speaks EMREX over HTTP as those of Sweden, Norway and Finland do: it takes the client’s form,
 * asks its person, and answers with a page whose form goes to the return address with gzip and base64 in it.
 */
export async function openProviderPeer(key: RsaCertificate): Promise<ProviderPeer> {
  const peer: Pick<ProviderPeer, 'answer'> = { answer: () => ({ code: 'EMP_NO_RESULTS' }) }
  const server = createServer(async (request, reply) => {
    const asked = Object.fromEntries(new URLSearchParams(await readBody(request)))
    const { code, document, signed, packed, sessionId = asked.sessionId ?? '' } = peer.answer(asked)
    const transcript = document === undefined || signed ? document : signElmo(document, key)
    const elmo = packed ?? (transcript === undefined ? undefined : gzipSync(transcript).toString('base64'))
    const fields = { sessionId, returnCode: code, returnMessage: '', ...(elmo !== undefined && { elmo }) }
    const inputs = Object.entries(fields).map(
      ([name, value]) => `<input type="hidden" name="${name}" value="${value}">`,
    )
    reply.setHeader('content-type', 'text/html')
    reply.end(`<form method="post" action="${asked.returnUrl}">${inputs.join('')}<button>Send</button></form>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/emrex`
  return Object.assign(peer, {
    url,
    visit: async ({ url: to, fields }: Parameters<ProviderPeer['visit']>[0]) => {
      const page = await (await fetch(to, { method: 'POST', body: new URLSearchParams(fields) })).text()
      const found = [...page.matchAll(/name="(\w+)" value="([^"]*)"/g)]
      return {
        url: /action="([^"]*)"/.exec(page)?.[1] ?? '',
        fields: Object.fromEntries(found.map(([, name = '', value = '']) => [name, value])),
      }
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  })
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}
