/** What makes checking quicker: a file dropped anywhere on the form, a QR code by camera or out of a picture. */
const form = document.querySelector<HTMLFormElement>('form[data-island="verify"]')
const fileField = form?.querySelector<HTMLInputElement>('input[name="file"]')
if (form && fileField) {
  form.classList.add('drop')
  form.addEventListener('dragover', (event) => {
    event.preventDefault()
    form.classList.add('is-over')
  })
  form.addEventListener('dragleave', () => form.classList.remove('is-over'))
  form.addEventListener('drop', (event) => {
    event.preventDefault()
    form.classList.remove('is-over')
    const dropped = event.dataTransfer?.files
    if (!dropped || dropped.length === 0) return
    fileField.files = dropped
    form.requestSubmit()
  })
  fileField.addEventListener('change', async () => {
    const picture = fileField.files?.[0]
    if (!picture?.type.startsWith('image/')) return
    const text = await readPicture(picture)
    if (text) use(form, text)
    else say('none')
  })
  const scanner = form.querySelector<HTMLElement>('[data-scanner]')
  const start = form.querySelector<HTMLButtonElement>('[data-scan]')
  if (scanner && start && navigator.mediaDevices) {
    scanner.hidden = false
    start.addEventListener('click', () => scan(form, scanner))
  }
}

/** A QR code holds either an address or the credential itself. An address of this site is opened, any other is checked. */
function use(target: HTMLFormElement, text: string): void {
  const url = URL.parse(text)
  if (url?.origin === location.origin && url.pathname.startsWith('/s/')) {
    location.assign(url.href)
    return
  }
  const name = url && /^https?:$/.test(url.protocol) ? 'url' : 'credential'
  const field = target.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name="${name}"]`)
  if (!field) return
  field.value = text
  if (fileField) fileField.value = ''
  target.requestSubmit()
}

type Reader = typeof import('jsqr')['default']

/** The reader is larger than the rest of the page together: it comes when it is asked for. */
const loadReader = async (): Promise<Reader> => (await import('jsqr')).default.default

async function readPicture(file: File): Promise<string | undefined> {
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

async function scan(target: HTMLFormElement, scanner: HTMLElement): Promise<void> {
  const stream = await navigator.mediaDevices
    .getUserMedia({ video: { facingMode: 'environment' } })
    .catch(() => undefined)
  if (!stream) {
    say('refused')
    return
  }
  const video = document.createElement('video')
  video.playsInline = true
  video.muted = true
  video.srcObject = stream
  scanner.append(video)
  await video.play()
  say('looking')
  const reader = await loadReader()
  const look = (): void => {
    const text = readCode(reader, video, video.videoWidth, video.videoHeight)
    if (!text) {
      window.setTimeout(look, 150)
      return
    }
    for (const track of stream.getTracks()) track.stop()
    video.remove()
    use(target, text)
  }
  look()
}

function say(what: 'looking' | 'refused' | 'none'): void {
  const status = document.querySelector<HTMLElement>('[data-scan-status]')
  if (status) status.textContent = status.dataset[what] ?? ''
}
