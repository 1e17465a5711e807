/** How the classes of Open Badges 3.0 are built, written by us from its data model. `[X]` is a list of X. */
export type OpenBadgeClass = {
  readonly required: readonly string[]
  readonly fields: Readonly<Record<string, string>>
  readonly type?: string
  /** No further fields. */
  readonly closed?: boolean
}

const secured = {
  validFrom: 'time',
  validUntil: 'time',
  awardedDate: 'time',
  issuer: 'Profile|text',
  proof: '[Proof]',
  credentialSchema: '[CredentialSchema]',
  credentialStatus: 'Typed',
  refreshService: 'Typed',
  termsOfUse: '[TermsOfUse]',
  id: 'text',
  name: 'text',
  description: 'text',
} as const

const endorsements = { endorsement: '[EndorsementCredential]', endorsementJwt: '[jwt]' } as const

const texts = <const Name extends string>(...names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, 'text']))

export const openBadgeClasses: Readonly<Record<string, OpenBadgeClass>> = {
  AchievementCredential: {
    required: ['@context', 'id', 'type', 'credentialSubject', 'issuer', 'validFrom'],
    type: '[VerifiableCredential]',
    fields: {
      ...secured,
      ...endorsements,
      image: 'Image',
      credentialSubject: 'AchievementSubject',
      evidence: '[Evidence]',
    },
  },
  EndorsementCredential: {
    required: ['@context', 'type', 'id', 'name', 'credentialSubject', 'issuer', 'validFrom'],
    type: '[EndorsementCredential]',
    fields: { ...secured, credentialSubject: 'EndorsementSubject' },
  },
  EndorsementSubject: {
    required: ['id', 'type'],
    type: '[EndorsementSubject]',
    fields: texts('id', 'endorsementComment'),
  },
  AchievementSubject: {
    required: ['type', 'achievement'],
    type: '[AchievementSubject]',
    fields: {
      ...texts('id', 'licenseNumber', 'narrative', 'role', 'term'),
      activityStartDate: 'time',
      activityEndDate: 'time',
      creditsEarned: 'number',
      achievement: 'Achievement',
      identifier: '[IdentityObject]',
      image: 'Image',
      result: '[Result]',
      source: 'Profile',
    },
  },
  Achievement: {
    required: ['id', 'type', 'criteria', 'description', 'name'],
    type: '[Achievement]',
    fields: {
      ...texts('id', 'description', 'fieldOfStudy', 'humanCode', 'name', 'specialization', 'version'),
      ...endorsements,
      alignment: '[Alignment]',
      achievementType: 'AchievementType',
      creator: 'Profile',
      creditsAvailable: 'number',
      criteria: 'Criteria',
      image: 'Image',
      inLanguage: 'language',
      otherIdentifier: '[IdentifierEntry]',
      related: '[Related]',
      resultDescription: '[ResultDescription]',
      tag: '[text]',
    },
  },
  Alignment: {
    required: ['type', 'targetName', 'targetUrl'],
    type: '[Alignment]',
    fields: {
      ...texts('targetCode', 'targetDescription', 'targetName', 'targetFramework', 'targetUrl'),
      targetType: 'AlignmentType',
    },
  },
  Criteria: { required: [], fields: texts('id', 'narrative') },
  Evidence: {
    required: ['type'],
    type: '[Evidence]',
    fields: texts('id', 'narrative', 'name', 'description', 'genre', 'audience'),
  },
  IdentityObject: {
    required: ['type', 'hashed', 'identityHash', 'identityType'],
    type: 'IdentityObject',
    closed: true,
    fields: { hashed: 'boolean', identityHash: 'text', identityType: 'IdentifierType', salt: 'text' },
  },
  IdentifierEntry: {
    required: ['type', 'identifier', 'identifierType'],
    type: 'IdentifierEntry',
    closed: true,
    fields: { identifier: 'text', identifierType: 'IdentifierType' },
  },
  Image: { required: ['id', 'type'], type: 'Image', closed: true, fields: texts('id', 'caption') },
  Result: {
    required: ['type'],
    type: '[Result]',
    fields: {
      ...texts('achievedLevel', 'resultDescription', 'value'),
      alignment: '[Alignment]',
      status: 'ResultStatus',
    },
  },
  ResultDescription: {
    required: ['id', 'type', 'name', 'resultType'],
    type: '[ResultDescription]',
    fields: {
      ...texts('id', 'name', 'requiredLevel', 'requiredValue', 'valueMax', 'valueMin'),
      alignment: '[Alignment]',
      allowedValue: '[text]',
      resultType: 'ResultType',
      rubricCriterionLevel: '[RubricCriterionLevel]',
    },
  },
  RubricCriterionLevel: {
    required: ['id', 'type', 'name'],
    type: '[RubricCriterionLevel]',
    fields: { ...texts('id', 'description', 'level', 'name', 'points'), alignment: '[Alignment]' },
  },
  Related: {
    required: ['id', 'type'],
    type: '[Related]',
    fields: { id: 'text', version: 'text', inLanguage: 'language' },
  },
  Profile: {
    required: ['id', 'type'],
    type: '[Profile]',
    fields: {
      ...texts('id', 'name', 'url', 'phone', 'description', 'email', 'official', 'familyName', 'givenName'),
      ...texts('additionalName', 'patronymicName', 'honorificPrefix', 'honorificSuffix', 'familyNamePrefix'),
      ...endorsements,
      image: 'Image',
      address: 'Address',
      otherIdentifier: '[IdentifierEntry]',
      parentOrg: 'Profile',
      dateOfBirth: 'day',
    },
  },
  Address: {
    required: ['type'],
    type: '[Address]',
    fields: {
      ...texts('addressCountry', 'addressCountryCode', 'addressRegion', 'addressLocality', 'streetAddress'),
      ...texts('postOfficeBoxNumber', 'postalCode'),
      geo: 'GeoCoordinates',
    },
  },
  GeoCoordinates: {
    required: ['type', 'latitude', 'longitude'],
    type: 'GeoCoordinates',
    fields: { latitude: 'number', longitude: 'number' },
  },
  Proof: {
    required: ['type'],
    fields: {
      ...texts(
        'type',
        'cryptosuite',
        'challenge',
        'domain',
        'nonce',
        'proofPurpose',
        'proofValue',
        'verificationMethod',
      ),
      created: 'time',
    },
  },
  CredentialSchema: { required: ['id', 'type'], fields: texts('id', 'type') },
  Typed: { required: ['id', 'type'], fields: texts('id', 'type') },
  TermsOfUse: { required: ['type'], fields: texts('id', 'type') },
}

/** The closed lists of values; an extensible one also takes `ext:…`. */
export const openBadgeValues: Readonly<
  Record<string, { readonly values: readonly string[]; readonly extensible: boolean }>
> = {
  AchievementType: {
    extensible: true,
    values:
      words(`Achievement ApprenticeshipCertificate Assessment Assignment AssociateDegree Award Badge BachelorDegree
      Certificate CertificateOfCompletion Certification CommunityService Competency Course CoCurricular Degree Diploma
      DoctoralDegree Fieldwork GeneralEducationDevelopment JourneymanCertificate LearningProgram License Membership
      ProfessionalDoctorate QualityAssuranceCredential MasterCertificate MasterDegree MicroCredential ResearchDoctorate
      SecondarySchoolDiploma`),
  },
  AlignmentType: {
    extensible: true,
    values: words('ceasn:Competency ceterms:Credential CFItem CFRubric CFRubricCriterion CFRubricCriterionLevel CTDL'),
  },
  IdentifierType: {
    extensible: true,
    values: words(`name sourcedId systemId productId userName accountId emailAddress nationalIdentityNumber isbn issn
      lisSourcedId oneRosterSourcedId sisSourcedId ltiContextId ltiDeploymentId ltiToolId ltiPlatformId ltiUserId
      identifier`),
  },
  ResultStatus: {
    extensible: false,
    values: words('Completed Enrolled Failed InProgress OnHold Provisional Withdrew'),
  },
  ResultType: {
    extensible: true,
    values: words(`GradePointAverage LetterGrade Percent PerformanceLevel PredictedScore RawScore Result RubricCriterion
      RubricCriterionLevel RubricScore ScaledScore Status`),
  },
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}
