import type { Work } from '../database/connect.ts'
import { gather } from '../gather.ts'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import type { MayIssue } from '../organisation/permission.ts'
import { normaliseEmail } from '../person/person.ts'
import { hashToken } from '../seal.ts'
import { type Found, type KnownKey, type Look, lookForIssuing, questionOf, readLook } from './find-issuing-ground.ts'
import { type IssueResult, issueMerits, type Order as OneOrder } from './issue-merits.ts'

export type MeritPlace = {
  meritId: string
  /** The newest published version when absent. */
  version?: number | undefined
}
export type Order = OneOrder & MeritPlace

export type Issued = {
  holderId: string
  credentialId: string
  known: boolean
  state: 'issued' | 'awaiting-approval'
}

/**
 * Issues a merit to one person. A key that was used before answers with what it made then.
 *
 * @throws Problem `facts-refused` with each fact and why; `key-reused` when the key stands for something else
 */
export async function issueMerit(ground: Ground, work: Work, permission: MayIssue, order: Order): Promise<Issued> {
  const look = await lookForIssuing(ground, work, permission, toMerit(order), [hashToken(order.key)])
  const [result] = await issueEach(ground, work, permission, order, [order], look)
  if (!result) throw new Error('One order gave no result.')
  if (result instanceof Problem) throw result
  return result
}

/**
 * Makes a way to issue for many who ask at once: those that one actor orders of one merit while others are being issued
 * share a transaction, and so its statements and its wait for the disk. Each has its own answer, as if it had been alone.
 */
export function issueTogether(ground: Ground): (permission: MayIssue, order: Order) => Promise<Issued> {
  const queues = new Map<string, ReturnType<typeof openQueue>>()
  return async (permission, order) => {
    const { actor, organisationId } = permission
    const who = actor.kind === 'person' ? actor.personId : actor.tokenId
    const key = JSON.stringify([who, organisationId, order.meritId, order.version])
    const queue = queues.get(key) ?? openQueue(ground, order)
    queues.set(key, queue)
    queue.waiting++
    try {
      const result = await queue.issue({ permission, order })
      if (result instanceof Problem) throw result
      return result
    } finally {
      if (--queue.waiting === 0 && queues.size > mostQueues) queues.delete(key)
    }
  }
}

/** Beside some five milliseconds that a transaction takes: for this, all who issue at the same time share the next one. */
const linger = 3

const mostQueues = 100

function openQueue(ground: Ground, merit: MeritPlace) {
  const issue = gather(
    async (asked: readonly { permission: MayIssue; order: Order }[]) => {
      // All are the same actor's for the same organisation: what the latest of them may, all of them may.
      const permission = asked.at(-1)?.permission
      if (!permission) return []
      const orders = asked.map(({ order }) => order)
      const keys = orders.map(({ key }) => hashToken(key))
      const question = questionOf(permission, toMerit(merit), keys, new Set(keys).size)
      return ground.database.actUpon<Found, readonly (Issued | Problem)[]>(
        scopeOf(permission.actor),
        question,
        (work, rows) => issueEach(ground, work, permission, merit, orders, readLook(ground, permission, rows)),
      )
    },
    { linger },
  )
  return { issue, waiting: 0 }
}

/** What becomes of each order: issued, known, or why not. Refused alone, an order changes nothing for the others. */
async function issueEach(
  ground: Ground,
  work: Work,
  permission: MayIssue,
  merit: MeritPlace,
  orders: readonly Order[],
  { known, stand }: Look,
): Promise<readonly (Issued | Problem)[]> {
  const before = byKey(orders, known)
  const fresh = orders.filter(({ key }) => !before.has(key))
  const results = new Map<Order, Issued | Problem>()
  if (fresh.length > 0) {
    const made = await issueMerits(ground, work, stand(), fresh, { keysAreNew: true })
    const taken = fresh.filter((_, index) => made[index]?.outcome === 'known')
    const others = byKey(taken, taken.length > 0 ? await lookAgain(ground, work, permission, merit, taken) : [])
    for (const [index, order] of fresh.entries())
      results.set(order, toIssued(made[index]) ?? answerKnown(order, others.get(order.key)))
  }
  return orders.map((order) => results.get(order) ?? answerKnown(order, before.get(order.key)))
}

const toMerit = ({ meritId, version }: MeritPlace) => ({ id: meritId, version })

async function lookAgain(ground: Ground, work: Work, permission: MayIssue, merit: MeritPlace, taken: readonly Order[]) {
  const keys = taken.map(({ key }) => hashToken(key))
  return (await lookForIssuing(ground, work, permission, toMerit(merit), keys)).known
}

function byKey(orders: readonly Order[], known: readonly KnownKey[]): ReadonlyMap<string, KnownKey> {
  const byHash = new Map(known.map((row) => [row.key, row]))
  return new Map(
    orders.flatMap(({ key }) => {
      const row = byHash.get(hashToken(key))
      return row ? [[key, row] as const] : []
    }),
  )
}

/** Undefined where the key stands for what was there before. */
function toIssued(result: IssueResult | undefined): Issued | Problem | undefined {
  if (!result) throw new Error('An order gave no result.')
  if (result.outcome === 'known') return undefined
  if (result.outcome === 'refused')
    return new Problem('facts-refused', 'What is said about the assessment does not fit the merit.', result.problems)
  const { holderId, credentialId, outcome } = result
  return { holderId, credentialId, known: false, state: outcome }
}

function answerKnown(order: Order, known: KnownKey | undefined): Issued | Problem {
  if (!known) throw new Error('A key was taken by someone else and is not there.')
  if (known.merit_id === order.meritId && known.recipient_email === normaliseEmail(order.recipient.email))
    return {
      holderId: known.holder_id,
      credentialId: known.credential_id,
      known: true,
      state: known.state === 'awaiting-approval' ? known.state : 'issued',
    }
  return new Problem('key-reused', 'The key was used for another merit or recipient; take a new key for each issuing.')
}
