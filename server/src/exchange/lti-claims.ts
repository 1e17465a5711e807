import { z } from 'zod'
import { Problem } from '../http/problem.ts'

const claim = 'https://purl.imsglobal.org/spec/lti/claim'
const text = z.string().min(1).max(2000)

/** What an id token of a launch says (LTI 1.3, 5.3), beside what every JWT has. */
export const LaunchClaims = z.looseObject({
  nonce: text,
  sub: text.optional(),
  name: z.string().max(300).optional(),
  azp: z.string().optional(),
  aud: z.union([z.string(), z.array(z.string())]),
  [`${claim}/message_type`]: text,
  [`${claim}/version`]: text,
  [`${claim}/deployment_id`]: text,
  [`${claim}/roles`]: z.array(z.string()).max(200).default([]),
  [`${claim}/resource_link`]: z.looseObject({ id: text, title: z.string().max(500).optional() }).optional(),
  [`${claim}/context`]: z.looseObject({ title: z.string().max(500).optional() }).optional(),
  [`${claim}/custom`]: z.looseObject({ merit: z.uuid().optional() }).optional(),
  'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': z.looseObject({ lineitem: z.url().optional() }).optional(),
  'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice': z
    .looseObject({ context_memberships_url: z.url() })
    .optional(),
  'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings': z
    .looseObject({ deep_link_return_url: z.url(), accept_types: z.array(z.string()), data: z.string().optional() })
    .optional(),
})
export type LaunchClaims = z.infer<typeof LaunchClaims>

/** Why a call from a learning platform is refused; `docs/errors.md` lists them under `lms-refused`. */
export type LaunchRefusal =
  | 'platform-unknown'
  | 'platform-error'
  | 'form-unreadable'
  | 'state-missing'
  | 'state-unknown'
  | 'state-other-browser'
  | 'token-invalid'
  | 'claims-missing'
  | 'nonce-wrong'
  | 'audience-wrong'
  | 'deployment-wrong'
  | 'version-wrong'
  | 'message-type-unknown'
  | 'merit-missing'
  | 'merit-not-issuable'
  | 'merit-changed'
  | 'launch-unknown'
  | 'teachers-only'
  | 'member-unknown'
  | 'members-not-told'

/** @throws Problem `lms-refused` */
export function refuseLaunch(code: LaunchRefusal, detail: string, pointer = ''): never {
  throw new Problem('lms-refused', detail, [{ pointer, code, detail }])
}

const teacherRoles = ['http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor', 'Instructor']
const learnerRoles = ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner', 'Learner']

/** A teacher of this very course: a role in the institution or the system is none here. */
export const mayTeach = (roles: readonly string[]): boolean => roles.some((role) => teacherRoles.includes(role))

/** Whoever teaches is not issued to, even if they are entered as a learner too. */
export const isLearner = (roles: readonly string[]): boolean =>
  roles.some((role) => learnerRoles.includes(role)) && !mayTeach(roles)

export type Launch = {
  kind: 'resource' | 'deep-link'
  deploymentId: string
  teaches: boolean
  who: string
  linkId: string | undefined
  title: string
  meritId: string | undefined
  lineItemUrl: string | null
  membersUrl: string | null
  deepLink: { returnUrl: string; data: string | undefined } | undefined
}

/** What the claims come to. @throws Problem `lms-refused` */
export function readLaunch(payload: unknown): Launch & { claims: LaunchClaims } {
  const read = LaunchClaims.safeParse(payload)
  if (!read.success) {
    const [issue] = read.error.issues
    return refuseLaunch('claims-missing', issue?.message ?? 'A claim is missing.', `/${issue?.path.join('/') ?? ''}`)
  }
  const claims = read.data
  if (claims[`${claim}/version`] !== '1.3.0') return refuseLaunch('version-wrong', 'Only LTI 1.3.0 is spoken here.')
  const type = claims[`${claim}/message_type`]
  const link = claims[`${claim}/resource_link`]
  const settings = claims['https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings']
  if (type !== 'LtiResourceLinkRequest' && type !== 'LtiDeepLinkingRequest')
    return refuseLaunch('message-type-unknown', type)
  if (type === 'LtiResourceLinkRequest' && !link)
    return refuseLaunch('claims-missing', 'The launch names no link.', '/resource_link')
  if (type === 'LtiDeepLinkingRequest' && !settings?.accept_types.includes('ltiResourceLink'))
    return refuseLaunch('claims-missing', 'The platform takes no link in.', '/deep_linking_settings')
  return {
    claims,
    kind: type === 'LtiResourceLinkRequest' ? 'resource' : 'deep-link',
    deploymentId: claims[`${claim}/deployment_id`],
    teaches: mayTeach(claims[`${claim}/roles`]),
    who: claims.name ?? claims.sub ?? '',
    linkId: link?.id,
    title: claims[`${claim}/context`]?.title ?? link?.title ?? '',
    meritId: claims[`${claim}/custom`]?.merit,
    lineItemUrl: claims['https://purl.imsglobal.org/spec/lti-ags/claim/endpoint']?.lineitem ?? null,
    membersUrl:
      claims['https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice']?.context_memberships_url ?? null,
    deepLink: settings && { returnUrl: settings.deep_link_return_url, data: settings.data },
  }
}
