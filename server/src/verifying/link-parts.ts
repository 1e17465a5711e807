import { digestSri } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { z } from 'zod'
import type { Verified } from './verify-text.ts'

/**
 * Says of each part of a whole whether the part itself lies beside it, and whether it is the very one: the whole names
 * it by the digest of its bytes. A part that was only laid out anew, with other white space, is still the same.
 */
export async function linkParts(items: readonly Verified[]): Promise<Verified[]> {
  if (!items.some(({ parts }) => parts)) return [...items]
  const shown = await Promise.all(items.map(({ document }) => identify(document)))
  return items.map((item) => ({
    ...item,
    ...(item.parts && {
      parts: item.parts.map((part) => {
        const index = shown.findIndex((one) => one?.id === part.id)
        const found = shown[index]
        if (!found) return part
        return { ...part, shown: { number: index + 1, same: found.digests.includes(part.digest ?? '') } }
      }),
    }),
  }))
}

async function identify(document: string): Promise<{ id: string; digests: readonly string[] } | undefined> {
  const json = readJson(document)
  const named = z.looseObject({ id: z.string() }).safeParse(json)
  if (!named.success) return undefined
  const texts = [document, JSON.stringify(json)]
  return {
    id: named.data.id,
    digests: await Promise.all(texts.map((text) => digestSri(new TextEncoder().encode(text), power))),
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
