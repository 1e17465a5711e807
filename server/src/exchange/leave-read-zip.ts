import { readZip as readAnyZip } from '@bricka/credential/power/read-zip'
import { archiveLimits } from '@bricka/domain/exchange/open-archive'
import { Problem } from '../http/problem.ts'

/** What an archive is refused for, each by a code of its own. */
export const archiveRefused = (code: string, path: string, detail: string): Problem =>
  new Problem('archive-refused', detail, [{ pointer: `/${path}`, code, detail }])

/** Every file of a zip that anyone may have made. @throws Problem `archive-refused` */
export async function readZip(bytes: Buffer): Promise<Map<string, Buffer>> {
  const read = await readAnyZip(bytes, archiveLimits)
  if (!read.read) throw archiveRefused(read.code, read.path, read.detail)
  return read.files
}
