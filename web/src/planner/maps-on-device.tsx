import { createRoot, type Root } from 'react-dom/client'
import { readWords } from '../kit/embedded-words.ts'
import { type Scene, SceneProvider } from '../kit/scene.tsx'
import type { EmbeddedMaps } from './embedded-maps.ts'
import { type MapsQuestion, type MapsState, readQuestion, writeQuestion } from './maps-state.ts'
import { MapsView } from './maps-view.tsx'
import type { Asked, Told } from './maps-worker.ts'

type Teller = (asked: WithoutId<Asked>) => Promise<Told>
type WithoutId<All> = All extends unknown ? Omit<All, 'id'> : never

/**
 * Takes the page over from the server once the map, its names and the catalogue are here. From then on a question stands
 * behind the address's #, which no browser sends: what someone looks for leaves no trace on the server.
 */
export async function takeOver(block: HTMLElement): Promise<void> {
  const view = block.querySelector<HTMLElement>('[data-maps-view]')
  if (!view || block.dataset.maps === undefined) return
  const embedded: EmbeddedMaps = JSON.parse(block.dataset.maps)
  const { language, kind, own } = embedded
  const ask = openWorker()
  const asked = readQuestion(kind, here())
  const ready = await ask({ ask: 'load', language, map: asked.map, own })
  if (ready.failed) return
  const note = block.querySelector<HTMLElement>('[data-maps-note]')
  if (note) note.textContent = note.dataset.ready ?? ''
  if (location.search !== '') history.replaceState(null, '', `${location.pathname}#${here()}`)

  const show = makeShow(view, embedded)
  let first = true
  const answerHere = async (): Promise<void> => {
    carryLanguages()
    const question = readQuestion(kind, here())
    if (first && question.from === '' && question.to === '' && kind !== 'person') return
    const { state } = await ask({ ask: 'reckon', question })
    if (!state) return
    show(state)
    if (!first) focusAnswer(view)
    first = false
  }
  listenForQuestions(block, () => (first = false))
  listenForTyping(block, kind, ask)
  addEventListener('hashchange', answerHere)
  await answerHere()
  block.dataset.mapsReady = ''
}

/** The question that the address asks: behind the # once the device answers, in the query when the server has. */
const here = (): URLSearchParams => {
  const query = new URLSearchParams(location.hash.length > 1 ? location.hash.slice(1) : location.search)
  query.delete('lang')
  return query
}

function openWorker(): Teller {
  const worker = new Worker(new URL('./maps-worker.ts', import.meta.url), { type: 'module' })
  const waiting = new Map<number, (told: Told) => void>()
  worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    waiting.get(data.id)?.(data)
    waiting.delete(data.id)
  })
  let next = 0
  return (asked) =>
    new Promise((resolve) => {
      const id = next++
      waiting.set(id, resolve)
      worker.postMessage({ ...asked, id })
    })
}

function makeShow(view: HTMLElement, embedded: EmbeddedMaps): (state: MapsState) => void {
  const scene: Scene = {
    words: readWords(embedded),
    me: { kind: 'anonymous', memberships: [] },
    settings: { baseUrl: location.origin, demo: false, oidcName: undefined },
    path: embedded.path,
    query: new URLSearchParams(),
  }
  let root: Root | undefined
  return (state) => {
    if (!root) {
      view.replaceChildren()
      root = createRoot(view)
    }
    root.render(
      <SceneProvider scene={scene}>
        <MapsView
          key={JSON.stringify(state.question)}
          maps={embedded.maps}
          state={nameOrigin(state, scene)}
          linkTo={(changes) => `#${writeQuestion(state.question, changes)}`}
        />
      </SceneProvider>,
    )
  }
}

/** One's own merits have no name in the map. */
function nameOrigin(state: MapsState, { words }: Scene): MapsState {
  const { answer, question } = state
  if (question.kind !== 'person' || answer.kind === 'nothing' || answer.kind === 'no-map') return state
  const label = words.say('maps.own-merits')
  if (answer.kind === 'ways')
    return { ...state, answer: { ...answer, answer: { ...answer.answer, origin: { uri: '', label } } } }
  return { ...state, answer: { ...answer, answer: { ...answer.answer, from: { label } } } }
}

function listenForQuestions(block: HTMLElement, onQuestion: () => void): void {
  block.addEventListener('submit', (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || !form.matches('[data-maps-form]')) return
    event.preventDefault()
    onQuestion()
    const entries = [...new FormData(form)].flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' ? [[name, value]] : [],
    )
    const asked = `#${new URLSearchParams(entries)}`
    if (asked === location.hash) dispatchEvent(new HashChangeEvent('hashchange'))
    else location.hash = asked
  })
}

/** What may be meant, while one writes. */
function listenForTyping(block: HTMLElement, kind: MapsQuestion['kind'], ask: Teller): void {
  block.addEventListener('input', async ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.list === null) return
    const map = target.form?.querySelector<HTMLSelectElement>('select[name="map"]')?.value ?? ''
    const asked = target.name === 'from' ? kind : 'occupation'
    const text = target.value
    if (text.trim().length < 2) return
    const { suggestions } = await ask({ ask: 'suggest', map, kind: asked, text })
    if (!suggestions || target.value !== text || !target.list) return
    target.list.replaceChildren(...suggestions.map((label) => new Option('', label)))
  })
}

function focusAnswer(view: HTMLElement): void {
  const heading = view.querySelector<HTMLElement>('.section h2, .empty, .callout')
  if (!heading) return
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
  heading.scrollIntoView({ block: 'start' })
}

/** The question goes along to the page in another language, still behind the #. */
function carryLanguages(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.site-languages a')) link.hash = location.hash
}
