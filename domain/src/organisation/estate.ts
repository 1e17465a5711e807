import { z } from 'zod'
import { typedLine } from '../typed-text.ts'

/**
 * How an organisation ends: nobody goes on (`close`), another organisation of the same house does (`join`), or what it
 * issued moves to another house (`move`).
 */
export const EndingWay = z.enum(['close', 'join', 'move'])
export type EndingWay = z.infer<typeof EndingWay>

/** The place that another house has made ready: who receives, and the two public keys made for this estate alone. */
export const Receiver = z.object({
  id: z.uuid(),
  /** Base address of the other house, without a slash at its end. */
  house: z.url({ protocol: /^https?$/ }).max(300),
  did: z.string().max(500).startsWith('did:web:'),
  name: typedLine().min(1).max(200),
  /** X25519: what is handed over is closed with it. */
  openingKey: z.object({ kty: z.literal('OKP'), crv: z.literal('X25519'), x: z.string().regex(/^[\w-]{43}$/) }),
  /** Ed25519 as a multikey: signs status lists for the organisation from then on. */
  publicKeyMultibase: z.string().regex(/^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/),
})
export type Receiver = z.infer<typeof Receiver>

export type Ending = {
  readonly way: EndingWay
  /** When it may take effect as far as the organisation itself is concerned; null while a second person must agree. */
  readonly takesEffectAt: string | null
  readonly acceptedAt: string | null
}

export type EndingStep = 'second-person' | 'time' | 'acceptance' | 'packing' | 'due'

/** What an ending waits for at a moment. Nobody becomes a successor unasked, and no estate leaves before its time. */
export function nextEndingStep({ way, takesEffectAt, acceptedAt }: Ending, now: string): EndingStep {
  if (takesEffectAt === null) return 'second-person'
  if (Date.parse(takesEffectAt) > Date.parse(now)) return 'time'
  if (way === 'join' && acceptedAt === null) return 'acceptance'
  return way === 'move' ? 'packing' : 'due'
}
