import type { FastifyRequest } from 'fastify'
import type { Posted, PostedFile } from './form.ts'

/** Reads a form with files. An empty file field is no file. */
export async function readMultipart(request: FastifyRequest): Promise<Posted> {
  const values = new Map<string, string[]>()
  const files: PostedFile[] = []
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      const bytes = await part.toBuffer()
      if (bytes.length > 0) files.push({ field: part.fieldname, name: part.filename, type: part.mimetype, bytes })
    } else values.set(part.fieldname, [...(values.get(part.fieldname) ?? []), String(part.value)])
  }
  return { values, files }
}

/** A file as it was sent, to be passed on to the API. */
export const asBlob = (file: PostedFile): Blob => new Blob([Uint8Array.from(file.bytes)], { type: file.type })
