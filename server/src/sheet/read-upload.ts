import type { FastifyRequest } from 'fastify'
import { Problem } from '../http/problem.ts'

export type Upload = { fileName: string; bytes: Buffer; fields: Readonly<Record<string, string>> }

/** The one file of a multipart form with its other fields. @throws Problem `file-unreadable`, `body-too-large` */
export async function readUpload(request: FastifyRequest, mostBytes?: number): Promise<Upload> {
  if (!request.isMultipart())
    throw new Problem('media-type-unsupported', 'Send the file as multipart/form-data, in the field "file".')
  const fields: Record<string, string> = {}
  let file: { fileName: string; bytes: Buffer } | undefined
  for await (const part of request.parts({ limits: { files: 1, ...(mostBytes && { fileSize: mostBytes }) } }))
    if (part.type === 'file') file = { fileName: part.filename.slice(0, 200), bytes: await part.toBuffer() }
    else fields[part.fieldname] = String(part.value)
  if (!file)
    throw new Problem('file-unreadable', 'Send the file in the field "file".', [
      { pointer: '/file', code: 'file-missing', detail: 'no file' },
    ])
  return { ...file, fields }
}
