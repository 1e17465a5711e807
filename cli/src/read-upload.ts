import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'

/** A file as the part of a form, beside the fields that go with it; `undefined` when there is no such file. */
export async function readUpload(file: string, fields: Record<string, string>): Promise<FormData | undefined> {
  let bytes: Buffer
  try {
    bytes = await readFile(file)
  } catch {
    return undefined
  }
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob([new Uint8Array(bytes)]), basename(file))
  return form
}

export const noFile = (file: string) => ({ text: `There is no file ${file} to read. [file-missing]`, exitCode: 3 })
