import { CaseEvent, CasePart, type FiledEvent } from '@bricka/domain/recognition/case-event'
import { decideEvent, type EventRefusal } from '@bricka/domain/recognition/decide-event'
import { PersonId } from '@bricka/domain/recognition/judgement'
import { readCase } from '@bricka/domain/recognition/read-case'
import { typedText } from '@bricka/domain/typed-text'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { type Actor, requirePerson } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { getAssessor } from './assessor.ts'
import { appendEvent, type OpenCase, openCase } from './case-file.ts'
import { partsIn } from './case-parts.ts'
import { findOfferSettings } from './offer.ts'
import { removeFile } from './remove-file.ts'

/** An event as it is asked for. Who an assessor is and when an appeal must come is filled in from what is registered. */
const Wanted = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('assessor-appointed'), personId: z.uuid() }),
  z.strictObject({ kind: z.literal('decided'), reason: typedText().max(4000).optional() }),
  z.looseObject({
    kind: z.enum([
      'phase-begun',
      'self-assessed',
      'evidence-added',
      'evidence-withdrawn',
      'identity-checked',
      'assessor-declared',
      'outcome-judged',
      'proposed',
      'returned',
      'quality-checked',
      'paused',
      'resumed',
      'withdrawn',
      'appealed',
      'note',
    ]),
  }),
])
export const NewEvent = z.strictObject({ as: CasePart, event: Wanted })
export type NewEvent = z.infer<typeof NewEvent>

/** Adds an event to a case as it stands, where the rules allow it. @throws Problem `case-refused` with the rule's code */
export async function addEvent(
  ground: Ground,
  work: Work,
  actor: Actor,
  caseId: string,
  { as, event }: NewEvent,
): Promise<number> {
  const opened = await openCase(work, caseId, { lock: true })
  const parts = await partsIn(work, actor, opened)
  if (!parts.includes(as)) throw new Problem('permission-missing', `You are ${parts.join(', ')} in this case.`)
  return fileEvent(ground, work, actor, opened, as, await completeEvent(ground, work, opened, event))
}

/** Files a whole event; also used by what makes events of its own, such as a credential or a file that came. */
export async function fileEvent(
  ground: Ground,
  work: Work,
  actor: Actor,
  opened: OpenCase,
  as: CasePart,
  event: CaseEvent,
): Promise<number> {
  const person = requirePerson(actor)
  const now = ground.now()
  const by = PersonId.parse(person.personId)
  const { row, state, file } = opened
  const settings = await findOfferSettings(work, row.provider_id, row.merit_id)
  const on = now.toISOString().slice(0, 10)
  const decision = decideEvent(state, { event, by, as, on, experienceYears: settings?.experienceYears ?? 0 })
  if (!decision.may) throw refuse(decision)

  const filed: FiledEvent = { number: file.length + 1, at: now.toISOString(), by, as, event }
  const of = { holderId: row.holder_id, caseId: row.id, providerId: row.provider_id, lastDigest: opened.lastDigest }
  await appendEvent(work, of, filed, person.name)
  if (event.kind === 'assessor-appointed')
    await work
      .insertInto('case_assessor')
      .values({
        holder_id: row.holder_id,
        case_id: row.id,
        person_id: event.assessor.personId,
        provider_id: row.provider_id,
        name: (await findName(work, event.assessor.personId)) ?? '',
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  if (event.kind === 'evidence-withdrawn') await removeFile(work, row.holder_id, row.id, event.evidenceId)
  const after = readCase([...file, filed])
  await work
    .updateTable('validation_case')
    .set({ standing: after?.standing ?? row.standing, phase: after?.phase ?? null, changed_at: now })
    .where('holder_id', '=', row.holder_id)
    .where('id', '=', row.id)
    .execute()
  await writeAudit(work, {
    actor,
    holderId: row.holder_id,
    // The candidate's own deeds are the candidate's; the provider's log has what was done for it.
    ...(as !== 'candidate' && { organisationId: row.provider_id }),
    act: `validation-${event.kind}`,
    object: { kind: 'validation-case', id: row.id },
    details: { number: filed.number, as },
    at: now,
  })
  return filed.number
}

/** Members of one organisation see one another's names. */
async function findName(work: Work, personId: string): Promise<string | null | undefined> {
  const person = await work.selectFrom('person').select('name').where('id', '=', personId).executeTakeFirst()
  return person?.name
}

async function completeEvent(
  ground: Ground,
  work: Work,
  { row }: OpenCase,
  wanted: NewEvent['event'],
): Promise<CaseEvent> {
  if (wanted.kind === 'assessor-appointed')
    return {
      kind: 'assessor-appointed',
      assessor: await getAssessor(work, row.provider_id, z.uuid().parse(wanted.personId)),
    }
  if (wanted.kind === 'decided') {
    const settings = await findOfferSettings(work, row.provider_id, row.merit_id)
    const until = new Date(ground.now().getTime() + (settings?.appealDays ?? 21) * 86_400_000)
    return CaseEvent.parse({ ...wanted, appealBefore: until.toISOString().slice(0, 10) })
  }
  const parsed = CaseEvent.safeParse(wanted)
  if (parsed.success && parsed.data.kind === 'evidence-added' && parsed.data.evidence.file)
    throw new Problem('request-invalid', 'A file is sent to the case’s files; it makes its own event.')
  if (parsed.success) return parsed.data
  throw new Problem(
    'request-invalid',
    'One or more values are missing or not allowed.',
    parsed.error.issues.map(({ path, code, message }) => ({
      pointer: `/event/${path.map(String).join('/')}`,
      code,
      detail: message,
    })),
  )
}

/** The rule that stood in the way, with what it was about. */
function refuse({ may: _, code, ...about }: EventRefusal): Problem {
  const detail = Object.entries(about)
    .map(([key, value]) => `${key}: ${Array.isArray(value) ? value.join(', ') : String(value)}`)
    .join('; ')
  return new Problem('case-refused', refusalWords[code], [{ pointer: '/event', code, detail: detail || code }])
}

const refusalWords: Record<EventRefusal['code'], string> = {
  'case-part-missing': 'Another part in the case does this.',
  'case-state-refused': 'The case does not stand so that this can be done.',
  'phase-out-of-order': 'The phases follow one another.',
  'outcome-unknown': 'The merit has no such outcome.',
  'outcome-already-met': 'The outcome was met before the appeal; an appeal cannot take it away.',
  'evidence-unknown': 'The case has no such evidence, or it was withdrawn.',
  'evidence-judged': 'A judgement rests on this evidence, so it stays in the file.',
  'assessor-undeclared': 'Declare your ties to the candidate first.',
  'assessor-not-appointed': 'You are not appointed in this round of the case.',
  'assessor-already-appointed': 'The assessor is appointed already.',
  'assessor-conflict': 'A tie to the candidate shuts the assessor out.',
  'assessor-not-trained': 'No training as an assessor is registered.',
  'assessor-not-authorised': 'The assessor’s authorisation does not cover the day.',
  'assessor-experience-short': 'The assessor has too few years in the trade.',
  'assessor-judged-before': 'Whoever assessed before does not hear the appeal.',
  'outcomes-unjudged': 'Each outcome must be judged first.',
  'appeal-not-judged': 'Nothing has been judged anew since the appeal.',
  'identity-unchecked': 'The candidate’s identity must be checked first.',
  'nothing-recognised': 'No outcome was met, so there is nothing to issue.',
  'own-judgement': 'Whoever judged or decided does not decide on or control it.',
  'appeal-too-late': 'The time for an appeal is over.',
  'judged-in-the-future': 'The day has not come.',
}
