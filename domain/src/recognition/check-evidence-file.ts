export const mostEvidenceBytes = 10 * 1024 * 1024
export const mostEvidenceFiles = 50

export type FileRefusal = 'file-empty' | 'file-too-large' | 'file-kind-refused' | 'file-has-active-content'
export type FileDecision = { accepted: true; mediaType: string } | { accepted: false; code: FileRefusal }

type Kind = { readonly mediaType: string; readonly begins: (bytes: Uint8Array) => boolean }

const starts =
  (...signature: number[]) =>
  (bytes: Uint8Array) =>
    signature.every((byte, at) => bytes[at] === byte)
const at = (offset: number, text: string) => (bytes: Uint8Array) =>
  latin(bytes.subarray(offset, offset + text.length)) === text

/** Papers, pictures, sound and film, known by how they begin and never by their name. Word files may carry macros. */
const kinds: readonly Kind[] = [
  { mediaType: 'application/pdf', begins: at(0, '%PDF-') },
  { mediaType: 'image/png', begins: starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) },
  { mediaType: 'image/jpeg', begins: starts(0xff, 0xd8, 0xff) },
  { mediaType: 'image/webp', begins: (bytes) => at(0, 'RIFF')(bytes) && at(8, 'WEBP')(bytes) },
  {
    mediaType: 'audio/mpeg',
    begins: (bytes) => at(0, 'ID3')(bytes) || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2),
  },
  { mediaType: 'video/mp4', begins: at(4, 'ftyp') },
]

/**
 * Says whether a file may be kept as evidence, and what it is.
 *
 * Scripts, launches and enclosed files in a PDF are refused where they stand readable, also with names written in hex
 * (ISO 32000-2 §7.3.5). What lies in compressed objects is a scanner's to find: see `SCANNER` in the operator's guide.
 */
export function checkEvidenceFile(bytes: Uint8Array): FileDecision {
  if (bytes.length === 0) return { accepted: false, code: 'file-empty' }
  if (bytes.length > mostEvidenceBytes) return { accepted: false, code: 'file-too-large' }
  const kind = kinds.find(({ begins }) => begins(bytes))
  if (kind?.mediaType === 'application/pdf' && hasActiveContent(bytes))
    return { accepted: false, code: 'file-has-active-content' }
  if (kind) return { accepted: true, mediaType: kind.mediaType }
  return isPlainText(bytes)
    ? { accepted: true, mediaType: 'text/plain; charset=utf-8' }
    : { accepted: false, code: 'file-kind-refused' }
}

const activeNames = /\/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z])/

function hasActiveContent(bytes: Uint8Array): boolean {
  const text = latin(bytes).replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return activeNames.test(text)
}

/** UTF-8 without control characters, and nothing that a browser would take for a page. */
function isPlainText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return !/[^\P{Cc}\n\r\t]/u.test(text) && !/^\s*(<|#!)/.test(text)
  } catch {
    return false
  }
}

/** One character for each byte; what stands above ASCII does not matter here. */
const latin = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes)
