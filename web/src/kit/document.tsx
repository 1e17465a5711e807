import { Footer, Header } from './layout.tsx'
import type { PageAnswer } from './page.ts'
import { useScene, useWords } from './scene.tsx'

type Shown = Extract<PageAnswer, { kind: 'page' }>

/** The whole HTML document around a page's body. */
export function Document(props: { page: Shown; style: string; fonts: readonly string[]; scripts: readonly string[] }) {
  const { page, style, fonts, scripts } = props
  const { language, say } = useWords()
  const { settings, path, me } = useScene()
  const house = me.memberships.find(({ slug }) => `${path}/`.startsWith(`/org/${slug}/`))?.legalName
  const title = [page.title, house, 'Bricka'].filter(Boolean).join(' · ')
  return (
    <html lang={language} data-color-scheme="auto">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{page.title === 'Bricka' ? `Bricka · ${say('kit.slogan')}` : title}</title>
        {page.description && <meta name="description" content={page.description} />}
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#f7f3ec" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#14181c" media="(prefers-color-scheme: dark)" />
        {page.hidden && <meta name="robots" content="noindex" />}
        {!page.hidden && <link rel="canonical" href={`${settings.baseUrl}${path}`} />}
        {fonts.map((font) => (
          <link key={font} rel="preload" href={font} as="font" type="font/woff2" crossOrigin="anonymous" />
        ))}
        <link rel="stylesheet" href={style} />
        <link rel="icon" href={icon} type="image/svg+xml" />
        <link rel="manifest" href="/app.webmanifest" />
        {page.alternates?.map(({ type, href }) => (
          <link key={type} rel="alternate" type={type} href={href} />
        ))}
        {page.linkedData && (
          <script
            type="application/ld+json"
            // biome-ignore lint/security/noDangerouslySetInnerHtml: data that no browser runs; no tag in it is left whole
            dangerouslySetInnerHTML={{ __html: JSON.stringify(page.linkedData).replaceAll('<', '\\u003c') }}
          />
        )}
        {scripts.map((script) => (
          <script key={script} type="module" src={script} />
        ))}
      </head>
      <body>
        <a className="ds-skip-link" href="#main">
          {say('kit.skip')}
        </a>
        <Header />
        <main id="main" tabIndex={-1}>
          {page.body}
        </main>
        <Footer />
      </body>
    </html>
  )
}

/** Three tiles in bond, as in the header. */
export const iconSvg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><g fill="#a8492a"><rect x="2" y="3" width="13" height="8" rx="1.5"/><rect x="17" y="3" width="13" height="8" rx="1.5" fill="#d9a441"/><rect x="2" y="13" width="6" height="8" rx="1.5" fill="#3f6f64"/><rect x="10" y="13" width="13" height="8" rx="1.5"/><rect x="25" y="13" width="5" height="8" rx="1.5" fill="#27546f"/><rect x="2" y="23" width="13" height="7" rx="1.5" fill="#27546f"/><rect x="17" y="23" width="13" height="7" rx="1.5"/></g></svg>'
const icon = `data:image/svg+xml,${encodeURIComponent(iconSvg)}`
