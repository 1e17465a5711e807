import type { OrganisationId, Role } from './organisation.ts'

/** What someone may do for an organisation. */
export const abilities = [
  'represent',
  'design',
  'mandate',
  'issue',
  'keep',
  'approve',
  'coordinate',
  'assess',
  'assure',
  'counsel',
  'read',
] as const
export type Ability = (typeof abilities)[number]

/** A person's roles in one organisation; in one that has ended also those that they have in its successor. */
export type Membership = {
  readonly organisationId: OrganisationId
  readonly roles: readonly Role[]
  /** Ended, and still answered for here (`kept`); or on its way to another house, or there (`handed-over`). */
  readonly ended?: 'kept' | 'handed-over'
}

const granted: unique symbol = Symbol('granted')

/**
 * Proof that someone may do `A` for one organisation.
 *
 * Only `decidePermission` mints it, for the symbol never leaves this file: a verb that takes a `MayIssue` cannot be
 * reached by someone who was not asked.
 */
export type Permission<A extends Ability> = {
  readonly [granted]: true
  readonly ability: A
  readonly organisationId: OrganisationId
}
export type MayRepresent = Permission<'represent'>
export type MayDesign = Permission<'design'>
export type MayMandate = Permission<'mandate'>
export type MayIssue = Permission<'issue'>
export type MayKeep = Permission<'keep'>
export type MayApprove = Permission<'approve'>
export type MayCoordinate = Permission<'coordinate'>
export type MayAssess = Permission<'assess'>
export type MayAssure = Permission<'assure'>
export type MayCounsel = Permission<'counsel'>
export type MayRead = Permission<'read'>

/**
 * To keep is to answer for what was issued: to suspend, reinstate and revoke. An issuer does not approve: four eyes need two people with two roles, or a representative beside the issuer. An
 * assessor reads only the cases they are appointed in, so the role does not carry `read`; and nobody sees a learner for
 * being their counsellor's superior, so `counsel` comes with its own role alone.
 */
export const abilitiesByRole = {
  representative: ['represent', 'design', 'mandate', 'issue', 'keep', 'approve', 'coordinate', 'read'],
  creator: ['design', 'mandate', 'read'],
  issuer: ['issue', 'keep', 'read'],
  approver: ['approve', 'read'],
  coordinator: ['coordinate', 'read'],
  assessor: ['assess'],
  'quality-assurer': ['assure', 'read'],
  counsellor: ['counsel'],
  reader: ['read'],
} as const satisfies Record<Role, readonly Ability[]>

/** What is left to do for an organisation that has ended: nothing new comes of it, what there is is answered for. */
const abilitiesAfterTheEnd: Record<NonNullable<Membership['ended']>, readonly Ability[]> = {
  kept: ['represent', 'keep', 'read'],
  'handed-over': ['represent', 'read'],
}

export type PermissionDecision<A extends Ability> =
  | { granted: true; permission: Permission<A> }
  | { granted: false; code: 'not-a-member' }
  | { granted: false; code: 'organisation-ended' }
  | { granted: false; code: 'role-missing'; roles: readonly Role[] }

/** Says whether someone with these memberships may do this for the organisation; a refusal names the roles that may. */
export function decidePermission<A extends Ability>(
  memberships: readonly Membership[],
  organisationId: OrganisationId,
  ability: A,
): PermissionDecision<A> {
  const own = memberships.filter((membership) => membership.organisationId === organisationId)
  const roles = own.flatMap((membership) => membership.roles)
  if (roles.length === 0) return { granted: false, code: 'not-a-member' }
  if (own.some(({ ended }) => !isLeft(ended, ability))) return { granted: false, code: 'organisation-ended' }
  if (roles.some((role) => roleAllows(role, ability)))
    return { granted: true, permission: { [granted]: true, ability, organisationId } }
  return { granted: false, code: 'role-missing', roles: rolesThatAllow(ability) }
}

/** Whether something is left to do for an organisation, ended or not. */
export const isLeft = (ended: Membership['ended'], ability: Ability): boolean =>
  ended === undefined || abilitiesAfterTheEnd[ended].includes(ability)

/** The roles that carry an ability, the narrowest first, as one would ask a representative for it. */
export function rolesThatAllow(ability: Ability): readonly Role[] {
  const all: readonly Role[] = [
    'reader',
    'assessor',
    'counsellor',
    'quality-assurer',
    'coordinator',
    'approver',
    'issuer',
    'creator',
    'representative',
  ]
  return all.filter((role) => roleAllows(role, ability))
}

function roleAllows(role: Role, ability: Ability): boolean {
  const allowed: readonly Ability[] = abilitiesByRole[role]
  return allowed.includes(ability)
}
