import { pickText } from '@bricka/domain/local-text'
import { MeritDesign } from '@bricka/domain/merit/merit'
import type { DraftView, MeritView } from '@bricka/server/merit/merit-views'
import { PageProblem } from '../kit/call-api.ts'
import type { Visit } from '../kit/page.ts'

/** A merit as its creator works with it: the draft, or where there is none the published version to begin from. */
export type Draft = {
  id: string
  title: string
  design: MeritDesign
  /** What the design says that it answers, as published. */
  needs: MeritView['needs']
  state: MeritView['state']
  draft: DraftView | undefined
  published: MeritView | undefined
}

type Seen = MeritView & { hasDraft?: boolean }

/** @throws PageProblem where the visitor may not see it */
export async function openDraft({ call, params, words }: Visit): Promise<Draft> {
  const id = params.meritId ?? ''
  const root = `/api/merits/${encodeURIComponent(id)}`
  const [draft, published] = await Promise.all([call<DraftView>('GET', `${root}/draft`), call<Seen>('GET', root)])
  const seen = published.ok ? published.body : undefined
  // Who may not design still sees what is published.
  if (!draft.ok && (!seen || draft.problem.status === 404)) throw new PageProblem(draft.problem)
  const held = draft.ok && seen?.hasDraft !== false ? draft.body : undefined
  const design = held?.design ?? seen?.design ?? MeritDesign.parse({})
  const title = pickText(design.title, words.language)?.text ?? words.say('creator.untitled')
  const needs = held?.needs ?? seen?.needs ?? []
  return { id, title, design, needs, state: held?.state ?? seen?.state ?? 'draft', draft: held, published: seen }
}
