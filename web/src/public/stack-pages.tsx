import { pickText } from '@bricka/domain/local-text'
import type { StackPage } from '@bricka/server/pathway/show-stack'
import type { StackView } from '@bricka/server/pathway/stack'
import { PageHead, Section } from '../kit/layout.tsx'
import { Local } from '../kit/local.tsx'
import { definePage } from '../kit/page.ts'
import { Callout, EmptyState, LinkButton } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { type Listing, Paging, SearchForm, Table } from '../kit/table.tsx'
import { GroupAccepts, NoRight, StackFacts, StackLimits, showNeed } from './stack-rules.tsx'

/** Ways from small merits to a larger one, for anyone to find. */
export const stacksPage = definePage('/stacks', {
  get: async (visit) => {
    const listing = await visit.need<Listing<StackView>>(`/api/stacks?${visit.query}`)
    return {
      kind: 'page',
      title: visit.words.say('stack.stacks'),
      description: visit.words.say('stack.stacks-lead'),
      alternates: [{ type: 'application/json', href: `/api/stacks?${visit.query}` }],
      body: <Stacks listing={listing} />,
    }
  },
})

function Stacks({ listing }: { listing: Listing<StackView> }) {
  const words = useWords()
  const { say } = words
  return (
    <>
      <PageHead title={say('stack.stacks')} lead={say('stack.stacks-lead')} />
      <SearchForm label={say('stack.search')} />
      {listing.items.length === 0 ? (
        <EmptyState title={say('stack.none')} />
      ) : (
        <Table
          caption={say('stack.stacks')}
          rows={listing.items}
          keyOf={({ id }) => id}
          columns={[
            {
              head: say('stack.stack'),
              cell: ({ id, content }) => (
                <a href={`/stacks/${id}`}>
                  <Local text={content.title} />
                </a>
              ),
            },
            {
              head: say('stack.owner'),
              cell: ({ owner }) => <a href={`/organisations/${owner.slug}`}>{owner.name}</a>,
            },
            { head: say('stack.route'), cell: ({ content }) => say(`stack.route-${content.route}`) },
            { head: say('stack.groups'), cell: ({ content }) => words.number(content.groups.length), numeric: true },
          ]}
        />
      )}
      <Paging listing={listing} csv="/api/stacks?format=csv" />
    </>
  )
}

export const stackPage = definePage('/stacks/:id', {
  get: async (visit) => {
    const stack = await visit.need<StackPage>(`/api/stacks/${encodeURIComponent(visit.params.id ?? '')}`)
    const title = pickText(stack.content.title, visit.words.language)?.text ?? ''
    return {
      kind: 'page',
      title: visit.words.say('stack.page-title', { title }),
      alternates: [{ type: 'application/json', href: `/api/stacks/${stack.id}` }],
      body: <Stack stack={stack} />,
    }
  },
})

function Stack({ stack }: { stack: StackPage }) {
  const words = useWords()
  const { me } = useScene()
  const { say } = words
  const { content } = stack
  const own = `/passport/stacks/${stack.id}`
  return (
    <>
      <PageHead
        eyebrow={stack.owner.name}
        title={<Local text={content.title} />}
        crumbs={[{ href: '/stacks', text: say('stack.stacks') }]}
        actions={
          <>
            <LinkButton href={me.kind === 'person' ? own : `/login?next=${encodeURIComponent(own)}`}>
              {say(me.kind === 'person' ? 'stack.see-progress' : 'stack.log-in-for-progress')}
            </LinkButton>
            <LinkButton href={`/api/stacks/${stack.id}`} look="secondary" icon="download" download>
              {say('stack.export')}
            </LinkButton>
          </>
        }
      />
      {stack.state === 'retired' && <Callout tone="warning" title={say('stack.retired')} />}
      <NoRight decidedBy={content.decidedBy} />
      <Section title={say('stack.whole-asks')}>
        <StackFacts stack={stack} />
      </Section>
      <Section title={say('stack.groups')}>
        {content.groups.map((group) => (
          <section key={group.id} className="section">
            <h3>
              <Local text={group.title} />
            </h3>
            <p>{showNeed(words, group, content.unit)}</p>
            <GroupAccepts group={group} merits={stack.merits} />
          </section>
        ))}
      </Section>
      <Section title={say('stack.limits')}>
        <StackLimits stack={stack} />
      </Section>
    </>
  )
}
