import { parentPort } from 'node:worker_threads'
import { documentCases } from './document-cases.ts'
import { makeIssuer } from './issuers.ts'

const counts: Readonly<Record<string, number>> = { warm: 5_000, run: 30_000 }

const { ours } = await documentCases.batch('small', await makeIssuer())

parentPort?.on('message', async (order: string) => {
  const count = counts[order] ?? 0
  for (let index = 0; index < count; index++) await ours()
  parentPort?.postMessage(count)
})
