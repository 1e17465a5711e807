import type { Json, JsonObject } from '../json.ts'

export type StatusEntryParts = {
  /** The address of the list. */
  readonly list: string
  readonly index: number
  readonly purpose: 'revocation' | 'suspension' | 'refresh' | 'message'
  /** For `message`: what each value means, from zero up; their number is a power of two. */
  readonly messages?: readonly string[]
  /** Where it is explained what the values mean. */
  readonly reference?: string
}

/**
 * A `credentialStatus` entry that points into a Bitstring Status List (1.0, 2.1). Several messages take several bits.
 *
 * @throws RangeError when the messages are not as many as their bits can say
 */
export function composeStatusEntry({ list, index, purpose, messages, reference }: StatusEntryParts): JsonObject {
  const size = messages ? Math.log2(messages.length) : 1
  if (messages && (purpose !== 'message' || !Number.isInteger(size) || size < 1))
    throw new RangeError('Messages are for the purpose "message": two, four, eight … of them, one for each value.')
  return {
    id: `${list}#${index}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: purpose,
    statusListIndex: `${index}`,
    statusListCredential: list,
    ...(messages && {
      statusSize: size,
      statusMessage: messages.map((message, value): Json => ({ status: `0x${value.toString(16)}`, message })),
    }),
    ...(reference !== undefined && { statusReference: reference }),
  }
}
