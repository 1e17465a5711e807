import { z } from 'zod'
import { AssessmentFacts } from './assessment-facts.ts'
import { bricka, furtherStatus } from './credential-terms.ts'

const StatusEntry = z.object({
  type: z.literal('BitstringStatusListEntry'),
  statusPurpose: z.string().min(1).max(60),
  statusListIndex: z.string().regex(/^\d{1,15}$/),
  statusListCredential: z.url({ protocol: /^https?$/ }).max(500),
})

/**
 * One of the smaller credentials that a whole is made of: which one, by whom, to the byte, and where its issuer says
 * whether it still holds. Nothing of its content is repeated; whoever wants that asks the holder for it.
 */
export const PartReference = z.strictObject({
  id: z.url().max(500),
  name: z.string().min(1).max(300),
  issuer: z.strictObject({ id: z.string().min(1).max(300), name: z.string().min(1).max(300) }),
  digestSri: z.string().regex(/^sha384-[A-Za-z0-9+/]{64}$/),
  status: z.array(StatusEntry).max(4),
})
export type PartReference = z.infer<typeof PartReference>

/** The facts of one issuing with what only the house itself lays to them: nobody states the parts of a whole by hand. */
export const IssuedFacts = AssessmentFacts.extend({ parts: z.array(PartReference).max(60).optional() })
export type IssuedFacts = z.infer<typeof IssuedFacts>

const Credential = z.looseObject({
  id: z.url(),
  name: z.string().min(1),
  issuer: z.looseObject({ id: z.string().min(1), name: z.string().min(1) }),
  credentialStatus: z.unknown().optional(),
})

/** A reference to a credential of ours as it was signed; `digestSri` is that of its very bytes. */
export function referToPart(document: object, digestSri: string): PartReference {
  const { id, name, issuer, ...rest } = Credential.parse(document)
  const status = [rest.credentialStatus, rest[furtherStatus]].flat().flatMap((entry) => {
    const read = StatusEntry.safeParse(entry)
    return read.success ? [read.data] : []
  })
  return PartReference.parse({
    id,
    name: name.slice(0, 300),
    issuer: { id: issuer.id, name: issuer.name.slice(0, 300) },
    digestSri,
    status,
  })
}

/** The reference as it stands in the whole, under Dublin Core's `hasPart`. */
export const composePart = ({ id, name, issuer, digestSri, status }: PartReference) => ({
  id,
  type: bricka('Part'),
  name,
  digestSRI: digestSri,
  [bricka('issuedBy')]: { id: issuer.id, name: issuer.name },
  [bricka('partStatus')]: status.map((entry) => ({
    id: `${entry.statusListCredential}#${entry.statusListIndex}`,
    ...entry,
  })),
})
