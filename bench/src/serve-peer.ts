import { createServer } from 'node:http'
import { makePeer } from './digital-bazaar.ts'
import { makeIssuer } from './issuers.ts'

/**
 * What the DCC's signing-service does with a POST: reads JSON, puts its own issuer in, signs with `@digitalbazaar/vc`
 * (eddsa-rdfc-2022) and answers with the signed credential. Behind bare `node:http`, which costs less than its Express.
 */
const issuer = await makeIssuer()
const peer = makePeer(issuer)
const server = createServer(async (request, response) => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  const credential = JSON.parse(Buffer.concat(parts).toString())
  credential.issuer = typeof credential.issuer === 'string' ? issuer.did : { ...credential.issuer, id: issuer.did }
  const signed = JSON.stringify(await peer.issue(credential))
  response
    .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(signed) })
    .end(signed)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 })
})
process.on('message', (asked) => {
  if (asked === 'cpu') process.send?.({ cpu: process.cpuUsage(), memory: process.memoryUsage.rss() })
  else process.exit(0)
})
