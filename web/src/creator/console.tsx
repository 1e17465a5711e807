import type { OrganisationKind, Role } from '@bricka/domain/organisation/organisation'
import { type Ability, abilitiesByRole, isLeft } from '@bricka/domain/organisation/permission'
import type { ReactNode } from 'react'
import { PageProblem } from '../kit/call-api.ts'
import { type Crumb, PageHead } from '../kit/layout.tsx'
import type { Visit } from '../kit/page.ts'
import { Callout, Tabs } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import type { PlainKey } from '../kit/words.ts'

/** The organisation that a page works for, and what the visitor may do there. */
export type Workplace = {
  id: string
  slug: string
  legalName: string
  kind: string
  /** It has ended: its people read what there is and answer for what was issued. */
  ended: 'kept' | 'handed-over' | undefined
  may: (ability: Ability) => boolean
}

/**
 * Finds the organisation of the address among the visitor's own.
 *
 * It only decides what is shown: the API judges every act itself.
 * @throws PageProblem, which leads to the login or says that there is nothing here
 */
export function openWorkplace({ me, params }: Pick<Visit, 'me' | 'params'>): Workplace {
  if (me.kind !== 'person') throw new PageProblem({ code: 'login-required', status: 401, title: '', detail: '' })
  const membership = me.memberships.find(({ slug }) => slug === params.slug)
  if (!membership) throw new PageProblem({ code: 'not-found', status: 404, title: '', detail: '' })
  const { organisationId, slug, legalName, kind = '', ended } = membership
  const may = (ability: Ability) => isLeft(ended, ability) && roleMay(membership.roles, ability)
  return { id: organisationId, slug, legalName, kind, ended, may }
}

/** Whether one of the roles allows it. */
export const roleMay = (roles: readonly string[], ability: Ability): boolean =>
  roles.some((role) => isRole(role) && abilitiesByRole[role].some((one) => one === ability))

const isRole = (role: string): role is Role => role in abilitiesByRole

/** A room of the console; `kind` where only one kind of organisation has it. */
type Place = {
  part: string
  word: PlainKey
  ability: Ability | readonly Ability[]
  kind?: OrganisationKind | readonly OrganisationKind[]
}

const places: readonly Place[] = [
  { part: '', word: 'creator.nav-overview', ability: 'read' },
  { part: '/merits', word: 'creator.nav-merits', ability: 'read' },
  { part: '/stacks', word: 'stack.nav', ability: 'read' },
  { part: '/issue', word: 'creator.nav-issue', ability: 'issue' },
  { part: '/issued', word: 'creator.nav-issued', ability: 'read' },
  { part: '/occasions', word: 'occasion.occasions', ability: 'read' },
  { part: '/endorsements', word: 'endorsement.own', ability: 'read', kind: 'social-partner' },
  { part: '/surveys', word: 'need.surveys', ability: 'read' },
  {
    ...{ part: '/studies', word: 'landscape.studies', ability: 'read' },
    kind: ['authority', 'social-partner', 'civil-society'],
  },
  { part: '/approvals', word: 'creator.nav-approvals', ability: 'approve' },
  { part: '/validations', word: 'creator.nav-validations', ability: ['coordinate', 'assess', 'assure'] },
  { part: '/validation', word: 'creator.nav-validation', ability: 'coordinate' },
  { part: '/quality/meetings', word: 'recognition.quality', ability: ['assure', 'coordinate'] },
  { part: '/credit', word: 'credit.nav', ability: ['read', 'coordinate'], kind: 'formal-education' },
  { part: '/guidance', word: 'guidance.guided', ability: 'counsel' },
  { part: '/statistics', word: 'creator.nav-statistics', ability: 'read' },
  { part: '/benefits', word: 'follow-up.provider', ability: 'read' },
  { part: '/people', word: 'creator.nav-people', ability: 'read' },
  { part: '/log', word: 'creator.nav-log', ability: 'read' },
  { part: '/settings', word: 'creator.nav-settings', ability: 'represent' },
]

/** The frame of an organisation's pages: its name, its places, the page's head, and what was just done. */
export function Console(props: {
  workplace: Workplace
  title: ReactNode
  lead?: ReactNode
  actions?: ReactNode
  crumbs?: readonly Crumb[]
  children: ReactNode
}) {
  const { path } = useScene()
  const { say } = useWords()
  const { workplace } = props
  const home = `/org/${workplace.slug}`
  const shown = places
    .filter(({ kind }) => kind === undefined || [kind].flat().some((one) => one === workplace.kind))
    .filter(({ ability }) => [ability].flat().some((one) => workplace.may(one)))
  const current = shown.findLast(
    ({ part }) => path === home + part || (part !== '' && path.startsWith(`${home}${part}/`)),
  )
  return (
    <div className="console">
      <Tabs
        label={workplace.legalName}
        tabs={shown.map((place) => ({ href: home + place.part, text: say(place.word), current: place === current }))}
      />
      <PageHead
        title={props.title}
        lead={props.lead}
        actions={props.actions}
        crumbs={props.crumbs ?? []}
        eyebrow={workplace.legalName}
      />
      <Done />
      {workplace.ended && path !== `${home}/estate` && (
        <Callout tone="info" title={say('estate.console-ended')}>
          <p>
            <a href={`${home}/estate`}>{say('estate.console-ended-more')}</a>
          </p>
        </Callout>
      )}
      {props.children}
    </div>
  )
}

/** Says what the form before this page did: `?done=saved`. Only words that we have are said. */
function Done() {
  const { query } = useScene()
  const words = useWords()
  const said = words.find(`creator.done-${query.get('done')}`)
  return said === undefined ? null : <Callout tone="success" title={said} status />
}
