import { StackContent } from '@bricka/domain/pathway/stack'
import { SelfCheck } from '@bricka/domain/recognition/quality-factor'
import type { WorldCredit, WorldMeeting, WorldSelfCheck, WorldStack, WorldWhole } from '@bricka/fixtures/world/world'
import { saveStack, setStackState } from '../pathway/stack.ts'
import { askForWhole, issueWhole } from '../pathway/whole-request.ts'
import { applyForCredit, NewApplication } from '../recognition/credit-application.ts'
import { decideApplication, NewDecision } from '../recognition/decide-credit.ts'
import { Meeting, recordMeeting, recordSelfCheck } from '../recognition/quality.ts'
import { findActor, findPermission } from './find-actor.ts'
import type { DemoEvent, FindResult } from './take-step.ts'

const meritIds = (found: FindResult, keys: readonly string[]): string[] =>
  keys.map((key) => found(`merit:${key}`, 'id'))

export const stackEvent = ({ key, owner, by, at, whole, draft, content }: WorldStack): DemoEvent => ({
  name: `stack:${key}`,
  at,
  run: async (then, work, found) => {
    const permission = await findPermission(work, found, by, owner, 'design')
    const parsed = StackContent.parse({
      ...content,
      groups: content.groups.map(({ merits, ...group }) => ({
        ...group,
        accepts: { meritIds: meritIds(found, merits) },
      })),
      prerequisites: content.prerequisites.map(({ merit, needs }) => ({
        meritId: found(`merit:${merit}`, 'id'),
        needs: meritIds(found, needs),
      })),
    })
    const id = await saveStack(then, work, permission, parsed, { meritId: whole && found(`merit:${whole}`, 'id') })
    if (!draft) await setStackState(then, work, permission, id, 'published')
    return { id }
  },
})

/** Someone who asks for a whole and, where it is answered, holds it. */
export const wholeEvents =
  (stacks: readonly WorldStack[]) =>
  ({ key, stack, holder, at, issued }: WorldWhole): DemoEvent[] => {
    const owner = stacks.find((one) => one.key === stack)?.owner ?? ''
    return [
      {
        name: `whole:${key}`,
        at,
        run: async (then, work, found) => {
          const person = await findActor(work, found, holder)
          const { id } = await askForWhole(then, work, person, found(`stack:${stack}`, 'id'), {})
          return { id }
        },
      },
      ...(issued
        ? [
            {
              name: `whole:${key}:issued`,
              at: issued.at,
              run: async (then, work, found) => {
                const permission = await findPermission(work, found, issued.by, owner, 'issue')
                return issueWhole(then, work, permission, found(`whole:${key}`, 'id'), {})
              },
            } satisfies DemoEvent,
          ]
        : []),
    ]
  }

export const creditEvents = ({
  key,
  decider,
  holder,
  at,
  issuings,
  target,
  note,
  decision,
}: WorldCredit): DemoEvent[] => [
  {
    name: `credit:${key}`,
    at,
    run: async (then, work, found) => {
      const person = await findActor(work, found, holder)
      const wish = NewApplication.parse({
        deciderId: found(`organisation:${decider}`, 'id'),
        target,
        credentialIds: issuings.map((one) => found(`issuing:${one}`, 'credentialId')),
        ...(note && { note }),
      })
      const { id } = await applyForCredit(then, work, person, wish)
      return { id }
    },
  },
  ...(decision
    ? [
        {
          name: `credit:${key}:decided`,
          at: decision.at,
          run: async (then, work, found) => {
            const { by, at: _, ...verdict } = decision
            const permission = await findPermission(work, found, by, decider, 'coordinate')
            await decideApplication(then, work, permission, found(`credit:${key}`, 'id'), NewDecision.parse(verdict))
            return {}
          },
        } satisfies DemoEvent,
      ]
    : []),
]

export const meetingEvent = ({ key, provider, by, at, content }: WorldMeeting): DemoEvent => ({
  name: `meeting:${key}`,
  at,
  run: async (then, work, found) => {
    const permission = await findPermission(work, found, by, provider, 'coordinate')
    return { id: await recordMeeting(then, work, permission, Meeting.parse(content)) }
  },
})

export const selfCheckEvent = ({ key, provider, by, at, content }: WorldSelfCheck): DemoEvent => ({
  name: `self-check:${key}`,
  at,
  run: async (then, work, found) => {
    const permission = await findPermission(work, found, by, provider, 'coordinate')
    return { id: await recordSelfCheck(then, work, permission, SelfCheck.parse(content)) }
  },
})
