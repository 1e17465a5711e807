import { Tabs } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'

const places = [
  { href: '/passport', key: 'learner.nav-merits' },
  { href: '/passport/self-claims', key: 'learner.nav-self' },
  { href: '/passport/shares', key: 'learner.nav-shares' },
  { href: '/passport/maps', key: 'maps.nav-own' },
  { href: '/passport/validations', key: 'learner.nav-validations' },
  { href: '/passport/stacks', key: 'stack.nav' },
  { href: '/passport/credit', key: 'credit.nav' },
  { href: '/passport/aims', key: 'guidance.nav' },
  { href: '/passport/follow-up', key: 'follow-up.nav' },
  { href: '/passport/statistics', key: 'planning.consent-nav' },
  { href: '/passport/results', key: 'emrex.results' },
  { href: '/passport/wallet', key: 'exchange.nav' },
  { href: '/passport/log', key: 'learner.nav-log' },
  { href: '/settings', key: 'learner.nav-settings' },
] as const

/** The rooms of one's own passport. */
export function PassportTabs() {
  const { path } = useScene()
  const { say } = useWords()
  return (
    <Tabs
      label={say('learner.nav')}
      tabs={places.map(({ href, key }) => ({ href, text: say(key), current: path === href }))}
    />
  )
}
