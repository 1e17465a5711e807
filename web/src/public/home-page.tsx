import type { DemoPerson } from '@bricka/server/demo/list-demo-people'
import { Section } from '../kit/layout.tsx'
import { definePage } from '../kit/page.ts'
import { LinkButton } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { DemoDoor } from './demo-door.tsx'

export const homePage = definePage('/', {
  get: async (visit) => {
    const people = visit.settings.demo
      ? await visit.call<{ items: DemoPerson[] }>('GET', '/api/demo/people')
      : undefined
    return {
      kind: 'page',
      title: 'Bricka',
      description: visit.words.say('public.hero-lead'),
      body: <Home people={people?.ok ? people.body.items : []} />,
    }
  },
})

function Home({ people }: { people: readonly DemoPerson[] }) {
  const { say } = useWords()
  const { me } = useScene()
  const console = me.memberships[0] ? `/org/${me.memberships[0].slug}` : '/login'
  const doors = [
    { key: 'learner', href: '/passport', link: say('public.door-learner-link') },
    { key: 'employer', href: '/verify', link: say('public.hero-verify') },
    { key: 'creator', href: console, link: say('public.door-org-link') },
    { key: 'issuer', href: console, link: say('public.door-org-link') },
    { key: 'planner', href: '/catalogue', link: say('public.door-planner-link') },
  ] as const
  return (
    <>
      <div className="hero">
        <div className="hero-words">
          <h1>{say('public.hero-title')}</h1>
          <p className="lead">{say('public.hero-lead')}</p>
          <div className="actions">
            <LinkButton href="/catalogue" icon="search">
              {say('public.hero-search')}
            </LinkButton>
            <LinkButton href="/verify" look="secondary">
              {say('public.hero-verify')}
            </LinkButton>
          </div>
        </div>
        <Wall />
      </div>
      <Section title={say('public.doors')}>
        <ul className="doors">
          {doors.map(({ key, href, link }, index) => (
            <li key={key}>
              <div className={`door door-${index}`}>
                <h3>{say(`public.door-${key}`)}</h3>
                <p>{say(`public.door-${key}-text`)}</p>
                <div className="actions">
                  <LinkButton href={href} look="tertiary" icon="arrow">
                    {link}
                  </LinkButton>
                </div>
              </div>
            </li>
          ))}
        </ul>
      </Section>
      {people.length > 0 && (
        <Section title={say('public.demo-try')} lead={say('public.demo-lead')}>
          <ul className="doors">
            {pickCast(people).map((person) => (
              <li key={person.email}>
                <DemoDoor person={person} />
              </li>
            ))}
          </ul>
          <p>
            <a href="/demo">{say('public.demo-all')}</a>
          </p>
        </Section>
      )}
      <Section title={say('public.how')}>
        <ol className="three">
          {([1, 2, 3] as const).map((number) => (
            <li key={number}>
              <h3>{say(`public.how-${number}-title`)}</h3>
              <p>{say(`public.how-${number}`)}</p>
            </li>
          ))}
        </ol>
      </Section>
    </>
  )
}

/** One of each: a learner with merits, a creator, an issuer. */
function pickCast(people: readonly DemoPerson[]): readonly DemoPerson[] {
  const withRole = (role: string) => people.find(({ roles }) => roles.some((one) => one.roles.includes(role)))
  const learner = people.filter(({ roles }) => roles.length === 0).sort((one, other) => other.merits - one.merits)[0]
  return [...new Set([learner, withRole('creator'), withRole('issuer')])].filter((person) => person !== undefined)
}

/** Tiles in running bond; the dashed ones are not laid yet. */
function Wall() {
  const { say } = useWords()
  return (
    <svg className="hero-wall" viewBox="0 0 340 232" role="img" aria-label={say('public.hero-picture')}>
      <rect className="fill-1" x="0" y="184" width="108" height="44" rx="4" />
      <rect className="fill-0" x="114" y="184" width="108" height="44" rx="4" />
      <rect className="fill-2" x="228" y="184" width="108" height="44" rx="4" />
      <rect className="fill-3" x="0" y="134" width="51" height="44" rx="4" />
      <rect className="fill-2" x="57" y="134" width="108" height="44" rx="4" />
      <rect className="fill-4" x="171" y="134" width="108" height="44" rx="4" />
      <rect className="fill-0" x="285" y="134" width="51" height="44" rx="4" />
      <rect className="fill-0" x="0" y="84" width="108" height="44" rx="4" />
      <rect className="fill-1" x="114" y="84" width="108" height="44" rx="4" />
      <rect className="mortar" x="229" y="85" width="106" height="42" rx="4" />
      <rect className="mortar" x="1" y="35" width="49" height="42" rx="4" />
      <rect className="fill-3" x="57" y="34" width="108" height="44" rx="4" />
      <rect className="mortar" x="172" y="35" width="106" height="42" rx="4" />

      <text x="12" y="210">
        {say('public.tile-2')}
      </text>
      <text x="69" y="160">
        {say('public.tile-1')}
      </text>
      <text x="12" y="110">
        {say('public.tile-3')}
      </text>
      <text x="126" y="110">
        {say('public.tile-4')}
      </text>
    </svg>
  )
}
