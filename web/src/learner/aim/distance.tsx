import type { ItemView } from '@bricka/domain/skill/superimposed-view'
import type { DistanceView } from '@bricka/server/guidance/reckon-aim'
import { Section } from '../../kit/layout.tsx'
import { Tag } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/scene.tsx'
import { Table } from '../../kit/table.tsx'
import { Picture } from '../../public/maps-picture.tsx'

/** What merits show of what is wanted, what lies near and what is missing; own words in a column of their own. */
export function Distance(props: { distance: DistanceView; title: string; whose: 'own' | 'shared' }) {
  const { distance, title, whose } = props
  const words = useWords()
  const { say } = words
  const { verified, declared, attribution } = distance
  const { held, of } = verified.coverage
  const said = new Map(declared.map(({ uri, sources }) => [uri, sources]))
  const groups = [
    { name: 'have', items: verified.identical },
    { name: 'partly', items: [...verified.sameFamily, ...verified.relatedFamily] },
    { name: 'missing', items: verified.missing },
  ] as const
  return (
    <Section title={say('guidance.distance-to', { aim: title })}>
      <p className="lead">{say(`guidance.coverage-${whose}`, { held, of })}</p>
      <p>{say('guidance.coverage-said', { count: declared.length })}</p>
      <Picture answer={{ ...verified, to: { label: title } }} />
      {groups.map(({ name, items }) =>
        items.length === 0 ? null : (
          <details key={name} className="maps-more" open={name !== 'missing' || items.length <= 12}>
            <summary>
              {say(`guidance.${name}`)} ({items.length})
            </summary>
            <Table
              caption={say(`guidance.${name}`)}
              rows={items}
              keyOf={({ uri }) => uri}
              columns={[
                { head: say('maps.skill'), cell: ({ uri, label }) => <a href={uri}>{label}</a> },
                {
                  head: say('maps.need'),
                  cell: ({ requirement }) => (
                    <Tag tone={requirement === 'essential' ? 'accent' : 'neutral'}>{say(`maps.${requirement}`)}</Tag>
                  ),
                },
                { head: say('maps.why'), cell: ({ reason }) => <Why reason={reason} /> },
                {
                  head: say('guidance.own-word'),
                  cell: ({ uri }) => words.list([...(said.get(uri) ?? [])]) || '–',
                },
              ]}
            />
          </details>
        ),
      )}
      <p className="note">
        {say('maps.version', { framework: verified.framework, version: verified.classificationVersion })} {attribution}
      </p>
    </Section>
  )
}

function Why({ reason }: { reason: ItemView['reason'] }) {
  const words = useWords()
  const { say } = words
  if (reason.kind === 'new') return <>{say('maps.reason-new')}</>
  const [first] = reason.held
  if (reason.kind === 'same-skill')
    return <>{first?.source ? say('maps.shown-by', { source: first.source }) : say('maps.reason-same-skill')}</>
  const held = words.list(
    reason.held
      .slice(0, 3)
      .map(({ label, source }) => (source ? say('maps.held-by', { skill: label, source }) : label)),
  )
  const through = 'family' in reason ? reason.family.label : 'through' in reason ? reason.through.label : ''
  return <>{say(`maps.reason-${reason.kind}`, { held, through })}</>
}
