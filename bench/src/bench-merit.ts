import { MeritDesign } from '@bricka/domain/merit/merit'

/** A small merit with every mandatory element: one outcome, one alignment. */
export const benchMerit = MeritDesign.parse({
  title: { sv: 'Fibersvetsning', en: 'Fibre splicing' },
  description: { sv: 'Svetsa och mäta optisk fiber i fält.' },
  languagesOfContent: ['sv'],
  outcomes: [
    {
      id: 'splice',
      type: 'skill',
      statement: { sv: 'Svetsa en singelmodfiber med godkänd dämpning' },
      criteria: [{ sv: 'Dämpningen är högst 0,1 dB i varje skarv' }],
      assessedBy: ['practical-assessment'],
      alignments: [
        {
          uri: 'http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000001',
          label: 'splice cable',
          framework: 'ESCO',
          relation: 'close',
        },
      ],
    },
  ],
  workload: { hours: 24 },
  level: { standing: 'self-declared', framework: 'EQF', level: '4' },
  assessment: {
    types: ['practical-assessment'],
    supervision: 'supervised-onsite-with-identity-check',
    assessor: { role: 'occupational-assessor', independence: 'other-organisation' },
    evidenceKinds: ['practical-test'],
  },
  participation: ['presential'],
  qualityAssurance: [{ kind: 'branch-panel', body: 'Fibernämnden' }],
  benefits: ['professional-skills'],
  priorLearning: { replaces: 'wholly' },
  places: ['Skelleby'],
  languagesOfInstruction: ['sv'],
})
