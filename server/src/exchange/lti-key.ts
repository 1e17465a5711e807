import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose'
import { systemScope, toJson } from '../database/connect.ts'
import type { Ground } from '../ground.ts'

const keyPurpose = 'lti-key'

/** The server's key towards learning platforms, made when it is first asked for. */
async function openKey(ground: Ground): Promise<{ publicJwk: JWK; privateJwk: JWK }> {
  const find = () =>
    ground.database.act(systemScope, (work) => work.selectFrom('lti_key').selectAll().executeTakeFirst())
  const row = (await find()) ?? (await makeKey(ground).then(find))
  if (!row) throw new Error('A key that was made is not there.')
  const privateJwk: JWK = JSON.parse(ground.seal.open(keyPurpose, row.sealed).toString('utf8'))
  return { publicJwk: row.public_jwk, privateJwk }
}

async function makeKey(ground: Ground): Promise<void> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
  const publicJwk = { ...(await exportJWK(publicKey)), kid: randomUUID(), use: 'sig', alg: 'RS256' }
  const sealed = ground.seal.close(keyPurpose, Buffer.from(JSON.stringify(await exportJWK(privateKey))))
  await ground.database.act(systemScope, (work) =>
    work
      .insertInto('lti_key')
      .values({ id: 'tool', public_jwk: toJson(publicJwk), sealed, created_at: ground.now() })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute(),
  )
}

/** What platforms check our words with. */
export const readToolKeys = async (ground: Ground): Promise<{ keys: JWK[] }> => ({
  keys: [(await openKey(ground)).publicJwk],
})

/** Signs as the tool: for five minutes, once. */
export async function signAsTool(ground: Ground, payload: JWTPayload): Promise<string> {
  const { publicJwk, privateJwk } = await openKey(ground)
  const now = Math.floor(ground.now().getTime() / 1000)
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(publicJwk.kid !== undefined && { kid: publicJwk.kid }) })
    .setIssuedAt(now)
    .setExpirationTime(now + 300)
    .setJti(randomUUID())
    .sign(await importJWK(privateJwk, 'RS256'))
}
