import { type Language, pickText } from '@bricka/domain/local-text'
import type { MeritDesign } from '@bricka/domain/merit/merit'

/** The title to file a merit under, in the language that its content is first of all written in. */
export const titleOf = (design: MeritDesign, language?: Language): string =>
  pickText(design.title, language ?? design.languagesOfContent[0] ?? 'sv')?.text ?? ''
