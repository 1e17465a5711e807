import type { Signer } from '@bricka/credential'

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')

/** Signs a JWT of a kind with an organisation's key, which its DID document shows. */
export async function signJwt(typ: string, payload: object, { verificationMethod, sign }: Signer): Promise<string> {
  const signed = `${encode({ alg: 'EdDSA', typ, kid: verificationMethod })}.${encode(payload)}`
  return `${signed}.${Buffer.from(await sign(new TextEncoder().encode(signed))).toString('base64url')}`
}
