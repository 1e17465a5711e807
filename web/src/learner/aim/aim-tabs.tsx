import type { AimView } from '@bricka/server/guidance/aim'
import { Tabs } from '../../kit/pieces.tsx'
import { useScene, useWords } from '../../kit/scene.tsx'

/** The rooms of one aim. The ways to a qualification are its stack's own page's to tell. */
export function AimTabs({ aim }: { aim: Pick<AimView, 'id' | 'target'> }) {
  const { path } = useScene()
  const { say } = useWords()
  const root = `/passport/aims/${aim.id}`
  const places = [
    { href: root, text: say('guidance.tab-distance') },
    ...(aim.target.kind === 'qualification' ? [] : [{ href: `${root}/ways`, text: say('guidance.tab-ways') }]),
    { href: `${root}/plan`, text: say('guidance.tab-plan') },
    { href: `${root}/change`, text: say('guidance.tab-change') },
  ]
  return (
    <Tabs label={say('guidance.tabs')} tabs={places.map((place) => ({ ...place, current: place.href === path }))} />
  )
}
