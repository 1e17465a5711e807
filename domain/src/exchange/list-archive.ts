import { z } from 'zod'
import { Known } from './archive-known.ts'
import { type ArchiveFiles, parseJson } from './open-archive.ts'

/** One credential of an archive in all the forms that it lies there in; `signed` is the one that is checked. */
export type ArchivedCredential = {
  readonly id: string
  readonly origin: 'issued' | 'brought'
  readonly signed: string
  readonly forms: readonly string[]
}

export type ArchiveContent = {
  readonly credentials: readonly ArchivedCredential[]
  readonly evidence: readonly { readonly path: string; readonly bytes: number }[]
  /** What else is told in passport.json, by section, and how many of each. */
  readonly account: Readonly<Record<string, number>>
  readonly addresses: readonly string[]
  readonly keys: 'locked' | 'left-out'
  readonly known: Known
}

/** What no archive holds, and why; the reader's words for each are with whoever shows it. */
export const absences = ['logins', 'share-links', 'wallet-keys', 'later-status', 'others-records'] as const
export type Absence = (typeof absences)[number]

const Account = z.looseObject({
  selfClaims: z.array(z.unknown()),
  emails: z.array(z.looseObject({ email: z.string() })).default([]),
})

/** Lists what lies in an archive. Undefined names a file that is not as described. */
export function listArchive(files: ArchiveFiles): ArchiveContent | { readonly unreadable: string } {
  const known = Known.safeParse(parseJson(files.get('known.json') ?? new Uint8Array()))
  if (!known.success) return { unreadable: 'known.json' }
  const account = Account.safeParse(parseJson(files.get('passport.json') ?? new Uint8Array()))
  if (!account.success) return { unreadable: 'passport.json' }
  const paths = [...files.keys()].sort()
  return {
    credentials: [...listIssued(paths), ...listBrought(paths)],
    evidence: paths
      .filter((path) => path.startsWith('evidence/'))
      .map((path) => ({ path, bytes: files.get(path)?.length ?? 0 })),
    account: Object.fromEntries(
      Object.entries(account.data).flatMap(([name, held]) => (Array.isArray(held) ? [[name, held.length]] : [])),
    ),
    addresses: account.data.emails.map(({ email }) => email),
    keys: files.has('keys.jwe') ? 'locked' : 'left-out',
    known: known.data,
  }
}

function listIssued(paths: readonly string[]): ArchivedCredential[] {
  return paths.flatMap((path) => {
    const id = /^credentials\/([^/]+)\/merit\.json$/.exec(path)?.[1]
    if (id === undefined) return []
    const forms = paths.filter((form) => form.startsWith(`credentials/${id}/`))
    return [{ id, origin: 'issued' as const, signed: path, forms }]
  })
}

function listBrought(paths: readonly string[]): ArchivedCredential[] {
  return paths.flatMap((path) => {
    const id = /^imports\/([^/]+)\.[a-z]+$/.exec(path)?.[1]
    return id === undefined ? [] : [{ id, origin: 'brought' as const, signed: path, forms: [path] }]
  })
}
