import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import { useWords } from './scene.tsx'

type Tone = 'info' | 'success' | 'warning' | 'danger' | 'neutral'

const toneIcons: Readonly<Record<Tone, IconName>> = {
  info: 'note',
  success: 'check',
  warning: 'warning',
  danger: 'warning',
  neutral: 'note',
}

/** Something to notice. Says by its icon and its words what its colour only underlines. */
export function Callout(props: { tone?: Tone; title?: ReactNode; children?: ReactNode; status?: boolean }) {
  const tone = props.tone ?? 'info'
  return (
    <div className="callout" data-color={tone === 'info' ? 'accent' : tone} role={props.status ? 'status' : undefined}>
      <Icon name={toneIcons[tone]} />
      <div>
        {props.title && <p className="callout-title">{props.title}</p>}
        {props.children}
      </div>
    </div>
  )
}

export function Tag({ tone = 'neutral', children }: { tone?: Tone | 'accent'; children: ReactNode }) {
  return (
    <span className="ds-tag" data-color={tone}>
      {children}
    </span>
  )
}

export type Outcome = 'passed' | 'failed' | 'unchecked'

/** What a check found: a shape and a word; the colour is only the third sign. */
export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  const { say } = useWords()
  return (
    <span className={`outcome outcome-${outcome}`}>
      <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        {outcome === 'passed' && (
          <>
            <circle className="shape" cx="12" cy="12" r="11" />
            <path d="M7 12.500l3.500 3.500L17 9" />
          </>
        )}
        {outcome === 'failed' && (
          <>
            <path className="shape" d="M7.500 1h9L23 7.500v9L16.500 23h-9L1 16.500v-9z" />
            <path d="M8 8l8 8M16 8l-8 8" />
          </>
        )}
        {outcome === 'unchecked' && (
          <>
            <path className="shape shape-open" d="M12 1.500L22.500 12 12 22.500 1.500 12z" />
            <path d="M9.700 9.700a2.400 2.400 0 1 1 3.500 2.100c-.8.4-1.200.9-1.200 1.700M12 16.600v.1" />
          </>
        )}
      </svg>
      {say(`kit.outcome-${outcome}`)}
    </span>
  )
}

/** Nothing here yet, and what one can do about it. */
export function EmptyState(props: { title: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <svg viewBox="0 0 120 58" aria-hidden="true" focusable="false">
        <path d="M1 1h56v16H1zM63 1h56v16H63zM1 21h26v16H1zM33 21h56v16H33zM95 21h24v16H95zM1 41h56v16H1zM63 41h56v16H63z" />
      </svg>
      <p className="empty-title">{props.title}</p>
      {props.children}
      {props.action && <div className="actions">{props.action}</div>}
    </div>
  )
}

/** Pairs of a name and its value. A pair without a value says what is not there, or is left out. */
export function Facts({ items }: { items: readonly (readonly [ReactNode, ReactNode] | undefined | false | '')[] }) {
  const shown = items.filter((item) => item !== undefined && item !== false && item !== '')
  return (
    <dl className="facts">
      {shown.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, in the server
        <div key={index}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

type ButtonLook = 'primary' | 'secondary' | 'tertiary'

export function LinkButton(props: {
  href: string
  look?: ButtonLook
  icon?: IconName
  children: ReactNode
  download?: boolean
}) {
  return (
    <a className="ds-button" data-variant={props.look ?? 'primary'} href={props.href} download={props.download}>
      {props.icon && <Icon name={props.icon} />}
      {props.children}
    </a>
  )
}

export function Button(props: {
  look?: ButtonLook
  danger?: boolean
  icon?: IconName
  name?: string
  value?: string
  formAction?: string
  formNoValidate?: boolean
  children: ReactNode
}) {
  return (
    <button
      type="submit"
      className="ds-button"
      data-variant={props.look ?? 'primary'}
      data-color={props.danger ? 'danger' : undefined}
      name={props.name}
      value={props.value}
      formAction={props.formAction}
      formNoValidate={props.formNoValidate}
    >
      {props.icon && <Icon name={props.icon} />}
      {props.children}
    </button>
  )
}

/** A link as a line of text that the `copy` island can put on the clipboard; without it one marks and copies. */
export function CopyLink({ label, value }: { label: string; value: string }) {
  const { say } = useWords()
  return (
    <div className="copy-link">
      <label htmlFor="copy-value">{label}</label>
      <div className="copy-row">
        <input id="copy-value" className="ds-input" readOnly value={value} />
        <button
          type="button"
          className="ds-button"
          data-variant="secondary"
          data-copy="copy-value"
          data-done={say('kit.copied')}
          hidden
        >
          {say('kit.copy')}
        </button>
      </div>
      <p className="visually-hidden" role="status" data-copy-status="" />
    </div>
  )
}

/** Views of the same thing, each with its own address. */
export function Tabs({
  label,
  tabs,
}: {
  label: string
  tabs: readonly { href: string; text: string; current: boolean; lang?: string | undefined }[]
}) {
  return (
    <nav className="tab-links" aria-label={label}>
      <ul>
        {tabs.map(({ href, text, current, lang }) => (
          <li key={href}>
            <a href={href} lang={lang} aria-current={current ? 'page' : undefined}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

export function When({ at, time }: { at: string; time?: boolean }) {
  const words = useWords()
  return <time dateTime={at}>{time ? words.dateTime(at) : words.date(at)}</time>
}
