import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { passkeyLogin, passkeyRegistration, rememberChallenge, takeChallenge } from './login-challenge.ts'

const Base64Url = z.base64url().max(20_000)

/** What the browser's `navigator.credentials.create()` answers, as JSON (WebAuthn Level 3, RegistrationResponseJSON). */
export const RegistrationResponse = z.object({
  id: Base64Url,
  rawId: Base64Url,
  type: z.literal('public-key'),
  clientExtensionResults: z.looseObject({}).default({}),
  response: z.object({
    clientDataJSON: Base64Url,
    attestationObject: Base64Url,
    transports: z.array(z.string().max(20)).max(10).default([]),
  }),
})
export type RegistrationResponse = z.infer<typeof RegistrationResponse>

/** What `navigator.credentials.get()` answers, as JSON (AuthenticationResponseJSON). */
export const AuthenticationResponse = z.object({
  id: Base64Url,
  rawId: Base64Url,
  type: z.literal('public-key'),
  clientExtensionResults: z.looseObject({}).default({}),
  response: z.object({
    clientDataJSON: Base64Url,
    authenticatorData: Base64Url,
    signature: Base64Url,
    userHandle: Base64Url.optional(),
  }),
})
export type AuthenticationResponse = z.infer<typeof AuthenticationResponse>

const refused = (): Problem =>
  new Problem('passkey-refused', 'Begin again. If it stays so, log in by e-mail and add the passkey anew.')

/** What the browser needs to make a passkey for whoever is logged in. */
export async function beginPasskey(
  ground: Ground,
  person: PersonActor,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const known = await ground.database.act(systemScope, (work) =>
    work.selectFrom('passkey').select('id').where('person_id', '=', person.personId).execute(),
  )
  const options = await generateRegistrationOptions({
    rpName: 'Bricka',
    rpID: relyingParty(ground).id,
    userID: new Uint8Array(Buffer.from(person.personId)),
    userName: person.email,
    userDisplayName: person.name,
    excludeCredentials: known,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await rememberChallenge(ground, passkeyRegistration, options.challenge, { personId: person.personId })
  return options
}

/** Takes a new passkey into the account. @throws Problem `passkey-refused` */
export async function addPasskey(
  ground: Ground,
  person: PersonActor,
  response: RegistrationResponse,
  name: string,
): Promise<{ id: string }> {
  const challenge = readChallenge(response.response.clientDataJSON)
  const begun = await ground.database.act(systemScope, (work) =>
    takeChallenge(ground, work, passkeyRegistration, challenge),
  )
  if (begun?.personId !== person.personId) throw refused()
  const { origin, id: expectedRPID } = relyingParty(ground)
  const made = await verifyRegistrationResponse({
    response: response satisfies RegistrationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID,
    requireUserVerification: true,
  }).catch(refuse)
  if (!made.verified) throw refused()
  const { credential } = made.registrationInfo
  await ground.database.act(systemScope, async (work) => {
    const now = ground.now()
    const added = await work
      .insertInto('passkey')
      .values({
        id: credential.id,
        person_id: person.personId,
        public_key: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: response.response.transports,
        name,
        created_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!added) throw refused()
    await writeAudit(work, {
      actor: person,
      holderId: person.personId,
      act: 'passkey-added',
      object: { kind: 'passkey', id: credential.id },
      details: { name },
      at: now,
    })
  })
  return { id: credential.id }
}

/** What the browser needs to log in with any passkey that it has for this site: nobody is named, so none is revealed. */
export async function beginPasskeyLogin(ground: Ground): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(ground).id,
    userVerification: 'required',
  })
  await rememberChallenge(ground, passkeyLogin, options.challenge, {})
  return options
}

/** Who a passkey logs in. @throws Problem `passkey-refused`, the same whatever is wrong */
export async function usePasskey(ground: Ground, response: AuthenticationResponse): Promise<string> {
  const challenge = readChallenge(response.response.clientDataJSON)
  const passkey = await ground.database.act(systemScope, async (work) => {
    if (!(await takeChallenge(ground, work, passkeyLogin, challenge))) return undefined
    return work.selectFrom('passkey').selectAll().where('id', '=', response.id).executeTakeFirst()
  })
  if (!passkey) throw refused()
  const { origin, id: expectedRPID } = relyingParty(ground)
  const { userHandle, ...answer } = response.response
  const used = await verifyAuthenticationResponse({
    response: {
      ...response,
      response: { ...answer, ...(userHandle && { userHandle }) },
    } satisfies AuthenticationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID,
    requireUserVerification: true,
    credential: {
      id: passkey.id,
      publicKey: new Uint8Array(passkey.public_key),
      counter: Number(passkey.counter),
    },
  }).catch(refuse)
  if (!used.verified) throw refused()
  await ground.database.act(systemScope, (work) =>
    work
      .updateTable('passkey')
      .set({ counter: used.authenticationInfo.newCounter, last_used_at: ground.now() })
      .where('id', '=', passkey.id)
      .execute(),
  )
  return passkey.person_id
}

export async function listPasskeys(ground: Ground, person: PersonActor) {
  return ground.database.act(systemScope, (work) =>
    work
      .selectFrom('passkey')
      .select(['id', 'name', 'created_at', 'last_used_at'])
      .where('person_id', '=', person.personId)
      .orderBy('created_at')
      .execute(),
  )
}

/** @throws Problem `not-found`, also for another person's */
export async function removePasskey(ground: Ground, person: PersonActor, id: string): Promise<void> {
  await ground.database.act(systemScope, async (work) => {
    const removed = await work
      .deleteFrom('passkey')
      .where('id', '=', id)
      .where('person_id', '=', person.personId)
      .returning('name')
      .executeTakeFirst()
    if (!removed) throw new Problem('not-found', 'You have no such passkey.')
    await writeAudit(work, {
      actor: person,
      holderId: person.personId,
      act: 'passkey-removed',
      object: { kind: 'passkey', id },
      details: { name: removed.name },
      at: ground.now(),
    })
  })
}

const relyingParty = (ground: Ground): { id: string; origin: string } => {
  const { hostname, origin } = new URL(ground.settings.baseUrl)
  return { id: hostname, origin }
}

/** The challenge as the browser signed it: what it names is looked up and used up before anything else is believed. */
function readChallenge(clientData: string): string {
  try {
    const { challenge } = z
      .object({ challenge: z.string().min(16).max(200) })
      .parse(JSON.parse(Buffer.from(clientData, 'base64url').toString('utf8')))
    return challenge
  } catch {
    throw refused()
  }
}

/** The library throws for every way in which an answer is wrong; the reason would only help who tries. */
function refuse(error: unknown): never {
  if (error instanceof Error) throw refused()
  throw error
}
