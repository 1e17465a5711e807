import { issueVcJwt } from '@bricka/credential'
import { withRegisteredClaims } from '@bricka/domain/issuing/registered-claims'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { requirePerson, scopeOf } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { findSigner } from '../organisation/organisation-key.ts'
import { openShare } from '../passport/open-share.ts'
import { getPassportItem } from '../passport/passport-view.ts'
import { makeBadgePicture, type PictureKind, pictureKinds, pictureTypes, seedOf } from './badge-picture.ts'
import { findRepresentable } from './represent-credential.ts'

const Kind = z.enum(pictureKinds)

/** Merits as baked pictures: for their holders, and for whoever a merit is shared with. */
export function badgePictureRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/passport/credentials/:id/picture.:kind',
    {
      schema: {
        summary: 'One of my merits inside a picture of it (Open Badges 3.0), as JSON or as a compact JWS',
        params: z.object({ id: z.uuid(), kind: Kind }),
        querystring: z.object({ as: z.enum(['json', 'jws']).default('json') }),
      },
    },
    async ({ actor, params, query }, reply) => {
      const person = requirePerson(actor)
      const { document } = await ground.database.act(scopeOf(actor), (work) =>
        getPassportItem(work, person.personId, params.id),
      )
      const text = query.as === 'json' ? document : await writeAsJws(person.personId, params.id)
      return send(reply, params.kind, seedOf(document), text, params.id)
    },
  )

  app.get(
    '/api/shares/:token/credentials/:number/picture.:kind',
    {
      schema: {
        summary: 'One shared credential inside a picture of it (Open Badges 3.0)',
        params: z.object({
          token: z.string().min(10).max(100),
          number: z.coerce.number().int().min(1).max(1000),
          kind: Kind,
        }),
      },
    },
    async ({ actor, params }, reply) => {
      const { token, number, kind } = params
      const personId = actor.kind === 'person' ? actor.personId : undefined
      const { documents } = await openShare(ground, token, 'downloaded', personId)
      const document = documents[number - 1]
      if (!document) throw new Problem('not-found', `The share has ${documents.length} merits.`)
      return send(reply, kind, seedOf(document), document, String(number))
    },
  )

  /** The same credential in another form: as it stands, with the same place in the status list. */
  function writeAsJws(holderId: string, credentialId: string): Promise<string> {
    return ground.database.act(systemScope, async (work) => {
      const found = await findRepresentable(work, holderId, credentialId)
      if (found.standing !== 'ready')
        throw new Problem('credential-state-refused', 'Only a merit that stands is written in another form.')
      const { verificationMethod, sign } = await findSigner(ground, work, found.issuerId)
      const { proof: _proof, ...unsigned } = found.document
      return issueVcJwt(withRegisteredClaims(unsigned), { verificationMethod, sign, algorithm: 'EdDSA' })
    })
  }
}

const send = (reply: FastifyReply, kind: PictureKind, seed: string, text: string, name: string): FastifyReply =>
  reply
    .type(pictureTypes[kind])
    .header('content-disposition', `attachment; filename="merit-${name}.${kind}"`)
    .send(makeBadgePicture(kind, seed, text))
