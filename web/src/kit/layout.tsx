import { interfaceLanguages } from '@bricka/domain/local-text'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { languageNames } from './language.ts'
import { addressWith } from './page.ts'
import { useScene, useWords } from './scene.tsx'

export function Header() {
  const { me, path, words } = useScene()
  const { say } = words
  const places = [
    { href: '/catalogue', text: say('kit.nav-catalogue') },
    { href: '/verify', text: say('kit.nav-verify') },
    { href: '/maps', text: say('kit.nav-maps') },
    { href: '/validation', text: say('kit.nav-validation') },
    ...(me.kind === 'person' ? [{ href: '/passport', text: say('kit.nav-passport') }] : []),
    ...me.memberships.map(({ slug, legalName }) => ({ href: `/org/${slug}`, text: legalName })),
  ]
  return (
    <header className="site-header">
      <div className="site-header-inner">
        <a className="site-name" href="/">
          <Mark />
          <span>Bricka</span>
        </a>
        <nav aria-label={say('kit.nav')} className="site-nav">
          <ul>
            {places.map(({ href, text }) => (
              <li key={href}>
                <a href={href} aria-current={path === href || path.startsWith(`${href}/`) ? 'page' : undefined}>
                  {text}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="site-who">
          {me.kind === 'person' ? (
            <>
              <a className="site-person" href="/settings">
                <Icon name="person" />
                <span>{me.name}</span>
              </a>
              <form method="post" action="/logout">
                <button type="submit" className="text-button">
                  {say('kit.log-out')}
                </button>
              </form>
            </>
          ) : (
            <a className="site-person" href="/login">
              <Icon name="person" />
              <span>{say('kit.log-in')}</span>
            </a>
          )}
        </div>
      </div>
    </header>
  )
}

/** The mark: three courses of tiles in running bond. */
function Mark() {
  return (
    <svg className="site-mark" viewBox="0 0 32 26" aria-hidden="true" focusable="false">
      <rect className="tile-a" x="0" y="0" width="15" height="7.400" rx="1.200" />
      <rect className="tile-b" x="17" y="0" width="15" height="7.400" rx="1.200" />
      <rect className="tile-c" x="0" y="9.300" width="6.500" height="7.400" rx="1.200" />
      <rect className="tile-a" x="8.500" y="9.300" width="15" height="7.400" rx="1.200" />
      <rect className="tile-d" x="25.500" y="9.300" width="6.500" height="7.400" rx="1.200" />
      <rect className="tile-d" x="0" y="18.600" width="15" height="7.400" rx="1.200" />
      <rect className="tile-a" x="17" y="18.600" width="15" height="7.400" rx="1.200" />
    </svg>
  )
}

export function Footer() {
  const { path, query, settings } = useScene()
  const { say, language } = useWords()
  return (
    <footer className="site-footer">
      <div className="site-footer-inner">
        <nav aria-label={say('kit.language')} className="site-languages">
          <Icon name="globe" />
          <ul>
            {interfaceLanguages.map((one) => (
              <li key={one}>
                <a
                  href={addressWith(path, query, { lang: one })}
                  lang={one}
                  hrefLang={one}
                  aria-current={one === language ? 'true' : undefined}
                >
                  {languageNames[one]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <nav aria-label={say('kit.about')} className="site-about">
          <ul>
            <li>
              <a href="/planning">{say('planning.nav')}</a>
            </li>
            <li>
              <a href="/needs">{say('need.published')}</a>
            </li>
            <li>
              <a href="/landscape">{say('landscape.nav')}</a>
            </li>
            <li>
              <a href="/organisations">{say('kit.nav-organisations')}</a>
            </li>
            <li>
              <a href="/stacks">{say('stack.nav')}</a>
            </li>
            <li>
              <a href="/precedents">{say('credit.precedents')}</a>
            </li>
            <li>
              <a href="/relations">{say('relation.nav')}</a>
            </li>
            <li>
              <a href="/about/levels">{say('level.title')}</a>
            </li>
            <li>
              <a href="/about/accessibility">{say('kit.nav-accessibility')}</a>
            </li>
            <li>
              <a href="/about/privacy">{say('kit.nav-privacy')}</a>
            </li>
            <li>
              <a href="/api">{say('kit.nav-api')}</a>
            </li>
            <li>
              <a href="/docs/errors">{say('kit.nav-errors')}</a>
            </li>
            <li>
              <a href="/about/vocabulary">{say('public.vocabulary')}</a>
            </li>
            {settings.demo && (
              <>
                <li>
                  <a href="/demo">{say('kit.nav-demo')}</a>
                </li>
                <li>
                  <a href="/demo/mail">{say('kit.nav-demo-mail')}</a>
                </li>
              </>
            )}
          </ul>
        </nav>
        {settings.demo && <p className="site-demo">{say('kit.demo-note')}</p>}
      </div>
    </footer>
  )
}

export type Crumb = { href: string; text: string }

/** The head of a page: where one is, its name, a lead, and what can be done. */
export function PageHead(props: {
  title: ReactNode
  lead?: ReactNode
  eyebrow?: ReactNode
  crumbs?: readonly Crumb[]
  actions?: ReactNode
  lang?: string | undefined
}) {
  const { say } = useWords()
  return (
    <div className="page-head">
      {props.crumbs && props.crumbs.length > 0 && (
        <nav className="crumbs" aria-label={say('kit.crumbs')}>
          <ol>
            {props.crumbs.map(({ href, text }) => (
              <li key={href}>
                <a href={href}>{text}</a>
              </li>
            ))}
          </ol>
        </nav>
      )}
      {props.eyebrow && <p className="eyebrow">{props.eyebrow}</p>}
      <h1 lang={props.lang}>{props.title}</h1>
      {props.lead && <p className="lead">{props.lead}</p>}
      {props.actions && <div className="actions">{props.actions}</div>}
    </div>
  )
}

/** A part of a page under its own heading. */
export function Section(props: {
  title: ReactNode
  id?: string
  children: ReactNode
  lead?: ReactNode
  quiet?: boolean
}) {
  return (
    <section className={props.quiet ? 'section section-quiet' : 'section'} id={props.id}>
      <h2>{props.title}</h2>
      {props.lead && <p className="section-lead">{props.lead}</p>}
      {props.children}
    </section>
  )
}
