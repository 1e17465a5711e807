/** Refreshes `[data-progress]` from its own address every few seconds for as long as it says `data-running`. */
const pause = 3000
const slower = 10_000

const region = document.querySelector<HTMLElement>('[data-progress]')
if (region?.dataset.running !== undefined) window.setTimeout(refresh, pause, region)

async function refresh(shown: HTMLElement): Promise<void> {
  const page = document.hidden ? undefined : await load()
  const fresh = page?.querySelector<HTMLElement>('[data-progress]')
  if (!fresh) {
    window.setTimeout(refresh, slower, shown)
    return
  }
  shown.replaceWith(fresh)
  if (fresh.dataset.running !== undefined) window.setTimeout(refresh, pause, fresh)
}

async function load(): Promise<Document | undefined> {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined)
  return response?.ok ? new DOMParser().parseFromString(await response.text(), 'text/html') : undefined
}
