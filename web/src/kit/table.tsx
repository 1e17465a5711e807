import type { ReactNode } from 'react'
import { addressWith } from './page.ts'
import { Button, LinkButton } from './pieces.tsx'
import { useScene, useWords } from './scene.tsx'

export type Column<Row> = { head: string; cell: (row: Row) => ReactNode; numeric?: boolean }
export type Listing<Row> = { items: readonly Row[]; total: number; page: number; perPage: number }

/** A table that scrolls inside itself on a narrow screen; its caption says what it holds. */
export function Table<Row>(props: {
  caption: string
  captionShown?: boolean
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
}) {
  const [first, ...rest] = props.columns
  if (!first) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section className="table-scroll" tabIndex={0} aria-label={props.caption}>
      <table className="ds-table" data-border="true">
        <caption className={props.captionShown ? undefined : 'visually-hidden'}>{props.caption}</caption>
        <thead>
          <tr>
            {props.columns.map(({ head, numeric }) => (
              <th key={head} scope="col" className={numeric ? 'numeric' : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={props.keyOf(row)}>
              <th scope="row">{first.cell(row)}</th>
              {rest.map(({ head, cell, numeric }) => (
                <td key={head} className={numeric ? 'numeric' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The search line over a list. Other parts of the query stay; the page number does not. */
export function SearchForm({ label, keep = true }: { label: string; keep?: boolean }) {
  const { path, query } = useScene()
  const { say } = useWords()
  return (
    <search>
      <form method="get" action={path} className="search-form">
        {keep &&
          [...query].map(([name, value], index) =>
            name === 'search' || name === 'page' ? null : (
              // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, in the server
              <input key={index} type="hidden" name={name} value={value} />
            ),
          )}
        <div className="ds-field field">
          <label className="ds-label" htmlFor="search" data-weight="medium">
            {label}
          </label>
          <input
            id="search"
            className="ds-input"
            type="search"
            name="search"
            defaultValue={query.get('search') ?? ''}
            maxLength={200}
          />
        </div>
        <Button look="secondary" icon="search">
          {say('kit.search')}
        </Button>
      </form>
    </search>
  )
}

/** How many there are, which of them are shown, the pages before and after, and the whole list as a file. */
export function Paging({ listing, csv }: { listing: Listing<unknown>; csv?: string }) {
  const { path, query } = useScene()
  const { say } = useWords()
  const { total, page, perPage } = listing
  const pages = Math.max(1, Math.ceil(total / perPage))
  const from = total === 0 ? 0 : (page - 1) * perPage + 1
  const to = Math.min(total, page * perPage)
  const link = (number: number) => addressWith(path, query, { page: String(number) })
  return (
    <div className="paging">
      <p>{total === 0 ? say('kit.paging-none') : say('kit.paging', { from, to, total })}</p>
      {pages > 1 && (
        <nav aria-label={say('kit.pages')}>
          {page > 1 && (
            <LinkButton href={link(page - 1)} look="secondary">
              {say('kit.previous')}
            </LinkButton>
          )}
          <span>{say('kit.page-of', { page, pages })}</span>
          {page < pages && (
            <LinkButton href={link(page + 1)} look="secondary">
              {say('kit.next')}
            </LinkButton>
          )}
        </nav>
      )}
      {csv && total > 0 && (
        <LinkButton href={csv} look="tertiary" icon="download">
          {say('kit.csv')}
        </LinkButton>
      )}
    </div>
  )
}
