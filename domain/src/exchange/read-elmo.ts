import type { Learner } from './match-learner.ts'
import type { XmlNode } from './xml-node.ts'

/** A text in the languages that it came in; `und` where none is said. */
export type Told = Readonly<Record<string, string>>
export type ElmoIdentifier = { readonly type: string; readonly value: string }

/** A course, a module or a degree in a transcript, with what stands in it. */
export type ElmoCourse = {
  readonly title: Told
  readonly description: Told
  /** `Degree Programme`, `Module`, `Course`, `Class` … as it is written; what is not known is shown as it is. */
  readonly type?: string | undefined
  readonly identifiers: readonly ElmoIdentifier[]
  readonly url?: string | undefined
  readonly isced?: string | undefined
  /** A transcript that says nothing says that it was passed. */
  readonly status: string
  readonly start?: string | undefined
  readonly date?: string | undefined
  readonly grade?: string | undefined
  readonly credits: readonly { readonly scheme: string; readonly value: string }[]
  /** Levels of the EQF; ELMO lets readers leave others alone. */
  readonly eqf: readonly string[]
  readonly language?: string | undefined
  readonly hours?: string | undefined
  readonly attachments: number
  readonly parts: readonly ElmoCourse[]
}

export type ElmoReport = {
  readonly issuer: {
    readonly title: Told
    readonly country?: string | undefined
    readonly url?: string | undefined
    readonly identifiers: readonly ElmoIdentifier[]
  }
  readonly issueDate?: string | undefined
  readonly courses: readonly ElmoCourse[]
}

export type ElmoTranscript = {
  readonly generatedDate?: string | undefined
  readonly learner: Learner
  readonly reports: readonly ElmoReport[]
  /** Paths of what the transcript holds and is not read, `report.issuer.logo`, each once; the file itself keeps all of it. */
  readonly unread: readonly string[]
}

export type ElmoReading =
  | { readonly read: true; readonly transcript: ElmoTranscript }
  | { readonly read: false; readonly code: 'elmo-without-learner' | 'elmo-without-reports' | 'elmo-too-many-courses' }

/** More than whole degrees have. */
const mostCourses = 5000

/** Reads an ELMO transcript (1.x): who it is of, what they did where, and what of the file is not read. */
export function readElmo(root: XmlNode): ElmoReading {
  const seen = new Set<XmlNode>()
  const all = (node: XmlNode | undefined, name: string): readonly XmlNode[] =>
    (node?.children ?? []).flatMap((child) => {
      if (typeof child === 'string' || child.name !== name) return []
      seen.add(child)
      return [child]
    })
  const one = (node: XmlNode | undefined, name: string): XmlNode | undefined => {
    const [first, ...others] = all(node, name)
    for (const other of others) seen.delete(other)
    return first
  }
  const text = (node: XmlNode | undefined, name: string): string | undefined => textOf(one(node, name)) || undefined
  const told = (node: XmlNode | undefined, name: string): Told =>
    Object.fromEntries(
      all(node, name).flatMap((child) => {
        const words = textOf(child)
        return words === '' ? [] : [[child.attributes['xml:lang'] ?? 'und', words]]
      }),
    )
  const identifiers = (node: XmlNode | undefined): readonly ElmoIdentifier[] =>
    all(node, 'identifier').map((child) => ({ type: child.attributes.type ?? '', value: textOf(child) }))

  let count = 0
  const readCourse = (node: XmlNode): ElmoCourse => {
    count += 1
    const instance = one(one(node, 'specifies'), 'learningOpportunityInstance')
    const parts = all(node, 'hasPart').flatMap((part) => all(part, 'learningOpportunitySpecification'))
    return {
      title: told(node, 'title'),
      description: told(node, 'description'),
      type: text(node, 'type'),
      identifiers: [...identifiers(node), ...identifiers(instance)],
      url: text(node, 'url'),
      isced: text(node, 'iscedCode'),
      status: text(instance, 'status') ?? 'passed',
      start: text(instance, 'start'),
      date: text(instance, 'date'),
      grade: text(instance, 'resultLabel'),
      credits: all(instance, 'credit').map((credit) => ({
        scheme: text(credit, 'scheme') ?? '',
        value: text(credit, 'value') ?? '',
      })),
      eqf: all(instance, 'level').flatMap((level) => {
        if (textOf(find(level, 'type')) !== 'EQF') {
          seen.delete(level)
          return []
        }
        one(level, 'type')
        return text(level, 'value') ?? []
      }),
      language: text(instance, 'languageOfInstruction'),
      hours: text(instance, 'engagementHours'),
      attachments: [...all(instance, 'attachment'), ...all(node, 'attachment')].length,
      parts: count > mostCourses ? [] : parts.map(readCourse),
    }
  }

  const learner = one(root, 'learner')
  const givenNames = text(learner, 'givenNames') ?? ''
  const familyName = text(learner, 'familyName') ?? ''
  if (givenNames === '' && familyName === '') return { read: false, code: 'elmo-without-learner' }
  const reports = all(root, 'report').map((report) => {
    const issuer = one(report, 'issuer')
    return {
      issuer: {
        title: told(issuer, 'title'),
        country: text(issuer, 'country'),
        url: text(issuer, 'url'),
        identifiers: identifiers(issuer),
      },
      issueDate: text(report, 'issueDate'),
      courses: all(report, 'learningOpportunitySpecification').map(readCourse),
    }
  })
  if (reports.length === 0) return { read: false, code: 'elmo-without-reports' }
  if (count > mostCourses) return { read: false, code: 'elmo-too-many-courses' }
  const birthDate = text(learner, 'bday')
  const generatedDate = text(root, 'generatedDate')
  return {
    read: true,
    transcript: {
      generatedDate,
      learner: { givenNames, familyName, birthDate },
      reports,
      unread: [...new Set(listUnread(root, seen, ''))].sort(),
    },
  }
}

const find = (node: XmlNode, name: string): XmlNode | undefined =>
  node.children.find((child): child is XmlNode => typeof child !== 'string' && child.name === name)

/** The text of an element that holds nothing but text. */
const textOf = (node: XmlNode | undefined): string =>
  (node?.children ?? [])
    .filter((child) => typeof child === 'string')
    .join('')
    .trim()

/** Attachments are counted, not opened: their inside is not listed path by path. */
const closed = new Set(['attachment'])

function listUnread(node: XmlNode, seen: ReadonlySet<XmlNode>, path: string): readonly string[] {
  return node.children.flatMap((child) => {
    if (typeof child === 'string') return []
    const here = path === '' ? child.name : `${path}.${child.name}`
    if (!seen.has(child)) return [here]
    return closed.has(child.name) ? [`${here} (counted)`] : listUnread(child, seen, here)
  })
}
