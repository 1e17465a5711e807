import { careConcepts, careLinks } from '@bricka/fixtures/world/care-occupations'
import { escoVersion } from '@bricka/fixtures/world/esco-concepts'
import { iscoGroups, jobtechPart, ssykConcepts, ssykMappings } from '@bricka/fixtures/world/ssyk-groups'
import type { WorldSkillMap } from '@bricka/fixtures/world/world'
import { addConcepts, addFramework, escoAttribution } from '../skill/add-concepts.ts'
import { addLinks } from '../skill/add-links.ts'
import { addMappings } from '../skill/import-jobtech.ts'
import { loadMap } from '../skill/load-map.ts'
import { addMap, decideEdit, getMap, proposeEdits } from '../skill/own-map.ts'
import { findPermission } from './find-actor.ts'
import type { DemoEvent } from './take-step.ts'

const framework = { name: 'ESCO', version: escoVersion, attribution: escoAttribution }

const plain = { altLabels: {}, state: 'current' as const }

/** What ESCO says of cabin crew and care: the worked case has its map also where nobody has imported the whole. */
export const careMapEvent = (at: string): DemoEvent => ({
  name: 'care-map',
  at,
  run: async (then, work) => {
    await addConcepts(
      work,
      framework,
      careConcepts.map(({ label, ...concept }) => ({
        ...concept,
        labels: { en: label },
        altLabels: {},
        state: 'current',
      })),
    )
    await addLinks(work, framework, careLinks)
    await addConcepts(
      work,
      framework,
      iscoGroups.map(({ label, ...group }) => ({
        ...group,
        ...plain,
        type: 'isco-group',
        labels: { en: label },
        broader: [],
      })),
    )
    await addFramework(then, work, jobtechPart, ['sv'])
    await addConcepts(
      work,
      jobtechPart,
      ssykConcepts.map(({ label, ...concept }) => ({ ...concept, ...plain, labels: { sv: label } })),
    )
    await addMappings(work, jobtechPart, ssykMappings)
    return {}
  },
})

/** How people edit a map: each proposal, and what its owner decided. */
export function skillMapEvents({ key, owner, by, at, title, about, proposals }: WorldSkillMap): DemoEvent[] {
  const name = `skill-map:${key}`
  return [
    {
      name,
      at,
      run: async (then, work, found) => {
        const permission = await findPermission(work, found, by, owner, 'design')
        const base = { framework: framework.name, version: framework.version }
        return { id: await addMap(then, work, permission, { base, title, about }) }
      },
    },
    ...proposals.flatMap(({ decision, ...proposal }): DemoEvent[] => [
      {
        name: `${name}:${proposal.key}`,
        at: proposal.at,
        run: async (then, work, found) => {
          const permission = await findPermission(work, found, proposal.by, proposal.organisation, 'design')
          const row = await getMap(work, found(name, 'id'))
          const { source } = await loadMap(then, { framework: '', version: undefined, language: 'sv', map: row.id })
          const { edit, reason } = proposal
          const [id] = await proposeEdits(
            then,
            work,
            permission,
            { row, source },
            { edits: [edit], reason, taken: false },
          )
          return { id }
        },
      },
      ...(decision
        ? [
            {
              name: `${name}:${proposal.key}:${decision.decision}`,
              at: decision.at,
              run: async (then, work, found) => {
                const permission = await findPermission(work, found, decision.by, owner, 'design')
                const row = await getMap(work, found(name, 'id'))
                const { source } = await loadMap(then, {
                  framework: '',
                  version: undefined,
                  language: 'sv',
                  map: row.id,
                })
                await decideEdit(
                  then,
                  work,
                  permission,
                  { row, source },
                  {
                    editId: found(`${name}:${proposal.key}`, 'id'),
                    decision: decision.decision,
                    reason: decision.reason,
                  },
                )
                return {}
              },
            } satisfies DemoEvent,
          ]
        : []),
    ]),
  ]
}
