import { parseArgs } from 'node:util'
import { makeAdapter } from './make-adapter.ts'
import { makeCertificate } from './make-certificate.ts'
import { serveAdapter } from './serve-adapter.ts'

const { values } = parseArgs({ options: { port: { type: 'string', default: '40443' } } })
const port = Number(values.port)
const baseUrl = `https://localhost:${port}`
const certificate = await makeCertificate(new Date())
await serveAdapter(makeAdapter({ baseUrl, clock: () => new Date() }), { port, certificate })
process.stdout.write(`${baseUrl}\n${baseUrl}/local-config.cjs\n`)
