import type { Ground } from '../ground.ts'

/** The merit's own address, above its versions: what a mandate covers. */
export const meritUrl = (ground: Pick<Ground, 'settings'>, meritId: string): string =>
  `${ground.settings.baseUrl}/merits/${meritId}`
