import { Demands } from '@bricka/domain/transparency/decide-demands'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { readDemands } from './read-demands.ts'
import { fetchCredential, readGiven } from './read-given.ts'
import { Verified, verifyText } from './verify-text.ts'

/** What `/api/verify` takes as JSON. A body that is itself a credential is taken as that. */
export const VerifyBody = z.union([
  z.strictObject({ credential: z.union([z.string().min(1), z.looseObject({})]), demands: Demands.optional() }),
  z.strictObject({ url: z.string().trim().min(1).max(2000), demands: Demands.optional() }),
])
export type VerifyBody = z.infer<typeof VerifyBody>

type Order = { text: string | Uint8Array; demands: Demands | undefined }

export function verifyingRoutes(instance: FastifyInstance, ground: Ground): void {
  // The bytes as they came: parsing them here would hide doubled keys and wrong encodings from the reader.
  instance.removeContentTypeParser(['application/json', 'text/plain'])
  instance.addContentTypeParser(
    ['application/json', 'text/plain', '*'],
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  )
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/verify',
    {
      config: { rateLimit: { max: 120, timeWindow: '1 minute' } },
      // The schema describes the JSON form; files and raw bodies are accepted besides, so it is applied by hand.
      validatorCompiler: () => (value: unknown) => ({ value }),
      schema: {
        summary: 'Check any credential: pasted, by its address, or as a file',
        description:
          'Send JSON, the credential itself as the body, or a file as multipart/form-data. Demands may be given in the body or as `demands` in the query.',
        consumes: ['application/json', 'multipart/form-data', 'text/plain', 'application/vc', 'application/vc+jwt'],
        body: VerifyBody,
        response: { 200: Verified },
      },
    },
    async (request) => {
      const { text, demands } = await readOrder(ground, request)
      const asked = demands ?? readDemands(new URL(request.url, ground.settings.baseUrl).searchParams.get('demands'))
      return verifyText(ground, await readGiven(ground, text), asked)
    },
  )
}

async function readOrder(ground: Ground, request: FastifyRequest): Promise<Order> {
  if (request.isMultipart()) return readFile(request)
  const body = request.body
  if (!(body instanceof Uint8Array) || body.length === 0)
    throw new Problem('body-unreadable', 'Send a credential, its address as {"url": "…"}, or a file.')
  const json = /^application\/json\b/.test(request.headers['content-type'] ?? '') ? parseJson(body) : undefined
  if (json === undefined || !isOrder(json)) return { text: body, demands: undefined }
  const order = VerifyBody.safeParse(json)
  if (!order.success)
    throw new Problem(
      'request-invalid',
      'Give either "credential" or "url", and "demands" as described in the API.',
      order.error.issues.map((issue) => ({
        pointer: `/${issue.path.join('/')}`,
        code: issue.code,
        detail: issue.message,
      })),
    )
  if ('url' in order.data) return { text: await fetchCredential(ground, order.data.url), demands: order.data.demands }
  const { credential, demands } = order.data
  return { text: typeof credential === 'string' ? credential : JSON.stringify(credential), demands }
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}

const isOrder = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && !('@context' in json) && ('credential' in json || 'url' in json)

async function readFile(request: FastifyRequest): Promise<Order> {
  const file = await request.file()
  if (!file) throw new Problem('body-unreadable', 'Choose a file with a credential.')
  return { text: await file.toBuffer(), demands: undefined }
}
