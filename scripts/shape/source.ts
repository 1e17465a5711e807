/** A source file as the shape checks see it; `path` is from the root, with `/`. */
export type Source = { path: string; text: string }

/** What breaks a rule, where, and what to do about it. */
export type Finding = { path: string; line: number; message: string }

export const isTest = (path: string): boolean =>
  /\.(test|spec)\.tsx?$/.test(path) || path.startsWith('web/journeys/') || /^[a-z]+\/src\/testing\//.test(path)

export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length
