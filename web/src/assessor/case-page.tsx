import { pickText } from '@bricka/domain/local-text'
import { CaseEvent } from '@bricka/domain/recognition/case-event'
import type { CaseView } from '@bricka/server/recognition/case-view'
import { wordFor } from '../creator/design-words.ts'
import { decodeForm, type Posted, textOf, textsOf } from '../kit/form.ts'
import { PageHead, Section } from '../kit/layout.tsx'
import { Local } from '../kit/local.tsx'
import { definePage, type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { Callout, Facts, Tag, When } from '../kit/pieces.tsx'
import { asBlob } from '../kit/read-multipart.ts'
import { useWords } from '../kit/scene.tsx'
import type { Words } from '../kit/words.ts'
import { CaseActs } from './case-acts.tsx'
import { StandingTag } from './cases-pages.tsx'

/**
 * One case, for everyone who has a part in it: where it stands, outcome by outcome, and its whole file. What can be done
 * is what the rules allow the reader now; the API judges it again.
 */
export const casePage = definePage('/validations/:caseId', {
  get: (visit) => show(visit),
  post: async (visit) => {
    const path = `/api/validations/${encodeURIComponent(visit.params.caseId ?? '')}`
    const answer = await send(visit, path)
    if (!answer.ok) return show(visit, { posted: visit.posted, problem: answer.problem })
    return redirect(`${visit.path}?done=saved`)
  },
})

/** Three kinds of forms stand on the page: an event, a file, and the issuing of a merit. */
function send(visit: Visit, path: string) {
  const file = visit.posted.files.find(({ field, bytes }) => field === 'file' && bytes.length > 0)
  if (textOf(visit.posted, '_what') === 'certify')
    return visit.call('POST', `${path}/certify`, decodeForm(visit.posted))
  if (!file) return visit.call('POST', `${path}/events`, withCriteria(visit.posted))
  const form = new FormData()
  const evidence = (name: string) => textOf(visit.posted, `event/evidence/${name}`)
  form.append('as', textOf(visit.posted, 'as'))
  for (const name of ['kind', 'title', 'description']) form.append(name, evidence(name))
  form.append('outcomes', (visit.posted.values.get('event/evidence/outcomes:list') ?? []).filter(Boolean).join(','))
  form.append('file', asBlob(file), file.name)
  return visit.call('POST', `${path}/files`, form)
}

/** Each outcome's criteria stand in the form; those of the outcome that is judged are taken. */
function withCriteria(posted: Posted) {
  const body = decodeForm(posted)
  const outcome = textOf(posted, 'event/judgement/outcomeId')
  const { event } = body
  if (!outcome || typeof event !== 'object' || Array.isArray(event)) return body
  const { judgement } = event
  if (typeof judgement !== 'object' || Array.isArray(judgement)) return body
  const criteriaShown = textsOf(posted, `_shown/${outcome}:list`).map(Number)
  return { ...body, event: { ...event, judgement: { ...judgement, criteriaShown } } }
}

async function show(visit: Visit, state?: FormState): Promise<PageAnswer> {
  const view = await visit.need<CaseView>(`/api/validations/${encodeURIComponent(visit.params.caseId ?? '')}`)
  return {
    kind: 'page',
    title: visit.words.say('recognition.case-title', { merit: view.title }),
    hidden: true,
    status: state?.problem.status ?? 200,
    body: <Case view={view} state={state} saved={visit.query.get('done') === 'saved'} />,
  }
}

function Case({ view, state, saved }: { view: CaseView; state: FormState | undefined; saved: boolean }) {
  const { say } = useWords()
  const own = view.parts.includes('candidate')
  return (
    <>
      <PageHead
        title={say('recognition.case-title', { merit: view.title })}
        eyebrow={view.provider.name}
        crumbs={[
          own
            ? { href: '/passport/validations', text: say('recognition.own-cases') }
            : { href: `/org/${view.provider.slug}/validations`, text: say('recognition.cases') },
        ]}
      />
      {saved && <Callout tone="success" title={say('recognition.saved')} status />}
      {!view.intact && <Callout tone="danger" title={say('recognition.file-broken')} />}
      <Facts
        items={[
          [say('recognition.standing'), <StandingTag key="standing" standing={view.standing} />],
          [say('recognition.candidate'), view.candidate.name],
          [
            say('recognition.merit'),
            <a key="merit" href={`/merits/${view.merit.id}/${view.merit.version}`}>
              {view.title}
            </a>,
          ],
          [say('recognition.your-part'), view.parts.map((part) => say(`recognition.part-${part}`)).join(', ')],
          view.appealBefore !== null && [
            say('recognition.appeal-before'),
            <When key="appeal" at={view.appealBefore} />,
          ],
        ]}
      />
      <Phases view={view} />
      <CaseActs view={view} state={state} today={new Date().toISOString().slice(0, 10)} />
      <Outcomes view={view} />
      <Result view={view} />
      <Evidence view={view} />
      <Assessors view={view} />
      <File view={view} />
    </>
  )
}

function Phases({ view }: { view: CaseView }) {
  const { say, language } = useWords()
  return (
    <Section title={say('recognition.phases')}>
      <ol className="phases">
        {view.phases.map(({ phase, name, language: spoken, begunAt }) => (
          <li key={phase} aria-current={view.phase === phase ? 'step' : undefined} data-begun={begunAt !== null}>
            <strong lang={spoken === language ? undefined : spoken}>{name}</strong>
            {spoken !== language && <span> ({say(`recognition.phase-${phase}`)})</span>}
            <span className="phase-when">{begunAt ? <When at={begunAt} /> : say('recognition.phase-not-begun')}</span>
          </li>
        ))}
      </ol>
    </Section>
  )
}

const resultTones = { met: 'success', 'partly-met': 'warning', 'not-yet-met': 'neutral' } as const

function Outcomes({ view }: { view: CaseView }) {
  const words = useWords()
  const { say } = words
  return (
    <Section title={say('recognition.outcomes')} lead={say('recognition.outcomes-lead')}>
      {view.outcomes.map(({ id, type, statement, criteria, selfAssessment, evidenceIds, judgement }) => (
        <article key={id} className="sheet" id={`outcome-${id}`}>
          <p className="eyebrow">{wordFor(words, 'outcome-type', type)}</p>
          <h3>
            <Local text={statement} />
          </h3>
          {criteria.length > 0 && (
            <ul>
              {criteria.map((criterion, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, in the server
                <li key={index}>
                  <Local text={criterion} />
                </li>
              ))}
            </ul>
          )}
          <Facts
            items={[
              selfAssessment !== null && [say('recognition.self-assessment'), say(`recognition.can-${selfAssessment}`)],
              [
                say('recognition.evidence'),
                evidenceIds.length === 0
                  ? say('recognition.evidence-none')
                  : view.evidence
                      .filter((piece) => evidenceIds.includes(piece.id))
                      .map(({ title }) => title)
                      .join(', '),
              ],
              [
                say('recognition.judgement'),
                judgement ? (
                  <Tag key="result" tone={resultTones[judgement.result]}>
                    {say(`recognition.result-${judgement.result}`)}
                  </Tag>
                ) : (
                  say('recognition.unjudged')
                ),
              ],
              judgement !== null && [say('recognition.method'), wordFor(words, 'assessment', judgement.method)],
              judgement !== null && [say('recognition.assessed-on'), <When key="on" at={judgement.assessedOn} />],
              judgement !== null && [
                say('recognition.assessor'),
                judgement.assessor.name ?? say('recognition.someone-who-left'),
              ],
              judgement !== null && [say('recognition.reasons'), judgement.reasons],
            ]}
          />
        </article>
      ))}
    </Section>
  )
}

function Result({ view }: { view: CaseView }) {
  const { say } = useWords()
  const { extent, met, partly, missing } = view.recognition
  if (!view.outcomes.some(({ judgement }) => judgement)) return null
  return (
    <Section title={say('recognition.result')}>
      <Callout
        tone={extent === 'full' ? 'success' : 'info'}
        title={say(`recognition.extent-${extent}`, {
          met: met.length,
          all: met.length + partly.length + missing.length,
        })}
      />
      {extent === 'partial' && (
        <>
          <h3>{say('recognition.still-to-show')}</h3>
          <ul>
            {view.outcomes
              .filter(({ id }) => !met.includes(id))
              .map(({ id, statement }) => (
                <li key={id}>
                  <a href={`#outcome-${id}`}>
                    <Local text={statement} />
                  </a>
                </li>
              ))}
          </ul>
        </>
      )}
      {view.closing.length > 0 && (
        <>
          <h3>{say('recognition.closing')}</h3>
          <p>{say('recognition.closing-lead')}</p>
          <ul>
            {view.closing.map(({ id, title, ownerName }) => (
              <li key={id}>
                <a href={`/merits/${id}`}>{title}</a>, {ownerName}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}

function Evidence({ view }: { view: CaseView }) {
  const words = useWords()
  const { say } = words
  if (view.evidence.length === 0) return null
  return (
    <Section title={say('recognition.evidence')}>
      <ul className="plain">
        {view.evidence.map(({ id, kind, title, description, file, withdrawn }) => (
          <li key={id}>
            <strong>{title}</strong> <Tag>{wordFor(words, 'evidence', kind)}</Tag>{' '}
            {withdrawn && <Tag tone="warning">{say('recognition.evidence-withdrawn')}</Tag>}
            {description && <p>{description}</p>}
            {file && !withdrawn && (
              <p>
                <a href={`/api/validations/${view.id}/files/${id}`} download>
                  {file.name}
                </a>{' '}
                ({words.number(Math.ceil(file.bytes / 1024))} kB)
              </p>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Assessors({ view }: { view: CaseView }) {
  const words = useWords()
  const { say } = words
  if (view.assessors.length === 0) return null
  return (
    <Section title={say('recognition.assessors')}>
      <ul className="plain">
        {view.assessors.map(({ id, name, round, role, independence, ties }) => (
          <li key={`${id}${round}`}>
            <strong>{name ?? say('recognition.someone-who-left')}</strong>, {wordFor(words, 'assessor', role)},{' '}
            {wordFor(words, 'independence', independence)}
            {round > 1 && ` · ${say('recognition.round', { round })}`}
            <p>
              {ties === null
                ? say('recognition.ties-undeclared')
                : ties.length === 0
                  ? say('recognition.ties-none')
                  : ties.map((tie) => say(`recognition.tie-${tie}`)).join(', ')}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Everything that happened, in order: the case's own memory. */
function File({ view }: { view: CaseView }) {
  const words = useWords()
  const { say } = words
  return (
    <Section title={say('recognition.file')} lead={say('recognition.file-lead')}>
      <ol className="timeline">
        {view.file.map(({ number, at, by, as, event }) => (
          <li key={number}>
            <When at={at} time /> · {words.find(`recognition.event-${event.kind}`) ?? event.kind} ·{' '}
            {by.name ?? say('recognition.someone-who-left')} ({say(`recognition.part-${as}`)})
            <Said event={event} view={view} />
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** What an event was about, in words: the phase, the outcome and how it was judged, the evidence, the assessor, the reasons. */
function Said({ event, view }: { event: CaseView['file'][number]['event']; view: CaseView }) {
  const words = useWords()
  const known = CaseEvent.safeParse(event)
  const said = known.success ? sayEvent(known.data, view, words).filter(Boolean) : []
  return said.length === 0 ? null : <p className="said">{said.join(' · ')}</p>
}

function sayEvent(event: CaseEvent, view: CaseView, words: Words): readonly (string | undefined)[] {
  const { say } = words
  const outcomeOf = (outcomeId: string) => {
    const statement = view.outcomes.find(({ id }) => id === outcomeId)?.statement
    return statement && pickText(statement, words.language)?.text
  }
  const titleOf = (evidenceId: string) => view.evidence.find(({ id }) => id === evidenceId)?.title
  switch (event.kind) {
    case 'phase-begun':
      return [view.phases.find(({ phase }) => phase === event.phase)?.name, event.note]
    case 'self-assessed':
      return [outcomeOf(event.outcomeId), say(`recognition.can-${event.can}`), event.note]
    case 'evidence-added':
      return [event.evidence.title]
    case 'evidence-withdrawn':
      return [titleOf(event.evidenceId), event.reason]
    case 'identity-checked':
      return [say(`recognition.identity-${event.how}`)]
    case 'assessor-appointed':
      return [view.assessors.find(({ id }) => id === event.assessor.personId)?.name ?? undefined]
    case 'assessor-declared': {
      const { ties, note } = event.declaration
      if (ties.length === 0) return [say('recognition.ties-none'), note]
      return [ties.map((tie) => say(`recognition.tie-${tie}`)).join(', '), note]
    }
    case 'outcome-judged': {
      const { outcomeId, result, reasons } = event.judgement
      return [outcomeOf(outcomeId), say(`recognition.result-${result}`), reasons]
    }
    case 'quality-checked':
      return [say(`recognition.quality-${event.by}`), say(`recognition.finding-${event.finding}`), event.note]
    case 'note':
      return [event.text]
    case 'decided':
    case 'returned':
    case 'paused':
    case 'withdrawn':
    case 'appealed':
      return [event.reason]
    default:
      return []
  }
}
