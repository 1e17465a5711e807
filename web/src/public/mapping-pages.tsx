import { elmMapping } from '@bricka/domain/exchange/elm-mapping'
import { elmoMapping } from '@bricka/domain/exchange/elmo-mapping'
import { learningCredentialMapping } from '@bricka/domain/exchange/learning-credential-mapping'
import type { MappingRow } from '@bricka/domain/exchange/mapping'
import { loqMapping, schemaOrgMapping } from '@bricka/domain/exchange/offer-mappings'
import { microCredentialMapping, openBadgeMapping } from '@bricka/domain/exchange/open-badge-mapping'
import { PageHead, Section } from '../kit/layout.tsx'
import { definePage } from '../kit/page.ts'
import { useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'

/** Every table that a test holds against what really comes out; a new outlet joins with one line. */
const mappings: readonly (readonly [string, string, Readonly<Record<string, MappingRow>>])[] = [
  ['open-badge', 'Open Badge 3.0', openBadgeMapping],
  ['micro-credential', 'Micro-credential in a wallet (SD-JWT VC)', microCredentialMapping],
  ['learning-credential', 'Learning credential in a wallet (SD-JWT VC)', learningCredentialMapping],
  ['elm', 'European Digital Credential (ELM 3)', elmMapping],
  ['elmo', 'ELMO 1.7 (EMREX)', elmoMapping],
  ['loq', 'Learning opportunity (ELM-LOQ)', loqMapping],
  ['schema-org', 'schema.org', schemaOrgMapping],
]

/** What becomes of a merit in each format it goes out in: what a program finds there, what only people read, what is lost. */
export const mappingsPage = definePage('/about/mappings', {
  get: async (visit) => ({ kind: 'page', title: visit.words.say('emrex.mappings'), body: <Mappings /> }),
})

function Mappings() {
  const { say } = useWords()
  const fates = { kept: say('emrex.fate-kept'), told: say('emrex.fate-told'), lost: say('emrex.fate-lost') }
  return (
    <>
      <PageHead title={say('emrex.mappings')} lead={say('emrex.mappings-lead')} />
      {mappings.map(([id, name, mapping]) => {
        const rows = Object.entries(mapping)
        const count = (fate: MappingRow['fate']) => rows.filter(([, row]) => row.fate === fate).length
        return (
          <Section key={id} id={id} title={<span lang="en">{name}</span>}>
            <p>{say('emrex.counts', { kept: count('kept'), told: count('told'), lost: count('lost') })}</p>
            <Table
              caption={name}
              rows={rows}
              keyOf={([element]) => element}
              columns={[
                { head: say('emrex.element'), cell: ([element]) => <code className="breakable">{element}</code> },
                { head: say('emrex.fate'), cell: ([, row]) => fates[row.fate] },
                {
                  head: say('emrex.where'),
                  cell: ([, { where, note }]) => (
                    <>
                      {where && <code className="breakable">{where}</code>}
                      {note && (
                        <p className="check-means" lang="en">
                          {note}
                        </p>
                      )}
                    </>
                  ),
                },
              ]}
            />
          </Section>
        )
      })}
    </>
  )
}
