import { isObject, type Json, readId, readObject, readObjects, readText } from './read-json.ts'

/** An endorsement that came inside a credential, as it came: it is a credential of its own, and judged as one. */
export type FoundEndorsement = {
  readonly about: 'credential' | 'achievement' | 'issuer'
  /** What it may speak of to be about that: what it lies in, or the version of it. */
  readonly of: readonly string[]
  readonly given: object | string
}

/** So many of each are looked at: none can be made to check hundreds, and none crowds out what is about another. */
const mostOfEach = 4
const mostAchievements = 4

/** An achievement's version has an address of its own, and an endorsement here is of a version alone. */
const versionTerm = 'http://purl.org/dc/terms/hasVersion'

/** Endorsements that stand in an Open Badge 3.0: of the credential, of its achievements and of who issued it. */
export function findEndorsements(credential: object): readonly FoundEndorsement[] {
  const document: Json = isObject(credential) ? credential : {}
  const achievements = readObjects(document.credentialSubject)
    .flatMap(({ achievement }) => readObjects(achievement))
    .slice(0, mostAchievements)
  const issuer = readObject(document.issuer)
  const places = [
    ['credential', document],
    ...achievements.map((achievement) => ['achievement', achievement] as const),
    ['issuer', issuer],
  ] as const
  return places.flatMap(([about, node]) => {
    const of = [readId(node), readId(node?.[versionTerm])].flatMap((one) => one ?? [])
    const given = [node?.endorsement ?? [], node?.endorsementJwt ?? []].flat()
    return given
      .flatMap((one) => (isObject(one) || typeof one === 'string' ? [{ about, of, given: one }] : []))
      .slice(0, mostOfEach)
  })
}

/** What an endorsement says, by whom, and of what. */
export function readEndorsement(credential: object): {
  readonly endorses: boolean
  readonly of: string | undefined
  readonly by: string | undefined
  readonly comment: string | undefined
} {
  const document: Json = isObject(credential) ? credential : {}
  const subject = readObject(document.credentialSubject)
  const issuer = readObject(document.issuer)
  return {
    endorses: [document.type].flat().includes('EndorsementCredential'),
    of: readId(subject),
    by: readText(issuer?.name) ?? readId(issuer) ?? readText(document.issuer),
    comment: readText(subject?.endorsementComment),
  }
}
