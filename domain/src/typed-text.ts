import { z } from 'zod'

/**
 * What is wrong in a text that a person or a system has typed. Half a surrogate pair becomes U+FFFD on the wire, so that
 * two texts would get one signature; a control character shows nothing and may hide something.
 */
export type TextProblem = 'text-ill-formed' | 'text-control-character'

/** Undefined where nothing is wrong. In several lines, ends of lines and tabs are allowed. */
export function findTextProblem(text: string, lines: 'one' | 'several'): TextProblem | undefined {
  if (!text.isWellFormed()) return 'text-ill-formed'
  return (lines === 'one' ? controls : controlsInLines).test(text) ? 'text-control-character' : undefined
}

const controls = /\p{Cc}/u
const controlsInLines = /[^\P{Cc}\n\r\t]/u

/** A name, a title, a number in a register: one line, without spaces around it. */
export const typedLine = () => typed('one')
/** A description, a reason, a note: may be of several lines. */
export const typedText = () => typed('several')

const typed = (lines: 'one' | 'several') =>
  z
    .string()
    .trim()
    .superRefine((text, context) => {
      const code = findTextProblem(text, lines)
      if (code) context.addIssue({ code: 'custom', message: textMessages[code], params: { code } })
    })

const textMessages: Readonly<Record<TextProblem, string>> = {
  'text-ill-formed': 'half of a surrogate pair: the text was cut or decoded wrongly',
  'text-control-character': 'a character that shows nothing, such as U+0000',
}

/** The code that a schema of ours gave an issue; zod's own where it gave none. */
export function codeOfIssue(issue: { code: string; params?: unknown }): string {
  const named = Named.safeParse(issue.params)
  return named.success ? named.data.code : issue.code
}

const Named = z.object({ code: z.string() })
