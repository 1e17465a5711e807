import { OrganisationId } from '@bricka/domain/organisation/organisation'
import { systemScope, toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { putInCatalogue } from '../merit/catalogue-entry.ts'
import { findVersion } from '../merit/find-merit.ts'
import { mandateInForce } from '../merit/mandate-in-force.ts'
import { meritUrl } from '../merit/merit-url.ts'
import { retireMerit } from '../merit/retire-merit.ts'
import { findActor } from '../organisation/find-actor.ts'
import {
  type MayMandate,
  type MayRepresent,
  mayDo,
  permitOperator,
  requirePermission,
} from '../organisation/permission.ts'
import { grantMandate } from '../trust/grant-mandate.ts'
import { withdrawMandate } from '../trust/withdraw-mandate.ts'
import { lockOrganisation, record, stepOf, tell } from './plan-ending.ts'

/**
 * Carries out what is agreed on, accepted and due, each by itself: one that fails is tried again later and holds up nobody
 * else's. Several servers may do it at once.
 */
export async function carryOutEndings(ground: Ground): Promise<number> {
  const plans = await ground.database.act(systemScope, (work) =>
    work
      .selectFrom('estate_plan')
      .selectAll()
      .where('takes_effect_at', '<=', ground.now())
      .where('way', '<>', 'move')
      .execute(),
  )
  let ended = 0
  for (const plan of plans.filter((row) => stepOf(row, ground.now()) === 'due'))
    try {
      if (await carryOut(ground, plan)) ended++
    } catch (error) {
      ground.log.error(error, 'an end could not be carried out; it is tried again')
    }
  return ended
}

async function carryOut(
  ground: Ground,
  { organisation_id, accepted_by, ...plan }: Row<'estate_plan'>,
): Promise<boolean> {
  const successor = await findSuccessor(ground, plan.successor_id, accepted_by)
  return ground.database.act(systemScope, async (work) => {
    const row = await work
      .selectFrom('estate_plan')
      .selectAll()
      .where('organisation_id', '=', organisation_id)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    // Taken back or carried out meanwhile, or asked and accepted anew: then it is another plan, for another time.
    const same = row?.asked_at.getTime() === plan.asked_at.getTime() && row.accepted_by === accepted_by
    if (!row || !same || stepOf(row, ground.now()) !== 'due') return false
    if (row.way === 'join' && !successor) {
      // Who accepted does not represent the successor any more: somebody who does is asked anew.
      await work
        .updateTable('estate_plan')
        .set({ accepted_by: null, accepted_at: null })
        .where('organisation_id', '=', organisation_id)
        .execute()
      return false
    }
    await endOrganisation(ground, work, organisation_id, successor)
    await work.deleteFrom('estate_plan').where('organisation_id', '=', organisation_id).execute()
    return true
  })
}

async function findSuccessor(
  ground: Ground,
  successorId: string | null,
  acceptedBy: string | null,
): Promise<Successor | undefined> {
  const actor = successorId && acceptedBy ? await findActor(ground, 'person', acceptedBy) : undefined
  if (!actor || !successorId || !mayDo(actor, successorId, 'mandate') || !mayDo(actor, successorId, 'represent'))
    return undefined
  return {
    represent: requirePermission(actor, successorId, 'represent'),
    mandate: requirePermission(actor, successorId, 'mandate'),
  }
}

type Successor = { represent: MayRepresent; mandate: MayMandate }

/**
 * Ends an organisation. Nothing that it issued changes: its keys stay in its history, its status lists are signed on. What
 * would let something new come of it stops: mandates, tokens, offers. A successor takes over its merits at the addresses
 * that they have, and gives the same issuers the same right; without one the merits retire.
 */
export async function endOrganisation(
  ground: Ground,
  work: Work,
  organisationId: string,
  successor: Successor | undefined,
): Promise<void> {
  const now = ground.now()
  const organisation = await lockOrganisation(work, organisationId)
  if (!organisation.ended_at) {
    const given = await withdrawGiven(ground, work, organisationId)
    if (successor) {
      await passOn(ground, work, organisationId, successor)
      await renewMandates(ground, work, successor.mandate, given)
    } else await retireAll(ground, work, organisationId)
    await closeDoors(work, organisationId, now)
  } else if (!successor) return
  else await passOn(ground, work, organisationId, successor)
  await work
    .updateTable('organisation')
    .set({
      ended_at: organisation.ended_at ?? now,
      ...(successor && { successor_id: successor.represent.organisationId }),
    })
    .where('id', '=', organisationId)
    .execute()
  const system = { kind: 'system' } as const
  const successorId = successor?.represent.organisationId
  await record(work, { actor: system, organisationId }, 'organisation-ended', now, {
    ...(successorId && { successorId }),
  })
  await tell(ground, work, organisationId, 'estate-ended', { organisation, by: '', at: now })
  if (!successorId) return
  await record(work, { actor: system, organisationId: successorId }, 'estate-taken-over', now, { organisationId })
  await tell(ground, work, successorId, 'estate-ended', { organisation, by: '', at: now })
}

/** Every mandate that it gave and that applies, or will, ends now, by its own signed word. */
async function withdrawGiven(ground: Ground, work: Work, organisationId: string): Promise<readonly Row<'mandate'>[]> {
  const permission = permitOperator(OrganisationId.parse(organisationId), 'mandate')
  const given = await work
    .selectFrom('mandate')
    .selectAll()
    .where('creator_id', '=', organisationId)
    .where((or) => or.or([mandateInForce(ground.now()), or('valid_from', '>', ground.now())]))
    .where('withdrawn_at', 'is', null)
    .execute()
  for (const { id } of given)
    await withdrawMandate(ground, work, permission, { mandateId: id, reason: 'organisation-ended' })
  return given
}

/** The same issuers may issue the same merits as before, now in the successor's name. */
async function renewMandates(
  ground: Ground,
  work: Work,
  permission: MayMandate,
  given: readonly Row<'mandate'>[],
): Promise<void> {
  const now = ground.now()
  const usable = await work
    .selectFrom('merit')
    .innerJoin('mandate', 'mandate.merit_id', 'merit.id')
    .innerJoin('organisation', 'organisation.id', 'mandate.issuer_id')
    .select('mandate.id')
    .where('mandate.id', 'in', [...given.map(({ id }) => id), permission.organisationId])
    .where('merit.state', '=', 'published')
    .where('organisation.ended_at', 'is', null)
    .where('mandate.issuer_id', '<>', permission.organisationId)
    .execute()
  const ids = new Set(usable.map(({ id }) => id))
  for (const { id, merit_id, issuer_id, valid_from, valid_until } of given)
    if (ids.has(id))
      await grantMandate(ground, work, permission, {
        meritId: merit_id,
        issuerId: issuer_id,
        validFrom: valid_from > now ? valid_from : now,
        validUntil: valid_until,
      })
}

/** Merits, drafts, stacks and maps become the successor's. A published merit goes on as its next version, in its name. */
async function passOn(ground: Ground, work: Work, organisationId: string, { represent }: Successor): Promise<void> {
  const now = ground.now()
  const owner = await work
    .selectFrom('organisation')
    .selectAll()
    .where('id', '=', represent.organisationId)
    .executeTakeFirstOrThrow()
  const { legal_name: before } = await lockOrganisation(work, organisationId)
  const merits = await work.selectFrom('merit').selectAll().where('owner_id', '=', organisationId).execute()
  for (const merit of merits) {
    const previous = merit.current_version === null ? undefined : await findVersion(work, merit.id)
    if (!previous) continue
    const { url: _, ...version } = {
      ...previous,
      number: previous.number + 1,
      ownerId: represent.organisationId,
      publishedAt: now.toISOString(),
      changes: [`${before} → ${owner.legal_name}`],
    }
    const url = `${meritUrl(ground, merit.id)}/${version.number}`
    await work
      .insertInto('merit_version')
      .values({
        ...{ merit_id: merit.id, number: version.number, owner_id: owner.id, url },
        ...{ design: toJson(version.design), profile_id: version.profileId, changes: toJson(version.changes) },
        ...{ published_at: now, published_by: null },
      })
      .execute()
    await work.updateTable('merit').set({ current_version: version.number }).where('id', '=', merit.id).execute()
    if (merit.state === 'published') await putInCatalogue(work, { version, url, owner })
  }
  const from = { owner_id: represent.organisationId }
  await work.updateTable('merit').set(from).where('owner_id', '=', organisationId).execute()
  await work.updateTable('merit_draft').set(from).where('owner_id', '=', organisationId).execute()
  await work.updateTable('stack').set(from).where('owner_id', '=', organisationId).execute()
  await work.updateTable('skill_map').set(from).where('owner_id', '=', organisationId).execute()
}

async function retireAll(ground: Ground, work: Work, organisationId: string): Promise<void> {
  const permission = permitOperator(OrganisationId.parse(organisationId), 'design')
  const inUse = await work
    .selectFrom('merit')
    .select('id')
    .where('owner_id', '=', organisationId)
    .where('state', '=', 'published')
    .execute()
  for (const { id } of inUse) await retireMerit(ground, work, permission, id, { reason: 'organisation-ended' })
}

/** What would go on by itself: tokens of its systems, and what it offers to validate. */
async function closeDoors(work: Work, organisationId: string, now: Date): Promise<void> {
  await work
    .updateTable('api_token')
    .set({ withdrawn_at: now })
    .where('organisation_id', '=', organisationId)
    .where('withdrawn_at', 'is', null)
    .execute()
  await work
    .updateTable('validation_offer')
    .set({ closed_at: now })
    .where('provider_id', '=', organisationId)
    .where('closed_at', 'is', null)
    .execute()
}
