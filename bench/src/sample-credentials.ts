export type SampleName = 'small' | 'medium' | 'large'

export const sampleNames: readonly SampleName[] = ['small', 'medium', 'large']

/**
 * The three credentials that are measured: one alignment; ten alignments with results, evidence and endorsements as
 * blank nodes; a hundred alignments.
 */
export function makeSample(name: SampleName, issuer: string, recipient: number): Record<string, unknown> {
  const whole = name !== 'small'
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
    id: `https://bricka.example/credentials/${recipient}`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: 'Fiber repair',
    issuer: { id: issuer, type: ['Profile'], name: 'Nordic folk high school' },
    validFrom: '2026-01-15T09:00:00Z',
    credentialSubject: {
      id: `did:example:holder-${recipient}`,
      type: ['AchievementSubject'],
      achievement: makeAchievement(name),
      ...(whole && { result: listResults() }),
    },
    ...(whole && { evidence: listEvidence(), endorsement: listEndorsements(issuer) }),
  }
}

const alignments: Readonly<Record<SampleName, number>> = { small: 1, medium: 10, large: 100 }

function makeAchievement(name: SampleName): Record<string, unknown> {
  return {
    id: 'https://bricka.example/merits/fiber-repair',
    type: ['Achievement'],
    name: 'Fiber repair',
    description: 'Finds and mends faults in optical fibre, and documents the work.',
    criteria: { narrative: 'Shown in a practical test, judged by two assessors.' },
    alignment: Array.from({ length: alignments[name] }, (_, index) => ({
      type: ['Alignment'],
      targetCode: `S${1000 + index}`,
      targetName: `Skill number ${index}: works safely with optical fibre`,
      targetFramework: 'ESCO',
      targetType: 'ext:Skill',
      targetUrl: `http://data.europa.eu/esco/skill/${index.toString(16).padStart(8, '0')}-91ae-4b3f`,
    })),
  }
}

function listResults(): Record<string, unknown>[] {
  return ['splicing', 'measuring', 'reporting'].map((part) => ({
    type: ['Result'],
    resultDescription: `https://bricka.example/merits/fiber-repair/results/${part}`,
    value: `Met: ${part}`,
  }))
}

function listEvidence(): Record<string, unknown>[] {
  return ['workplace', 'practical test'].map((place) => ({
    type: ['Evidence'],
    name: `Evidence from the ${place}`,
    narrative: `Judged at the ${place}, in Swedish: "skarvning åtta fibrer".`,
    genre: 'Assessment',
  }))
}

function listEndorsements(issuer: string): Record<string, unknown>[] {
  return ['trade body', 'employer'].map((from) => ({
    type: ['VerifiableCredential', 'EndorsementCredential'],
    name: `Endorsement by the ${from}`,
    issuer: { id: issuer, type: ['Profile'], name: 'Nordic folk high school' },
    validFrom: '2026-01-10T09:00:00Z',
    credentialSubject: {
      id: 'https://bricka.example/merits/fiber-repair',
      type: ['EndorsementSubject'],
      endorsementComment: `Known to the ${from} as what the work asks for.`,
    },
  }))
}
