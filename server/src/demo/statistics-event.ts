import { generatePopulation } from '../planning/generate-population.ts'
import type { DemoEvent } from './take-step.ts'

/** Made-up people in one region, marked as such wherever their figures stand: without them the planner’s pages are empty. */
export const madeUpPeopleEvent = (at: string): DemoEvent => ({
  name: 'made-up-people',
  at,
  run: async (then, work) => {
    await generatePopulation(then, { people: 600, seed: 1, quarters: 1, regions: ['SE331'], work })
    return {}
  },
})
