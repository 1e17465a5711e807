import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { fetchGuarded } from './fetch-guarded.ts'
import { verifyText } from './verify-text.ts'

export function verifyingRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/verify',
    {
      config: { rateLimit: { max: 120, timeWindow: '1 minute' } },
      schema: {
        summary: 'Check any credential, pasted or by its address',
        body: z.union([z.object({ credential: z.string().min(1) }), z.object({ url: z.string().min(1).max(2000) })]),
      },
    },
    async (request) => {
      if ('credential' in request.body) return verifyText(ground, request.body.credential)
      const fetched = await fetchGuarded(request.body.url)
      if (!fetched.found)
        throw new Problem('url-refused', 'Give an https address of a credential that anyone may read.', [
          { pointer: '/url', code: fetched.code, detail: request.body.url },
        ])
      return verifyText(ground, fetched.bytes)
    },
  )
}
