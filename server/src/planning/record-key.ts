import { createHmac } from 'node:crypto'
import { keyRange } from '@bricka/domain/planning/protect-figure'

/**
 * A person's record key, from which the noise of every figure they stand behind comes: always the same, and without
 * the server's secret nobody can reckon it.
 */
export function recordKey(secret: Uint8Array, holderId: string): number {
  return createHmac('sha256', secret).update(`statistics:${holderId}`).digest().readUInt32BE(0) % keyRange
}
