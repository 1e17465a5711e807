/** Refreshes `[data-poll]` from its own address every few seconds until it no longer asks for it. */
const region = document.querySelector<HTMLElement>('[data-poll]')
if (region) window.setTimeout(refresh, 2500, region)

async function refresh(shown: HTMLElement): Promise<void> {
  if (document.hidden) {
    window.setTimeout(refresh, 2500, shown)
    return
  }
  const response = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined)
  if (!response?.ok) {
    window.setTimeout(refresh, 10_000, shown)
    return
  }
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const fresh = page.getElementById(shown.id)
  if (!fresh) return
  shown.replaceWith(fresh)
  if (fresh.dataset.poll !== undefined) window.setTimeout(refresh, 2500, fresh)
}
