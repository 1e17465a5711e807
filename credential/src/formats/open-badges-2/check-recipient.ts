import { type Check, find } from '../../check.ts'
import { encodeHex } from '../../encode-base.ts'
import { isObject, isText, type JsonObject } from '../../json.ts'
import type { Ground } from '../format.ts'

/**
 * Is the badge made out to whoever brings it?
 *
 * Open Badges 2.0 names its recipient by an address, mostly as `sha256$…` of the address and a salt. The hash is a
 * fingerprint of a short text, so it proves nothing to a stranger: only who has shown that an address is theirs is held
 * against it.
 */
export function checkRecipient({ recipient }: JsonObject, { recipients, power }: Ground): Check {
  if (!isObject(recipient) || !isText(recipient.identity)) return find('recipient-unreadable')
  const { identity, salt = '' } = recipient
  const kind = isText(recipient.type) ? recipient.type : 'email'
  const hashed = recipient.hashed === true || /^[a-z0-9]+\$/.test(identity)
  if (kind !== 'email' || !isText(salt)) return find('recipient-unreadable', { kind })
  if (hashed && !identity.startsWith('sha256$'))
    return find('recipient-unreadable', { hash: identity.split('$')[0] ?? '' })
  if (recipients === undefined) return find('recipient-unproven')
  const wanted = hashed ? identity.slice('sha256$'.length).toLowerCase() : identity.trim().toLowerCase()
  const write = (address: string) => (hashed ? encodeHex(power.sha256Text(address + salt)) : address.toLowerCase())
  const own = recipients.some((address) => write(address) === wanted || write(address.toLowerCase()) === wanted)
  return own ? find('recipient-matches') : find('recipient-other')
}
