import { Language } from '@bricka/domain/local-text'
import { MeritDesign } from '@bricka/domain/merit/merit'
import type { Role } from '@bricka/domain/organisation/organisation'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import { buildApp } from '../http/build-app.ts'
import { writeNotices } from '../issuing/notice.ts'
import { deliverMail } from '../mail/waiting-mail.ts'
import { addMembership } from '../organisation/add-organisation.ts'
import { findOrAddPerson } from '../person/person.ts'
import { openSession } from '../person/session.ts'
import type { Settings } from '../read-settings.ts'
import { openTestGround, type TestGround } from './open-test-ground.ts'

export type Form = Readonly<Record<string, string | { name: string; bytes: Buffer }>>

export type Visitor = {
  call(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: object,
    from?: string,
  ): Promise<LightMyRequestResponse>
  /** Sends a form with fields and one file. */
  send(url: string, form: Form): Promise<LightMyRequestResponse>
  personId: string
}

export type TestWorld = {
  ground: TestGround
  app: FastifyInstance
  anyone: Visitor
  /** Someone of this name, logged in, with roles in organisations. */
  visit(name: string, memberships?: Readonly<Record<string, readonly Role[]>>): Promise<Visitor>
  /** A system of an organisation's own, by token. */
  visitByToken(secret: string): Visitor
  register(representative: Visitor, slug: string, changes?: object): Promise<string>
  publish(creator: Visitor, organisationId: string, changes?: Partial<MeritDesign>): Promise<string>
  /** Everything that holders are to be told is on its way. */
  deliver(): Promise<void>
  close(): Promise<void>
}

/** A server with nobody in it, and short ways to fill it through its routes. */
export async function openTestWorld(settings: Partial<Settings> = {}): Promise<TestWorld> {
  const ground = await openTestGround({ logLevel: process.env.LOG_LEVEL ?? 'silent', ...settings })
  const app = await buildApp(ground)
  const visitor = (personId: string, headers: Record<string, string>): Visitor => ({
    personId,
    call: (method, url, body, from) =>
      app.inject({ method, url, headers, ...(body && { payload: body }), ...(from && { remoteAddress: from }) }),
    send: (url, form) => {
      const boundary = 'bricka-test-boundary'
      const parts = Object.entries(form).flatMap(([name, value]) => [
        Buffer.from(
          typeof value === 'string'
            ? `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}`
            : `--${boundary}\r\ncontent-disposition: form-data; name="${name}"; filename="${value.name}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
        ),
        ...(typeof value === 'string' ? [] : [value.bytes]),
        Buffer.from('\r\n'),
      ])
      const payload = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)])
      const type = `multipart/form-data; boundary=${boundary}`
      return app.inject({ method: 'POST', url, headers: { ...headers, 'content-type': type }, payload })
    },
  })
  return {
    ground,
    app,
    anyone: visitor('', {}),
    visit: async (name, memberships = {}) => {
      const personId = await ground.database.act(systemScope, async (work) => {
        const id = await findOrAddPerson(work, `${name.toLowerCase()}@people.example`, name, ground.now())
        for (const [organisationId, roles] of Object.entries(memberships))
          await addMembership(work, { organisationId, personId: id, roles, at: ground.now() })
        return id
      })
      return visitor(personId, { cookie: `bricka_session=${await openSession(ground, personId)}` })
    },
    visitByToken: (secret) => visitor('', { authorization: `Bearer ${secret}` }),
    register: async (representative, slug, changes = {}) => {
      const response = await representative.call('POST', '/api/organisations', {
        slug,
        legalName: `${slug} organisation`,
        country: 'SE',
        kind: 'non-formal-provider',
        ...changes,
      })
      return z.object({ id: z.string() }).parse(response.json()).id
    },
    publish: async (creator, organisationId, changes = {}) => {
      const begun = await creator.call('POST', '/api/merits', {
        organisationId,
        profileId: 'eu',
        design: { ...splicing, ...changes },
      })
      const { id } = z.object({ id: z.string() }).parse(begun.json())
      const published = await creator.call('POST', `/api/merits/${id}/publish`, {})
      if (published.statusCode !== 201) throw new Error(published.body)
      return id
    },
    deliver: async () => {
      await writeNotices(ground)
      await deliverMail(ground)
    },
    close: async () => {
      await app.close()
      await ground.close()
    },
  }
}

/** A whole design: every mandatory element of Annex I is there. */
export const splicing = MeritDesign.parse({
  title: { sv: 'Fibersvetsning', en: 'Fibre splicing' },
  description: { sv: 'Svetsa och mäta optisk fiber i fält.' },
  languagesOfContent: [Language.enum.sv],
  outcomes: [
    {
      id: 'splice',
      type: 'skill',
      statement: { sv: 'Svetsa en singelmodfiber med godkänd dämpning' },
      criteria: [{ sv: 'Dämpningen är högst 0,1 dB i varje skarv' }],
      assessedBy: ['practical-assessment'],
      alignments: [
        {
          uri: 'http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000001',
          label: 'splice cable',
          framework: 'ESCO',
          relation: 'close',
        },
      ],
    },
  ],
  workload: { hours: 24 },
  level: { standing: 'self-declared', framework: 'EQF', level: '4' },
  assessment: {
    types: ['practical-assessment'],
    supervision: 'supervised-onsite-with-identity-check',
    assessor: { role: 'occupational-assessor', independence: 'other-organisation' },
    evidenceKinds: ['practical-test'],
  },
  participation: ['presential'],
  qualityAssurance: [{ kind: 'branch-panel', body: 'Fibernämnden' }],
  benefits: ['professional-skills'],
  priorLearning: { replaces: 'wholly' },
  places: ['Skelleby'],
  languagesOfInstruction: [Language.enum.sv],
})

/** What is said of one assessment of it. */
export const facts = { assessedOn: '2026-10-30', route: 'course' } as const
