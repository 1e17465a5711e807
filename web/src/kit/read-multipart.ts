import type { FastifyRequest } from 'fastify'
import { PageProblem } from './call-api.ts'
import type { Posted, PostedFile } from './form.ts'

/**
 * Reads a form with files. An empty file field is no file.
 *
 * @throws PageProblem `body-unreadable` when the form is cut off or broken; a form that is too large goes on as it is
 */
export async function readMultipart(request: FastifyRequest): Promise<Posted> {
  try {
    return await readParts(request)
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error) throw error
    throw new PageProblem({ code: 'body-unreadable', status: 400, title: '', detail: String(error) })
  }
}

async function readParts(request: FastifyRequest): Promise<Posted> {
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
