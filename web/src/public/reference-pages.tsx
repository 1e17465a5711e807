import { PageHead, Section } from '../kit/layout.tsx'
import { definePage } from '../kit/page.ts'
import { LinkButton } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'

type Operation = {
  summary?: string
  description?: string
  tags?: string[]
  parameters?: { name: string; in: string }[]
}
type OpenApi = { info: { title: string; version: string }; paths: Record<string, Record<string, Operation>> }
type Row = { method: string; path: string; operation: Operation }

export const apiPage = definePage('/api', {
  get: async (visit) => {
    const api = await visit.need<OpenApi>('/api/openapi.json')
    return {
      kind: 'page',
      title: visit.words.say('public.api'),
      alternates: [{ type: 'application/json', href: '/api/openapi.json' }],
      body: <Api api={api} />,
    }
  },
})

function Api({ api }: { api: OpenApi }) {
  const { say } = useWords()
  const groups = new Map<string, Row[]>()
  for (const [path, operations] of Object.entries(api.paths))
    for (const [method, operation] of Object.entries(operations)) {
      const group = operation.tags?.[0] ?? path.split('/')[path.startsWith('/api/') ? 2 : 1] ?? ''
      groups.set(group, [...(groups.get(group) ?? []), { method: method.toUpperCase(), path, operation }])
    }
  return (
    <>
      <PageHead
        title={say('public.api')}
        lead={say('public.api-lead')}
        actions={
          <>
            <LinkButton href="/api/openapi.json" look="secondary" icon="file">
              {say('public.api-openapi')}
            </LinkButton>
            <LinkButton href="/about/mappings" look="secondary">
              {say('emrex.mappings')}
            </LinkButton>
          </>
        }
      />
      {[...groups].sort().map(([group, rows]) => (
        <Section key={group} title={<span lang="en">{group}</span>} id={group}>
          <Table
            caption={group}
            rows={rows}
            keyOf={({ method, path }) => method + path}
            columns={[
              {
                head: say('public.api-path'),
                cell: ({ method, path }) => (
                  <code className="breakable">
                    <strong>{method}</strong> {path}
                  </code>
                ),
              },
              {
                head: say('public.api-what'),
                cell: ({ operation }) => (
                  <span lang="en">
                    {operation.summary ?? ''}
                    {operation.parameters?.some((one) => one.in === 'query') && (
                      <span className="check-means">
                        {' ('}
                        {operation.parameters
                          .filter((one) => one.in === 'query')
                          .map(({ name }) => name)
                          .join(', ')}
                        {')'}
                      </span>
                    )}
                  </span>
                ),
              },
            ]}
          />
        </Section>
      ))}
    </>
  )
}

export const errorsPage = definePage('/docs/errors', {
  get: async (visit) => ({ kind: 'page', title: visit.words.say('public.errors'), body: <Errors /> }),
})

/** Every code in the reader's language; the addresses of problems (`type`) lead here. */
function Errors() {
  const { say, codesUnder, find } = useWords()
  return (
    <div className="narrow">
      <PageHead title={say('public.errors')} lead={say('public.errors-lead')} />
      <Section title={say('public.errors-problems')}>
        <dl className="codes">
          {codesUnder('codes.problem.').map((code) => (
            <div key={code} id={code}>
              <dt>
                <code>{code}</code>
              </dt>
              <dd>
                {find(`codes.problem.${code}`)}
                {find(`codes.problem-advice.${code}`) && (
                  <p className="check-means">{find(`codes.problem-advice.${code}`)}</p>
                )}
              </dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title={say('public.errors-checks')}>
        <dl className="codes">
          {codesUnder('codes.check.').map((code) => (
            // A few codes name both a problem and a check; an address can have only one of them.
            <div key={code} id={find(`codes.problem.${code}`) ? `check-${code}` : code}>
              <dt>
                <code>{code}</code>
              </dt>
              <dd>{find(`codes.check.${code}`)}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </div>
  )
}
