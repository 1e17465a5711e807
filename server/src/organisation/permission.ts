import type { OrganisationId } from '@bricka/domain/organisation/organisation'
import {
  type Ability,
  decidePermission,
  type Membership,
  type Permission,
} from '@bricka/domain/organisation/permission'
import type { Actor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import type { TokenScope } from './api-token.ts'

/** A permission together with who holds it, so that what is done under it can be written to the audit log. */
export type Granted<A extends Ability> = Permission<A> & { readonly actor: Exclude<Actor, { kind: 'anonymous' }> }
export type MayRepresent = Granted<'represent'>
export type MayDesign = Granted<'design'>
export type MayMandate = Granted<'mandate'>
export type MayIssue = Granted<'issue'>
export type MayKeep = Granted<'keep'>
export type MayApprove = Granted<'approve'>
export type MayCoordinate = Granted<'coordinate'>
export type MayAssure = Granted<'assure'>
export type MayCounsel = Granted<'counsel'>
export type MayRead = Granted<'read'>

/** What a token's scope opens, among what a representative may do. Nobody approves by a machine's token. */
const byScope: Record<TokenScope, readonly Ability[]> = {
  read: ['read'],
  design: ['design', 'read'],
  issue: ['issue', 'keep', 'read'],
  mandate: ['mandate', 'read'],
}

/** @throws Problem `login-required`, `permission-missing`, `scope-missing` or `organisation-ended` */
export function requirePermission<A extends Ability>(actor: Actor, organisationId: string, ability: A): Granted<A> {
  if (actor.kind === 'anonymous') throw new Problem('login-required', 'Only members of the organisation may do this.')
  const membership = membershipsOf(actor, ability).find((one) => one.organisationId === organisationId)
  const decision = membership && decidePermission([membership], membership.organisationId, ability)
  if (decision?.granted) return { ...decision.permission, actor }
  if (decision?.code === 'organisation-ended')
    throw new Problem('organisation-ended', `What it issued is answered for; nothing new comes of it: "${ability}".`)
  throw actor.kind === 'token'
    ? new Problem('scope-missing', `The token is for another organisation or lacks what "${ability}" needs.`)
    : new Problem('permission-missing', `Ask a representative of the organisation for a role that may "${ability}".`)
}

export function mayDo(actor: Actor, organisationId: string, ability: Ability): boolean {
  if (actor.kind === 'anonymous') return false
  const membership = membershipsOf(actor, ability).find((one) => one.organisationId === organisationId)
  return membership !== undefined && decidePermission([membership], membership.organisationId, ability).granted
}

function membershipsOf(actor: Exclude<Actor, { kind: 'anonymous' }>, ability: Ability): readonly Membership[] {
  if (actor.kind === 'person') return actor.memberships
  const allowed = actor.scopes.some((scope) => byScope[scope].includes(ability))
  return allowed ? [{ organisationId: actor.organisationId, roles: ['representative'] }] : []
}

/**
 * What the operator may do from a terminal on the server itself: everything, for they hold the database and its secret
 * anyway. The audit log names them as the operator, never as one of the organisation's people.
 */
export function permitOperator<A extends Ability>(organisationId: OrganisationId, ability: A): Granted<A> {
  const decision = decidePermission([{ organisationId, roles: ['representative'] }], organisationId, ability)
  if (!decision.granted) throw new Error(`No role may "${ability}".`)
  return {
    ...decision.permission,
    actor: { kind: 'token', tokenId: 'operator', name: 'operator', organisationId, scopes: [] },
  }
}
