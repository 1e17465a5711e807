import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type Answer, refuse } from './answer.ts'
import { type Adapter, maxBytes } from './make-adapter.ts'

type Served = { readonly port: number; readonly stop: () => Promise<void> }

/** Serves the adapter on loopback: over https where it has a certificate, as status lists demand it. */
export async function serveAdapter(
  adapter: Adapter,
  { port, certificate }: { port: number; certificate?: { key: string; cert: string } },
): Promise<Served> {
  const listener: RequestListener = async (request, response) => {
    const { status, body, mediaType = 'application/json' } = await answerRequest(request, adapter).catch(tellFault)
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    // What is left of a body that was too large is not waited for.
    response.writeHead(status, { 'content-type': mediaType, ...(status === 413 && { connection: 'close' }) }).end(text)
  }
  const server = certificate ? createSecureServer(certificate, listener) : createServer(listener)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Nothing that is asked may come here; if it does, that is ours to mend, and the next one is still answered. */
function tellFault(error: unknown): Answer {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  return refuse(500, 'adapter-faulty', 'The adapter has a fault.')
}

async function answerRequest(request: IncomingMessage, adapter: Adapter): Promise<Answer> {
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for await (const part of request) {
      size += part.length
      if (size > maxBytes) return refuse(413, 'too-large', `More than ${maxBytes} bytes.`)
      parts.push(part)
    }
  } catch {
    return refuse(400, 'body-incomplete', 'The body breaks off.')
  }
  return adapter({ method: request.method ?? 'GET', path: request.url ?? '/', body: Buffer.concat(parts) })
}
