import { packedIn, readPicture, scanCode } from '../verifier/read-code.ts'

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
    start.addEventListener('click', async () => {
      const text = await scanCode(scanner, () => say('looking'))
      if (text) use(form, text)
      else say('refused')
    })
  }
}

/** A QR code holds an address or the credential itself. An address of this site is opened, any other is checked. */
function use(target: HTMLFormElement, text: string): void {
  const packed = packedIn(text)
  if (packed) {
    location.assign(`/v#${packed}`)
    return
  }
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

function say(what: 'looking' | 'refused' | 'none'): void {
  const status = document.querySelector<HTMLElement>('[data-scan-status]')
  if (status) status.textContent = status.dataset[what] ?? ''
}
