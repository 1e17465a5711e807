/** What a set of merits is to be: by itself, so that a page can name them without the schemas. */
export const objectives = ['fewest', 'cheapest', 'shortest'] as const
export type Objective = (typeof objectives)[number]
