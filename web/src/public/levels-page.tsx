import type { LevelsView } from '@bricka/server/merit/level-routes'
import { PageHead, Section } from '../kit/layout.tsx'
import { definePage } from '../kit/page.ts'
import { Callout, LinkButton, Tag, When } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'

/** What a level and a credit mean, framework by framework, and where each row comes from. */
export const levelsPage = definePage('/about/levels', {
  get: async (visit) => {
    const levels = await visit.need<LevelsView>('/api/levels')
    return {
      kind: 'page',
      title: visit.words.say('level.title'),
      description: visit.words.say('level.lead'),
      alternates: [{ type: 'application/json', href: '/api/levels' }],
      body: <Levels levels={levels} />,
    }
  },
})

function Levels({ levels }: { levels: LevelsView }) {
  const words = useWords()
  const { say } = words
  return (
    <>
      <PageHead
        title={say('level.title')}
        lead={say('level.lead')}
        actions={
          <LinkButton href="/api/levels?format=csv" look="secondary" icon="download">
            {say('kit.csv')}
          </LinkButton>
        }
      />
      <Callout title={say('level.decided-title')}>
        <p>{say('level.decided-text')}</p>
      </Callout>
      <Section title={say('level.side-by-side')} lead={say('level.side-by-side-lead')}>
        <SideBySide levels={levels} />
      </Section>
      {levels.frameworks.map((framework) => (
        <Section key={framework.id} title={framework.id} id={framework.id}>
          <p>
            <span lang={languageOf[framework.id]}>{framework.fullName}</span>
            {framework.country ? `, ${words.country(framework.country)}` : ''}{' '}
            {framework.status === 'planned' && <Tag tone="warning">{say('level.planned')}</Tag>}
          </p>
          {framework.claims.map((claim) => (
            <Callout
              key={claim.code}
              tone={claim.force === 'refusal' ? 'warning' : 'neutral'}
              title={words.find(`level.claim-${claim.code}`) ?? claim.code}
            >
              <p>
                <span lang="en">{claim.source}</span> (<When at={claim.asOf} />)
              </p>
            </Callout>
          ))}
          <Table
            caption={say('level.table-of', { framework: framework.id })}
            rows={framework.levels}
            keyOf={({ level }) => level}
            columns={[
              { head: say('level.level'), cell: ({ level }) => level },
              { head: 'EQF', cell: ({ eqf }) => eqf.join(', ') },
              {
                head: say('level.source'),
                cell: ({ source, url }) => (
                  <span lang="en">
                    {url ? (
                      <a href={url} rel="noreferrer">
                        {source}
                      </a>
                    ) : (
                      source
                    )}
                  </span>
                ),
              },
              { head: say('level.basis'), cell: ({ basis }) => say(`level.basis-${basis}`) },
              { head: say('level.as-of'), cell: ({ asOf }) => <When at={asOf} /> },
            ]}
          />
        </Section>
      ))}
      <Section title={say('level.none-title')}>
        <p>{say('level.none-text')}</p>
      </Section>
      <Section title={say('level.units')} lead={say('level.units-lead')}>
        <Table
          caption={say('level.units')}
          rows={levels.units}
          keyOf={({ id }) => id}
          columns={[
            { head: say('level.unit'), cell: ({ id }) => (id === 'hours' ? say('stack.unit-hours') : id) },
            { head: say('level.country'), cell: ({ country }) => (country ? words.country(country) : '–') },
            {
              head: say('level.measures'),
              cell: ({ measures }) => words.find(`level.measures-${measures}`) ?? measures,
            },
          ]}
        />
      </Section>
      <Section title={say('level.conversions')} lead={say('level.conversions-lead')}>
        <Table
          caption={say('level.conversions')}
          rows={levels.conversions}
          keyOf={({ from, to }) => `${from}>${to}`}
          columns={[
            { head: say('level.ten-of'), cell: ({ from }) => `10 ${from}` },
            {
              head: say('level.are'),
              cell: ({ to, least, most }) =>
                `${least === most ? words.number(least) : `${words.number(least)}–${words.number(most)}`} ${to}`,
            },
            { head: say('level.ground'), cell: ({ standing }) => say(`level.standing-${standing}`) },
            { head: say('level.source'), cell: ({ source }) => <span lang="en">{source}</span> },
          ]}
        />
        <p>{say('level.never')}</p>
      </Section>
      <Section title={say('level.sizes')} lead={say('level.sizes-lead')}>
        <Table
          caption={say('level.sizes')}
          rows={levels.sizes}
          keyOf={({ profile, units, source }) => profile + units.join() + source}
          columns={[
            {
              head: say('level.profile'),
              cell: ({ profile }) =>
                words.find(`domain.profile.${profile}`) ?? words.find(`creator.profile.${profile}`) ?? profile,
            },
            {
              head: say('level.size'),
              cell: ({ least, most, units }) =>
                `${least === undefined ? '' : words.number(least)}–${most === undefined ? '' : words.number(most)} ${units.join(', ')}`,
            },
            { head: say('level.force'), cell: ({ force }) => say(`level.force-${force}`) },
            { head: say('level.source'), cell: ({ source }) => <span lang="en">{source}</span> },
          ]}
        />
      </Section>
    </>
  )
}

const languageOf: Readonly<Record<LevelsView['frameworks'][number]['id'], string>> = {
  EQF: 'en',
  SeQF: 'sv',
  'DK-NQF': 'da',
  NKR: 'nb',
  FiNQF: 'fi',
  ISQF: 'is',
  AxQF: 'sv',
  'QF-EHEA': 'en',
}

const eqfLevels = [1, 2, 3, 4, 5, 6, 7, 8] as const

/** Each EQF level with what stands for it; a national level may stand on two rows, for it may mean either. */
function SideBySide({ levels: { frameworks } }: { levels: LevelsView }) {
  const { say } = useWords()
  const others = frameworks.filter(({ id }) => id !== 'EQF')
  return (
    <Table
      caption={say('level.side-by-side')}
      rows={eqfLevels}
      keyOf={String}
      columns={[
        { head: 'EQF', cell: (eqf) => eqf },
        ...others.map(({ id, levels }) => ({
          head: id,
          cell: (eqf: number) =>
            levels
              .filter((one) => one.eqf.includes(eqf))
              .map(({ level }) => level)
              .join(', ') || '–',
        })),
      ]}
    />
  )
}
