import { convertCredit } from '../merit/credit-unit.ts'
import type { Part, StackGroup } from './stack.ts'

/** Whether a group takes a merit: by name, by what it teaches, or by both where both are asked for. */
export function accepts(
  { accepts: { meritIds, skills } }: StackGroup,
  part: Pick<Part, 'meritId' | 'skills'>,
): boolean {
  if (meritIds && !meritIds.includes(part.meritId)) return false
  return !skills || skills.some((skill) => part.skills.includes(skill))
}

/** Credits in another unit count only where the two are equal by law; never by length, never by an estimate. */
export function inUnit(value: number, from: string, to: string): number | undefined {
  const conversion = convertCredit(value, from, to)
  return 'standing' in conversion && conversion.standing === 'equal' ? conversion.converted.least : undefined
}
