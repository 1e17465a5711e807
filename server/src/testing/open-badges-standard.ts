import { z } from 'zod'

/** What the Open Badges 3.0 API says of each operation (6.2 and 6.3, and its OpenAPI document). */
export const operations = [
  { id: 'getServiceDescription', method: 'GET', path: '/discovery', scope: undefined, done: [200], refuses: [] },
  {
    id: 'getCredentials',
    method: 'GET',
    path: '/credentials',
    scope: 'credential.readonly',
    done: [200],
    refuses: [400, 401, 403, 405],
  },
  {
    id: 'upsertCredential',
    method: 'POST',
    path: '/credentials',
    scope: 'credential.upsert',
    done: [200, 201, 304],
    refuses: [400, 401, 403, 405],
  },
  {
    id: 'getProfile',
    method: 'GET',
    path: '/profile',
    scope: 'profile.readonly',
    done: [200],
    refuses: [401, 403, 405],
  },
  {
    id: 'putProfile',
    method: 'PUT',
    path: '/profile',
    scope: 'profile.update',
    done: [200],
    refuses: [400, 401, 403, 405],
  },
] as const

/** B.2: what every refusal is; nothing beside it. */
export const StatusInfo = z.strictObject({
  imsx_codeMajor: z.enum(['failure', 'processing', 'success', 'unsupported']),
  imsx_severity: z.enum(['error', 'status', 'warning']),
  imsx_description: z.string().min(1).optional(),
  imsx_codeMinor: z
    .strictObject({
      imsx_codeMinorField: z
        .array(
          z.strictObject({
            imsx_codeMinorFieldName: z.string().min(1),
            imsx_codeMinorFieldValue: z.enum([
              ...(['forbidden', 'fullsuccess', 'internal_server_error', 'invalid_data'] as const),
              ...(['invalid_query_parameter', 'misdirected_request', 'not_acceptable', 'not_allowed'] as const),
              ...(['not_found', 'not_modified', 'server_busy', 'unauthorizedrequest', 'unknown'] as const),
            ]),
          }),
        )
        .min(1),
    })
    .optional(),
})

/** B.2.1 and B.1: what the two kinds of answers are made of. */
export const answers = {
  '/credentials': z.strictObject({
    credential: z.array(z.looseObject({ '@context': z.array(z.unknown()), proof: z.unknown() })).optional(),
    compactJwsString: z.array(z.string().regex(/^[\w-]+\.[\w-]+\.[\w-]+$/)).optional(),
  }),
  '/profile': z.looseObject({ id: z.url(), type: z.array(z.string()).refine((types) => types.includes('Profile')) }),
  '/discovery': z.looseObject({
    openapi: z.string().regex(/^3\.0\./),
    info: z.looseObject({
      title: z.string(),
      termsOfService: z.url(),
      'x-imssf-privacyPolicyUrl': z.url(),
    }),
    components: z.looseObject({
      securitySchemes: z.looseObject({
        OAuth2ACG: z.looseObject({
          type: z.literal('oauth2'),
          'x-imssf-registrationUrl': z.url(),
          flows: z.looseObject({
            authorizationCode: z.looseObject({
              authorizationUrl: z.url(),
              tokenUrl: z.url(),
              refreshUrl: z.url(),
              scopes: z.record(z.url(), z.string()),
            }),
          }),
        }),
      }),
    }),
  }),
} as const
