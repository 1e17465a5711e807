import { Demands } from '@bricka/domain/transparency/decide-demands'
import { z } from 'zod'
import { Problem } from '../http/problem.ts'

/** A reader's demands in an address: base64url of their JSON, so that a link can carry them. */
export const DemandsQuery = z.object({ demands: z.string().max(8000).optional() })

/** @throws Problem `demands-unreadable` */
export function readDemands(text: string | null | undefined): Demands | undefined {
  if (text === undefined || text === null || text === '') return undefined
  try {
    return Demands.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    throw new Problem('demands-unreadable', 'Set the demands again on the verification page.')
  }
}
