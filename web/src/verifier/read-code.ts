type Reader = typeof import('jsqr')['default']

/** The reader is larger than the rest of a page together: it comes when it is asked for. */
export const loadReader = async (): Promise<Reader> => (await import('jsqr')).default.default

/** The text of the QR code in a picture. */
export async function readPicture(file: File): Promise<string | undefined> {
  const bitmap = await createImageBitmap(file)
  return readCode(await loadReader(), bitmap, bitmap.width, bitmap.height)
}

function readCode(reader: Reader, source: CanvasImageSource, width: number, height: number): string | undefined {
  const scale = Math.min(1, 1600 / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context || canvas.width === 0) return undefined
  context.drawImage(source, 0, 0, canvas.width, canvas.height)
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height)
  return reader(pixels.data, pixels.width, pixels.height)?.data
}

/** Looks through the camera until there is a code; `looking` when it has begun. Undefined when the camera is refused. */
export async function scanCode(place: HTMLElement, looking: () => void): Promise<string | undefined> {
  const stream = await navigator.mediaDevices
    .getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } } })
    .catch(() => undefined)
  if (!stream) return undefined
  const video = document.createElement('video')
  video.playsInline = true
  video.muted = true
  video.srcObject = stream
  place.append(video)
  await video.play()
  looking()
  const reader = await loadReader()
  return new Promise((found) => {
    const look = (): void => {
      const text = readCode(reader, video, video.videoWidth, video.videoHeight)
      if (!text) {
        window.setTimeout(look, 150)
        return
      }
      for (const track of stream.getTracks()) track.stop()
      video.remove()
      found(text)
    }
    look()
  })
}

/** The packed credential of a printed code: what stands behind the # of an address that ends in /v. */
export function packedIn(text: string): string | undefined {
  const url = URL.parse(text)
  return url?.pathname.endsWith('/v') && url.hash.length > 1 ? url.hash.slice(1) : undefined
}
