import type { DemoPerson } from '@bricka/server/demo/list-demo-people'
import { Local } from '../kit/local.tsx'
import { Button, Tag } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'

/** One of the demo world's people, and a button to be them. */
export function DemoDoor({ person }: { person: DemoPerson }) {
  const { say, find } = useWords()
  return (
    <div className={`door door-${person.roles.length > 0 ? 1 : 0}`}>
      <h3>{person.name}</h3>
      {person.roles.map(({ organisation, slug, roles }) => (
        <div key={slug} className="door-roles">
          <strong>{organisation}</strong>
          <ul className="tags">
            {roles.map((role) => (
              <li key={role}>
                <Tag>{find(`domain.role.${role}`) ?? role}</Tag>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <p>
        <Local text={person.story} />
      </p>
      {person.roles.length === 0 && <p>{say('public.demo-merits', { count: person.merits })}</p>}
      <form method="post" action="/demo">
        <input type="hidden" name="email" value={person.email} />
        <Button look="secondary">{say('public.demo-be', { name: person.name.split(' ')[0] ?? person.name })}</Button>
      </form>
    </div>
  )
}
