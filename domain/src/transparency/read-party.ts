import { readId, readObject, readObjects, readText } from './read-json.ts'
import type { Stated, StatedParty } from './transparency-profile.ts'

/** An issuer or creator: a profile, or only its identifier. */
export function readParty(value: unknown): Stated<StatedParty> {
  const profile = readObject(value) ?? {}
  const address = readObject(profile.address)
  const id = readId(value)
  const name = readText(profile.name)
  if (id === undefined && name === undefined) return { stated: false }
  const url = readText(profile.url)
  const country = readText(address?.addressCountryCode) ?? readText(address?.addressCountry)
  const region = readText(address?.addressRegion)
  return {
    stated: true,
    ...(id && { id }),
    ...(name && { name }),
    ...(country && { country }),
    ...(region && { region }),
    ...(url && { url }),
    identifiers: readObjects(profile.otherIdentifier).flatMap((one) => {
      const identifier = readText(one.identifier)
      const scheme = readText(one.identifierType) ?? 'identifier'
      return identifier === undefined ? [] : [{ scheme: scheme.replace(/^ext:/, ''), value: identifier }]
    }),
  }
}

/** The award is the creator's where it is another than the issuer: then the issuer acts under its mandate. */
export function readAwardingBody(
  issuer: Stated<StatedParty>,
  creator: Stated<StatedParty>,
): Stated<StatedParty & { as: 'creator' | 'issuer' }> {
  if (creator.stated) {
    const known = issuer.stated && issuer.id !== undefined && issuer.id === creator.id ? issuer : creator
    return { ...known, as: 'creator' }
  }
  return issuer.stated ? { ...issuer, as: 'issuer' } : { stated: false }
}
