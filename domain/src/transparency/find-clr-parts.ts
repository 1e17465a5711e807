import { isObject, type Json, readId, readList, readObject, readObjects, readText, readTexts } from './read-json.ts'

/** So many credentials are looked at in one record: each may have to be asked about at its own issuer. */
export const mostClrParts = 100

/** A learner's record (CLR 2.0): a credential that others lie in, each with its own signature. */
export type ClrContent = {
  /** As they came: each is a credential of its own, and judged as one. */
  readonly parts: readonly (object | string)[]
  /** How many more there are than are looked at. */
  readonly left: number
  /** Achievements without a credential of their own: only whoever put the record together says them. */
  readonly asserted: readonly { readonly id: string | null; readonly name: string }[]
  readonly associations: readonly { readonly kind: string; readonly sourceId: string; readonly targetId: string }[]
  /** The publisher says that it knows of more of the learner's credentials than lie here. */
  readonly partial: boolean
}

export const isClr = (credential: object): boolean =>
  isObject(credential) && readTexts(credential.type).includes('ClrCredential')

/** What lies in a learner's record; `undefined` for any other credential. */
export function findClrParts(credential: object): ClrContent | undefined {
  const document: Json = isObject(credential) ? credential : {}
  if (!isClr(document)) return undefined
  const subject = readObject(document.credentialSubject) ?? {}
  const given = readList(subject.verifiableCredential).flatMap((one) =>
    isObject(one) || typeof one === 'string' ? [one] : [],
  )
  const parts = given.slice(0, mostClrParts)
  const within = new Set(parts.flatMap((part) => achievementOf(part)))
  return {
    parts,
    left: given.length - parts.length,
    asserted: readObjects(subject.achievement)
      .map((one) => ({ id: readId(one) ?? null, name: readText(one.name) ?? readId(one) ?? '' }))
      .filter(({ id }) => id === null || !within.has(id))
      .slice(0, mostClrParts),
    associations: readObjects(subject.association)
      .flatMap((one) => {
        const [kind, sourceId, targetId] = [one.associationType, one.sourceId, one.targetId].map(readText)
        return kind === undefined || sourceId === undefined || targetId === undefined
          ? []
          : [{ kind, sourceId, targetId }]
      })
      .slice(0, mostAssociations),
    partial: document.partial === true,
  }
}

const mostAssociations = 300

function achievementOf(part: object | string): readonly string[] {
  const subject = isObject(part) ? readObject(part.credentialSubject) : undefined
  const id = readId(readObject(subject?.achievement))
  return id === undefined ? [] : [id]
}
