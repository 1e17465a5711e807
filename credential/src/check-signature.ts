import type { FormatId, UnverifiedCredential } from './credential.ts'
import type { KeyPurpose } from './did/find-key.ts'
import type { Format, Ground, Signed } from './formats/format.ts'
import { type Envelope, formats } from './formats/formats.ts'

/** Checks the signature in the way of the credential's own format. */
export function checkSignature(
  { document, envelope }: UnverifiedCredential,
  purpose: KeyPurpose,
  ground: Ground,
): Promise<Signed> {
  return formatOf(envelope.format).checkSignature(document, envelope, purpose, ground)
}

/** A row takes its own kind of envelope, and envelopes say their kind: the table's type holds both together. */
const formatOf = (id: FormatId): Format<Envelope> => formats[id] as unknown as Format<Envelope>
