import { IssuedFacts } from '../../issuing/part-reference.ts'
import { MeritVersion } from '../../merit/merit.ts'
import type { Element } from '../mapping.ts'
import type { IssuedRecord } from '../record.ts'

const branch = {
  id: 'did:web:skills.example:organisations:nordfiber',
  name: 'Nordfiber branschråd',
  country: 'SE',
  url: 'https://nordfiber.example/',
  legalIdentifiers: [{ scheme: 'SE-ORGNR', value: '802000-0001' }],
}
const college = {
  id: 'did:web:skills.example:organisations:skelleby',
  name: 'Skelleby folkhögskola',
  country: 'SE',
  region: 'Västerbotten',
  url: 'https://skelleby.example/',
  legalIdentifiers: [
    { scheme: 'SE-ORGNR', value: '802000-0002' },
    { scheme: 'SE-SCHOOL', value: '4711' },
  ],
}

/** A record that says something of every element there is. */
export function makeRecord(changes: Partial<IssuedRecord> = {}, design: Record<string, unknown> = {}): IssuedRecord {
  return {
    id: 'https://skills.example/credentials/1',
    version: makeVersion(design),
    meritUrl: 'https://skills.example/merits/m',
    versionUrl: 'https://skills.example/merits/m/2',
    creator: branch,
    issuer: college,
    holder: { name: 'Amina Warsame' },
    mandate: { url: 'https://skills.example/mandates/1' },
    statusUrl: 'https://skills.example/status/r#4711',
    endorsements: ['{"type":["VerifiableCredential","EndorsementCredential"]}'],
    validFrom: '2026-05-04T09:00:00Z',
    validUntil: '2029-05-04T09:00:00Z',
    partIssuers: [branch],
    facts: IssuedFacts.parse({
      assessedOn: '2026-05-02',
      route: 'both',
      grade: 'VG',
      note: 'Skarvade under en vinterdag.',
      outcomes: [
        { outcomeId: 'splice', result: 'met', grade: 'VG' },
        { outcomeId: 'safety', result: 'not-met' },
      ],
      participation: { from: '2026-04-01', until: '2026-05-02' },
      parts: [
        {
          id: 'https://skills.example/credentials/7',
          name: 'Skarvning',
          issuer: { id: branch.id, name: branch.name },
          digestSri: `sha384-${'A'.repeat(64)}`,
          status: [],
        },
      ],
    }),
    ...changes,
  }
}

const makeVersion = (changes: Record<string, unknown>): MeritVersion =>
  MeritVersion.parse({
    meritId: '0198c000-0000-7000-8000-0000000000a1',
    number: 2,
    ownerId: '0198c000-0000-7000-8000-000000000001',
    profileId: 'se',
    publishedAt: '2026-01-10T09:00:00Z',
    design: {
      title: { sv: 'Svetsa fiber i fält', en: 'Splicing fibre in the field' },
      description: { sv: 'Att skarva fiber ute.' },
      languagesOfContent: ['sv'],
      languagesOfInstruction: ['nb'],
      outcomes: [
        {
          id: 'splice',
          type: 'skill',
          statement: { sv: 'Svetsa en fiberskarv', en: 'Splice a fibre joint' },
          criteria: [{ sv: 'Dämpningen är under 0,1 dB' }],
          assessedBy: ['practical-assessment', 'simulation'],
          alignments: [
            {
              uri: 'http://data.europa.eu/esco/skill/1ae1a1ef-0000-4000-8000-000000000000',
              label: 'splice cable',
              framework: 'ESCO',
              frameworkVersion: '1.1.1',
              relation: 'exact',
            },
            { uri: 'https://nordfiber.example/f/7', label: 'Skarvning', framework: 'Nordfiber', relation: 'broad' },
          ],
        },
        {
          id: 'safety',
          type: 'responsibility-and-autonomy',
          statement: { sv: 'Ta ansvar för säkerheten vid skarvplatsen' },
          criteria: [{ sv: 'Spärrar av platsen' }],
        },
      ],
      workload: { hours: 24.5, credits: { value: 5, unit: 'YH-poäng' } },
      level: { standing: 'self-declared', framework: 'EQF', level: '4' },
      withoutLevel: { reason: { sv: 'Ingen ram täcker detta.' } },
      assessment: {
        types: ['written-examination', 'simulation'],
        supervision: 'supervised-onsite-with-identity-check',
        assessor: { role: 'occupational-assessor', independence: 'same-organisation' },
        evidenceKinds: ['practical-test'],
        gradingScale: 'G, VG',
        description: { sv: 'Prov vid bänk och i fält.' },
      },
      participation: ['presential'],
      setting: 'non-formal',
      qualityAssurance: [{ kind: 'branch-panel', body: 'Nordfiber kvalitetspanel' }],
      benefits: ['professional-skills'],
      recognition: [{ body: 'Fiberföretagen', scope: { sv: 'Anställning' }, reference: 'Avtal 7' }],
      priorLearning: { replaces: 'partly' },
      legalBasis: { kind: 'none' },
      stacking: { standing: 'stackable', towards: ['Fibertekniker'] },
      entryRequirements: { sv: 'Färgseende' },
      requires: ['018f4f2a-0000-7000-8000-00000000000b'],
      targetGroup: { sv: 'Tekniker' },
      fieldOfStudy: '0714',
      furtherInformation: { text: { sv: 'Ring oss.' } },
      designedWith: [{ name: 'Fiberfacket', part: 'union' }],
      needAnswered: { sv: 'Brist på tekniker' },
      answersNeeds: [
        { waveId: '018f4f2a-0000-7000-8000-00000000000c', concept: 'http://data.europa.eu/esco/skill/0001' },
      ],
      ...changes,
    },
  })

/** The same record with one element changed, or taken away where it may be absent. */
export function changeElement(record: IssuedRecord, element: Element): IssuedRecord {
  const copy = structuredClone(record)
  const path = element.replace(/^design/, 'version.design').split('.')
  change(copy, path, others[element])
  return copy
}

const others: Partial<Record<Element, unknown>> = {
  'holder.name': 'Bo Ek',
  id: 'https://skills.example/credentials/2',
  meritUrl: 'https://skills.example/merits/n',
  creator: college,
  issuer: branch,
  validFrom: '2026-06-04T09:00:00Z',
  'facts.assessedOn': '2026-05-01',
  'facts.route': 'course',
  'design.title': { sv: 'Annat' },
  'design.outcomes.statement': { sv: 'Annat' },
  'design.outcomes.type': 'knowledge',
  'design.outcomes.criteria': [],
  'design.outcomes.assessedBy': [],
  'design.outcomes.alignments': [],
  'design.languagesOfContent': [],
  'design.languagesOfInstruction': [],
  'design.assessment.types': [],
  'design.assessment.evidenceKinds': [],
  'design.participation': [],
  'design.qualityAssurance': [],
  'design.benefits': [],
  'design.recognition': [],
  'design.designedWith': [],
  'design.requires': [],
  'design.answersNeeds': [],
}

function change(holder: object, [first, ...rest]: readonly string[], other: unknown): void {
  if (first === undefined) return
  if (Array.isArray(holder)) for (const one of holder) change(one, [first, ...rest], other)
  else if (rest.length === 0) Reflect.set(holder, first, other)
  else {
    const inner: unknown = Reflect.get(holder, first)
    if (typeof inner === 'object' && inner !== null) change(inner, rest, other)
  }
}
