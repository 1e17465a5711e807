import type { Demands } from '@bricka/domain/transparency/decide-demands'
import type { ClrPartPlace } from '@bricka/server/passport/import-clr'
import type { ClrPartView, ClrView } from '@bricka/server/verifying/check-clr'
import { Section } from '../kit/layout.tsx'
import { Tag } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'
import { CheckList } from './check-list.tsx'
import { DemandFindings } from './demands.tsx'

const tones = {
  holds: 'success',
  unchecked: 'warning',
  'does-not-hold': 'danger',
  unsigned: 'danger',
  unreadable: 'danger',
} as const

type Props = { clr: ClrView; places?: readonly ClrPartPlace[] | undefined; demands: Demands | undefined }

/** What lies in a learner's record (CLR 2.0), part by part; and beside it what only its publisher says. */
export function ClrParts({ clr, places, demands }: Props) {
  const { say, find } = useWords()
  const { parts, left, asserted, associations, partial } = clr
  const titleOf = ({ transparency, number }: ClrPartView): string =>
    transparency?.title.stated ? transparency.title.text : say('clr.part-untitled', { number })
  return (
    <>
      <Section title={say('clr.parts')} lead={say('clr.parts-lead')}>
        {partial && <p>{say('clr.partial')}</p>}
        <Table
          caption={say('clr.parts')}
          rows={parts}
          keyOf={({ number }) => String(number)}
          columns={[
            { head: say('clr.part'), cell: titleOf },
            {
              head: say('clr.check'),
              cell: (part) => (
                <>
                  <Tag tone={tones[part.standing]}>{say(`clr.standing.${part.standing}`)}</Tag>
                  {part.standing === 'unsigned' && <div className="check-means">{say('clr.unsigned-means')}</div>}
                  {part.code !== null && part.standing !== 'unsigned' && (
                    <div className="check-means">{find(`codes.check.${part.code}`) ?? part.code}</div>
                  )}
                  {part.checks.length > 0 && (
                    <details>
                      <summary>
                        {say('clr.all-checks')}
                        <span className="visually-hidden"> {titleOf(part)}</span>
                      </summary>
                      <CheckList checks={part.checks} />
                      {part.demands && <DemandFindings findings={part.demands} demands={demands} />}
                    </details>
                  )}
                </>
              ),
            },
            { head: say('verifier.issuer'), cell: issuerOf },
            {
              head: say('clr.made-out-to'),
              cell: (part) => (
                <>
                  {holderOf(part)}
                  {part.madeOutTo === 'other' && <div className="check-means">{say('clr.other-name')}</div>}
                </>
              ),
            },
            ...(places
              ? [
                  {
                    head: say('clr.place'),
                    cell: (part: ClrPartView) => (
                      <Place place={places.find(({ number }) => number === part.number)} title={titleOf(part)} />
                    ),
                  },
                ]
              : []),
          ]}
        />
        {left > 0 && <p>{say('clr.left', { count: left })}</p>}
      </Section>
      {asserted.length > 0 && (
        <Section title={say('clr.asserted')} lead={say('clr.asserted-lead')}>
          <ul>
            {asserted.map(({ id, name }, at) => (
              <li key={id ?? at}>{name}</li>
            ))}
          </ul>
        </Section>
      )}
      {associations.length > 0 && (
        <Section title={say('clr.associations')}>
          <ul>
            {associations.map(({ kind, source, target }) => (
              <li key={`${kind} ${source} ${target}`}>
                {find(`clr.kind.${kind}`, { source, target }) ?? `${source} – ${kind} – ${target}`}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

function issuerOf({ transparency }: ClrPartView): string {
  const issuer = transparency?.issuer
  return issuer?.stated ? (issuer.name ?? issuer.id ?? '–') : '–'
}

function holderOf({ transparency }: ClrPartView): string {
  const holder = transparency?.holder
  return holder?.stated ? (holder.name ?? '–') : '–'
}

function Place({ place, title }: { place: ClrPartPlace | undefined; title: string }) {
  const { say } = useWords()
  if (!place?.id) return say('clr.place-not')
  const own = place.place === 'own'
  return (
    <a href={own ? `/passport/${place.id}` : `/passport/imports/${place.id}`}>
      {say(own ? 'clr.place-own' : 'clr.place-open')}
      <span className="visually-hidden"> {title}</span>
    </a>
  )
}
