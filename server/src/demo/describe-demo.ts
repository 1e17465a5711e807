import type { Ground } from '../ground.ts'
import { listDemoPeople } from './list-demo-people.ts'

/** What `npm start` says: where the demo is, and as whom one can be in it. */
export async function describeDemo(ground: Ground): Promise<string[]> {
  const { baseUrl } = ground.settings
  const people = await listDemoPeople(ground)
  const widest = Math.max(0, ...people.map(({ name }) => name.length))
  const what = ({ roles, merits }: (typeof people)[number]): string =>
    roles.length > 0
      ? roles.map(({ organisation, roles: own }) => `${own.join(', ')} at ${organisation}`).join('; ')
      : `learner with ${merits} ${merits === 1 ? 'merit' : 'merits'}`
  return [
    '',
    `This is a demo world: nobody in it is real, and no mail leaves the machine (read it at ${baseUrl}/demo/mail).`,
    `Choose who to be at ${baseUrl}/demo, without a password:`,
    ...people.map((person) => `  ${person.name.padEnd(widest)}  ${what(person)}`),
  ]
}
