import { type Degree, type FollowUpAnswer, type Round, rounds } from '@bricka/domain/follow-up/follow-up'
import { MeritDesign } from '@bricka/domain/merit/merit'
import { lastQuarter } from '@bricka/domain/planning/count-supply'
import { makeRandom } from '@bricka/domain/planning/make-population'
import type { WorldPerson } from '@bricka/fixtures/world/world'
import { toJson } from '../database/connect.ts'
import { changeFollowUpConsent } from '../follow-up/consent.ts'
import { releaseBenefits } from '../follow-up/release-benefits.ts'
import { makeId } from '../make-id.ts'
import { findActor } from './find-actor.ts'
import type { DemoEvent } from './take-step.ts'

/** Someone who wants to be asked how it went. */
export const followUpEvent = ({ key }: WorldPerson, at: string): DemoEvent => ({
  name: `follow-up:${key}`,
  at,
  run: async (then, work, found) => {
    await changeFollowUpConsent(then, work, await findActor(work, found, key), true)
    return {}
  },
})

const answered = [
  { merit: 'yrkessvenska-omsorg', people: 64 },
  { merit: 'fiberskarvning', people: 41 },
  { merit: 'felsokning-fiber', people: 14 },
] as const

/** Answers of made-up holders to three merits: without them nobody sees what results look like. */
export const madeUpAnswersEvent = (at: string): DemoEvent => ({
  name: 'made-up-answers',
  at,
  run: async (then, work, found) => {
    const random = makeRandom(5)
    for (const { merit, people } of answered) {
      const meritId = found(`merit:${merit}`, 'id')
      const { design } = await work
        .selectFrom('merit_version')
        .select('design')
        .where('merit_id', '=', meritId)
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow()
      const { benefits } = MeritDesign.parse(design)
      for (let person = 0; person < people; person++) {
        const holder_id = makeId(then.now())
        const credential_id = makeId(then.now())
        const until = random() < 0.6 ? 3 : random() < 0.5 ? 2 : 1
        for (const round of rounds.slice(0, until))
          await work
            .insertInto('follow_up_ask')
            .values({
              ...{ holder_id, credential_id, round, merit_id: meritId },
              due_on: then.now().toISOString().slice(0, 10),
              asked_at: then.now(),
              reminded_at: null,
              sealed_token: null,
              answer: toJson(makeAnswer(round, benefits, random)),
              answered_at: then.now(),
            })
            .execute()
      }
    }
    await releaseBenefits(then, work, lastQuarter(then.now().toISOString().slice(0, 10)))
    return {}
  },
})

/** More hope than get, and get more of it with time. */
function makeAnswer(round: Round, benefits: MeritDesign['benefits'], random: () => number): FollowUpAnswer {
  const likely = { start: 0.85, 'half-year': 0.6, year: 0.72 }[round]
  const choose = (chance: number): Degree => (random() < chance ? 'yes' : random() < 0.5 ? 'partly' : 'no')
  const situations = ['working', 'working', 'looking-for-work', 'studying', 'none-of-these'] as const
  return {
    benefits: Object.fromEntries(benefits.map((benefit, place) => [benefit, choose(likely - place * 0.12)])),
    ...(round === 'start'
      ? { situation: situations[Math.floor(random() * situations.length)] ?? 'working' }
      : { recommends: choose(0.8) }),
  }
}
