import {
  type LoadResource,
  type PartFinding,
  readCredential,
  type VerifyOptions,
  verifyCredential,
} from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { type Demands, decideDemands } from '@bricka/domain/transparency/decide-demands'
import { readTransparency } from '@bricka/domain/transparency/read-transparency'
import type { TransparencyProfile } from '@bricka/domain/transparency/transparency-profile'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { boundLoads, ClrView, checkClr } from './check-clr.ts'
import { checkEndorsements, EndorsementFinding } from './check-endorsements.ts'
import { CheckView, DemandView } from './check-view.ts'
import { findIssuerNow, IssuerNow } from './find-issuer-now.ts'
import { makeLoadResource } from './load-resource.ts'

export const PartView = z.object({
  id: z.string(),
  name: z.string().optional(),
  issuer: z.string().optional(),
  digest: z.string().optional(),
  outcome: z.enum(['passed', 'failed', 'unchecked']),
  code: z.string(),
  /** Where the part itself was shown beside the whole: its number among what was shown, and whether it is that very one. */
  shown: z.object({ number: z.number(), same: z.boolean() }).optional(),
})
export type PartView = z.infer<typeof PartView>

/** What is found out about a credential: each check by itself, and what it says of itself. Never one verdict. */
export const Verified = z.object({
  checks: z.array(CheckView),
  format: z.string(),
  transparency: z.custom<TransparencyProfile>(),
  /** The credential as it was read, for download. */
  document: z.string(),
  demands: z.array(DemandView).optional(),
  parts: z
    .array(PartView)
    .optional()
    .describe('Of a whole that was made of smaller credentials: each of them, as its own issuer has it now'),
  endorsements: z
    .array(EndorsementFinding)
    .optional()
    .describe('Endorsements that came inside, each checked by itself'),
  issuerNow: IssuerNow.optional().describe('What has become of the issuer since, where that is known here'),
  clr: ClrView.optional().describe('Of a learner’s record (CLR 2.0): each credential in it, checked by itself'),
})
export type Verified = z.infer<typeof Verified>

type Order = {
  readonly demands?: Demands | undefined
  /** What its holder was asked to sign, where it is shown on request. */
  readonly asked?: VerifyOptions['asked']
  /** The addresses that whoever brings it has shown to be theirs. */
  readonly recipients?: readonly string[] | undefined
}

/** Reads and checks a credential that anyone may have written. @throws Problem `credential-unreadable` */
export async function verifyText(
  ground: Ground,
  text: string | Uint8Array,
  demands?: Demands,
  asked?: Order['asked'],
  recipients?: Order['recipients'],
): Promise<Verified> {
  const loadResource = makeLoadResource(ground)
  const { credential, ...verified } = await verifyOne(ground, text, { demands, asked, recipients }, loadResource)
  const bounded = boundLoads(loadResource, { most: 120, milliseconds: 20_000 })
  const clr = await checkClr(credential, verified.transparency, (part) =>
    verifyOne(ground, part, { demands, recipients }, bounded),
  )
  const issuerNow = await findIssuerNow(ground, verified.transparency)
  return { ...verified, ...(clr && { clr }), ...(issuerNow && { issuerNow }) }
}

async function verifyOne(
  ground: Ground,
  text: string | Uint8Array,
  { demands, asked, recipients }: Order,
  loadResource: LoadResource,
): Promise<Verified & { credential: object }> {
  const read = readCredential(text)
  if (!read.read)
    throw new Problem('credential-unreadable', read.detail, [{ pointer: '/', code: read.code, detail: read.detail }])
  const options: VerifyOptions = {
    now: ground.now().toISOString(),
    power,
    loadResource,
    statusLists: ground.statusLists,
    ...(ground.shadow && { shadow: ground.shadow }),
  }
  const { report, credential } = await verifyCredential(read.credential, {
    ...options,
    ...(asked && { asked }),
    ...(recipients && { recipients }),
  })
  const transparency = readTransparency(credential)
  const endorsements = await checkEndorsements(credential, options)
  return {
    credential,
    checks: report.checks.map((check) => ({ ...check, detail: { ...check.detail } })),
    format: report.format,
    transparency,
    document: showDocument(text, credential),
    ...(endorsements.length > 0 && { endorsements }),
    ...(report.parts && { parts: report.parts.map((part) => nameParts(part, transparency)) }),
    ...(demands && { demands: [...decideDemands(demands, transparency, report.checks, ground.now())] }),
  }
}

function nameParts({ id, check }: PartFinding, { parts }: TransparencyProfile): PartView {
  const stated = parts.stated ? parts.items.find((part) => part.id === id) : undefined
  return { ...stated, id, outcome: check.outcome, code: check.code }
}

/** The text as it came; of a picture that carries a credential, the credential. */
function showDocument(input: string | Uint8Array, credential: object): string {
  const text = typeof input === 'string' ? input : new TextDecoder().decode(input)
  return /^\s*[[{"A-Za-z0-9_-]/.test(text) ? text : JSON.stringify(credential)
}
