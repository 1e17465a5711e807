import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser'

/** Buttons for passkeys: hidden where the browser has none. What went wrong is said in the words on the button. */
if (browserSupportsWebAuthn())
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-passkey]')) {
    button.hidden = false
    const block = button.closest<HTMLElement>('[data-passkey-block]')
    if (block) block.hidden = false
    button.addEventListener('click', async () => {
      const done = button.dataset.passkey === 'add' ? await add(button) : await logIn()
      if (done) location.assign(button.dataset.next ?? '/passport')
      else show(button)
    })
  }

async function logIn(): Promise<boolean> {
  try {
    const optionsJSON = await send('/api/login/passkey/options')
    const response = await startAuthentication({ optionsJSON: await optionsJSON.json() })
    return (await send('/api/login/passkey', { response })).ok
  } catch {
    return false
  }
}

async function add(button: HTMLButtonElement): Promise<boolean> {
  try {
    const optionsJSON = await send('/api/me/passkeys/options')
    const response = await startRegistration({ optionsJSON: await optionsJSON.json() })
    const field = document.getElementById(button.dataset.nameField ?? '')
    const name = field instanceof HTMLInputElement && field.value.trim() ? field.value.trim() : 'Passkey'
    return (await send('/api/me/passkeys', { response, name })).ok
  } catch {
    return false
  }
}

const send = (path: string, body?: unknown): Promise<Response> =>
  fetch(path, {
    method: 'POST',
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })

function show(button: HTMLButtonElement): void {
  const status = button.parentElement?.querySelector('[data-passkey-status]')
  if (status) status.textContent = button.dataset.failed ?? ''
}
