import { readCredential, unpackCredential, verifyCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/web'
import { readTransparency } from '@bricka/domain/transparency/read-transparency'
import type { Verified } from '@bricka/server/verifying/verify-text'
import { createRoot } from 'react-dom/client'
import { type EmbeddedWords, readWords } from '../kit/embedded-words.ts'
import { Callout } from '../kit/pieces.tsx'
import { type Scene, SceneProvider, useWords } from '../kit/scene.tsx'
import { type Feed, forgetKnowledge, type Kept, keepKnowledge, makeFeed, readKept } from './kept-knowledge.ts'
import { packedIn, readPicture, scanCode } from './read-code.ts'
import { ResultView } from './result-view.tsx'

type Status = 'looking' | 'refused' | 'none' | 'malformed' | 'tooNew'

/** Takes the page over: reads codes, checks them here, and keeps what is needed to do so without a network. */
export async function takeOver(block: HTMLElement, embedded: EmbeddedWords): Promise<void> {
  const part = <Part extends HTMLElement>(name: string): Part | null => block.querySelector<Part>(`[data-${name}]`)
  const form = part('code-form')
  const result = part('code-result')
  const status = part('scan-status')
  if (!form || !result || !status) return
  const say = (what: Status | undefined): void => {
    status.textContent = what ? (status.dataset[what] ?? '') : ''
  }
  const scene: Scene = {
    words: readWords(embedded),
    me: { kind: 'anonymous', memberships: [] },
    settings: { baseUrl: location.origin, demo: false, oidcName: undefined },
    path: '/v',
    query: new URLSearchParams(),
  }
  const root = createRoot(result)
  const show = async (): Promise<void> => {
    const packed = location.hash.slice(1)
    if (packed === '') return
    const checked = await checkCode(packed)
    if ('problem' in checked) {
      say(checked.problem)
      return
    }
    say(undefined)
    root.render(
      <SceneProvider scene={scene}>
        <Checked key={packed} checked={checked} />
      </SceneProvider>,
    )
    result.tabIndex = -1
    result.focus({ preventScroll: true })
    result.scrollIntoView({ block: 'start' })
  }
  const use = (text: string | undefined): void => {
    const packed = text && packedIn(text)
    if (!packed) say('none')
    else if (location.hash === `#${packed}`) void show()
    else location.hash = packed
  }
  form.hidden = false
  const scanner = part('scanner')
  if (scanner && navigator.mediaDevices) {
    scanner.hidden = false
    part<HTMLButtonElement>('scan')?.addEventListener('click', async () => {
      const text = await scanCode(scanner, () => say('looking'))
      if (text) use(text)
      else say('refused')
    })
  }
  form.querySelector<HTMLInputElement>('input[type="file"]')?.addEventListener('change', async ({ target }) => {
    const picture = target instanceof HTMLInputElement ? target.files?.[0] : undefined
    if (picture) use(await readPicture(picture).catch(() => undefined))
  })
  addEventListener('hashchange', show)
  await Promise.all([show(), offerKeeping(block, scene)])
  block.dataset.codeReady = ''
}

type Checked = { verified: Verified; feed: Feed; kept: Kept | undefined }

async function checkCode(packed: string): Promise<Checked | { problem: Status }> {
  const unpacked = unpackCredential(packed)
  if (!unpacked.unpacked) return { problem: unpacked.code === 'pack-too-new' ? 'tooNew' : 'malformed' }
  const read = readCredential(unpacked.text)
  if (!read.read) return { problem: 'malformed' }
  const feed = makeFeed()
  const { report, credential } = await verifyCredential(read.credential, {
    now: new Date().toISOString(),
    power,
    loadResource: feed.loadResource,
  })
  const verified: Verified = {
    checks: report.checks.map((check) => ({ ...check, detail: { ...check.detail } })),
    format: report.format,
    transparency: readTransparency(credential),
    document: unpacked.text,
  }
  return { verified, feed, kept: feed.withoutNetwork ? await readKept() : undefined }
}

function Checked({ checked: { verified, feed, kept } }: { checked: Checked }) {
  const { say, dateTime } = useWords()
  const { title, issuer, holder } = verified.transparency
  return (
    <article>
      <div className="page-head">
        <h2 lang={title.stated ? title.language : undefined}>
          {title.stated ? title.text : say('verifier.result-untitled')}
        </h2>
        <p className="lead">
          {issuer.stated && say('verifier.issued-by', { name: issuer.name ?? issuer.id ?? '' })}{' '}
          {holder.stated && holder.name && say('verifier.issued-to', { name: holder.name })}
        </p>
      </div>
      {feed.withoutNetwork ? (
        <Callout tone="warning">
          {kept
            ? say('verifier.code-without-network', { at: dateTime(kept.takenAt) })
            : say('verifier.code-nothing-kept')}
        </Callout>
      ) : (
        <Callout>{say('verifier.code-live')}</Callout>
      )}
      <ResultView verified={verified} demands={undefined} />
    </article>
  )
}

/** Keeping is asked for, never assumed: it takes room on somebody's phone. What is kept is renewed on each visit. */
async function offerKeeping(block: HTMLElement, { words }: Scene): Promise<void> {
  const offer = block.querySelector<HTMLElement>('[data-code-keep]')
  const status = block.querySelector<HTMLElement>('[data-kept-status]')
  const keep = block.querySelector<HTMLButtonElement>('[data-keep]')
  const forget = block.querySelector<HTMLButtonElement>('[data-forget]')
  if (!offer || !status || !keep || !forget || !('serviceWorker' in navigator)) return
  const tell = (kept: Kept | undefined): void => {
    status.textContent = kept ? words.say('verifier.code-kept-at', { at: words.dateTime(kept.takenAt) }) : ''
    keep.hidden = kept !== undefined
    forget.hidden = kept === undefined
  }
  const renew = async (): Promise<void> => {
    const [kept] = await Promise.all([keepKnowledge(), keepPage()])
    tell(kept)
  }
  keep.addEventListener('click', async () => {
    status.textContent = words.say('verifier.code-keeping')
    await renew().catch(() => {
      status.textContent = words.say('verifier.code-keep-failed')
    })
  })
  forget.addEventListener('click', async () => {
    await forgetKnowledge()
    const registration = await navigator.serviceWorker.getRegistration('/')
    registration?.active?.postMessage({ forget: true })
    await registration?.unregister()
    tell(undefined)
    keep.focus()
  })
  offer.hidden = false
  const known = await readKept()
  tell(known)
  if (known && navigator.onLine) await renew().catch(() => tell(known))
}

/** Hands the worker what this page is made of: the page itself, and each file that it has loaded or may load. */
async function keepPage(): Promise<void> {
  await navigator.serviceWorker.register('/service-worker.js', { type: 'module', scope: '/' })
  const { active } = await navigator.serviceWorker.ready
  await import('jsqr')
  const files = performance
    .getEntriesByType('resource')
    .map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/'))
    .map(({ pathname }) => pathname)
  const channel = new MessageChannel()
  const done = new Promise<void>((resolve, reject) => {
    channel.port1.onmessage = ({ data }) => (data === 'kept' ? resolve() : reject(new Error(String(data))))
  })
  active?.postMessage({ keep: ['/v', ...new Set(files)] }, [channel.port2])
  await done
}
