import type { InterfaceLanguage } from '../local-text.ts'
import type { MatchRelation } from '../skill/skill.ts'
import type {
  AssessmentType,
  AssessorIndependence,
  AssessorRole,
  Benefit,
  EvidenceKind,
  LearningSetting,
  Level,
  OutcomeType,
  ParticipationForm,
  QualityAssurance,
  Supervision,
} from './merit.ts'

/** A word as a study administrator writes it: English, Swedish, Danish, Norwegian, Finnish, Icelandic. */
export type Words = readonly [en: string, sv: string, da: string, nb: string, fi: string, is: string]
const places: Readonly<Record<InterfaceLanguage, 0 | 1 | 2 | 3 | 4 | 5>> = { en: 0, sv: 1, da: 2, nb: 3, fi: 4, is: 5 }

export const inLanguage = (words: Words, language: InterfaceLanguage): string => words[places[language]]

/** How words in a sheet are compared: case, spaces and punctuation are nobody's mistake. */
export const plainWord = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_.:*/–—-]+/g, ' ')
    .trim()

/** The code that a cell means, written as itself or as a word in any of the six languages. */
export function readWord<Code extends string>(table: Readonly<Record<Code, Words>>, cell: string): Code | undefined {
  const wanted = plainWord(cell)
  for (const code in table)
    if (plainWord(code) === wanted || table[code].some((word) => plainWord(word) === wanted)) return code
  return undefined
}

export const outcomeTypeWords = {
  knowledge: ['knowledge', 'kunskap', 'viden', 'kunnskap', 'tieto', 'þekking'],
  skill: ['skill', 'färdighet', 'færdighed', 'ferdighet', 'taito', 'leikni'],
  'responsibility-and-autonomy': [
    'responsibility and autonomy',
    'ansvar och självständighet',
    'ansvar og selvstændighed',
    'ansvar og selvstendighet',
    'vastuu ja itsenäisyys',
    'ábyrgð og sjálfstæði',
  ],
} as const satisfies Record<OutcomeType, Words>

export const assessmentWords = {
  'peer-assessment': [
    'peer assessment',
    'kamratbedömning',
    'kammeratvurdering',
    'medstudentvurdering',
    'vertaisarviointi',
    'jafningjamat',
  ],
  'marked-assignment': [
    'marked assignment',
    'bedömd uppgift',
    'bedømt opgave',
    'vurdert oppgave',
    'arvioitu tehtävä',
    'metið verkefni',
  ],
  'continuous-evaluation': [
    'continuous evaluation',
    'löpande bedömning',
    'løbende evaluering',
    'underveisvurdering',
    'jatkuva arviointi',
    'símat',
  ],
  portfolio: ['portfolio', 'portfölj', 'portefølje', 'mappe', 'portfolioarviointi', 'ferilmappa'],
  'group-performance': [
    'group performance',
    'grupprestation',
    'gruppepræstation',
    'gruppeprestasjon',
    'ryhmäsuoritus',
    'hópframmistaða',
  ],
  'practical-assessment': [
    'practical assessment',
    'praktiskt prov',
    'praktisk prøve',
    'praktisk test',
    'käytännön koe',
    'verklegt mat',
  ],
  'written-examination': [
    'written examination',
    'skriftligt prov',
    'skriftlig prøve',
    'skriftlig eksamen',
    'kirjallinen koe',
    'skriflegt próf',
  ],
  'level-of-attendance': ['level of attendance', 'närvaro', 'fremmøde', 'oppmøte', 'läsnäolo', 'mæting'],
  'project-work': ['project work', 'projektarbete', 'projektarbejde', 'prosjektarbeid', 'projektityö', 'verkefnavinna'],
  'peer-review': [
    'peer review',
    'kamratgranskning',
    'fagfællebedømmelse',
    'fagfellevurdering',
    'vertaispalaute',
    'jafningjarýni',
  ],
  quiz: ['quiz', 'kunskapstest', 'quiz test', 'kunnskapstest', 'tietovisa', 'spurningakeppni'],
  'problem-based-learning': [
    'problem-based learning',
    'problembaserat lärande',
    'problembaseret læring',
    'problembasert læring',
    'ongelmalähtöinen oppiminen',
    'lausnaleitarnám',
  ],
  'oral-examination': [
    'oral examination',
    'muntligt prov',
    'mundtlig prøve',
    'muntlig eksamen',
    'suullinen koe',
    'munnlegt próf',
  ],
  'artefact-assessment': [
    'artefact assessment',
    'bedömning av arbetsprov',
    'vurdering af produkt',
    'vurdering av produkt',
    'tuotoksen arviointi',
    'mat á afurð',
  ],
  'observation-at-work': [
    'observation at work',
    'observation på arbetsplatsen',
    'observation på arbejdspladsen',
    'observasjon på arbeidsplassen',
    'havainnointi työpaikalla',
    'athugun á vinnustað',
  ],
  'structured-interview': [
    'structured interview',
    'strukturerad intervju',
    'struktureret interview',
    'strukturert intervju',
    'strukturoitu haastattelu',
    'staðlað viðtal',
  ],
  simulation: ['simulation', 'simulering', 'simulation', 'simulering', 'simulaatio', 'hermun'],
} as const satisfies Record<AssessmentType, Words>

export const supervisionWords = {
  'unsupervised-without-identity-check': [
    'unsupervised without identity check',
    'utan tillsyn och utan id-kontroll',
    'uden opsyn og uden id-kontrol',
    'uten tilsyn og uten id-kontroll',
    'ilman valvontaa ja henkilöllisyyden tarkistusta',
    'án eftirlits og án auðkenningar',
  ],
  'supervised-without-identity-check': [
    'supervised without identity check',
    'med tillsyn utan id-kontroll',
    'med opsyn uden id-kontrol',
    'med tilsyn uten id-kontroll',
    'valvottu ilman henkilöllisyyden tarkistusta',
    'með eftirliti án auðkenningar',
  ],
  'supervised-online-with-identity-check': [
    'supervised online with identity check',
    'med tillsyn på nätet och id-kontroll',
    'med opsyn online og id-kontrol',
    'med tilsyn på nett og id-kontroll',
    'valvottu verkossa ja henkilöllisyys tarkistettu',
    'með eftirliti á netinu og auðkenningu',
  ],
  'supervised-onsite-with-identity-check': [
    'supervised onsite with identity check',
    'med tillsyn på plats och id-kontroll',
    'med opsyn på stedet og id-kontrol',
    'med tilsyn på stedet og id-kontroll',
    'valvottu paikan päällä ja henkilöllisyys tarkistettu',
    'með eftirliti á staðnum og auðkenningu',
  ],
} as const satisfies Record<Supervision, Words>

export const assessorRoleWords = {
  teacher: ['teacher', 'lärare', 'lærer', 'lærer', 'opettaja', 'kennari'],
  'workplace-supervisor': [
    'workplace supervisor',
    'handledare på arbetsplatsen',
    'praktikvejleder',
    'veileder på arbeidsplassen',
    'työpaikkaohjaaja',
    'leiðbeinandi á vinnustað',
  ],
  'occupational-assessor': [
    'occupational assessor',
    'yrkesbedömare',
    'faglig bedømmer',
    'faglig vurderer',
    'ammatillinen arvioija',
    'matsmaður starfs',
  ],
  'external-examiner': [
    'external examiner',
    'extern examinator',
    'ekstern censor',
    'ekstern sensor',
    'ulkopuolinen arvioija',
    'ytri prófdómari',
  ],
  peer: ['peer', 'kamrat', 'kammerat', 'medstudent', 'vertainen', 'jafningi'],
  automatic: ['automatic', 'automatisk', 'automatisk', 'automatisk', 'automaattinen', 'sjálfvirkt'],
  other: ['other', 'annan', 'anden', 'annen', 'muu', 'annað'],
} as const satisfies Record<AssessorRole, Words>

export const independenceWords = {
  'same-as-teacher': [
    'same as teacher',
    'samma som läraren',
    'samme som læreren',
    'samme som læreren',
    'sama kuin opettaja',
    'sá sami og kennarinn',
  ],
  'same-organisation': [
    'same organisation',
    'samma organisation',
    'samme organisation',
    'samme organisasjon',
    'sama organisaatio',
    'sama stofnun',
  ],
  'other-organisation': [
    'other organisation',
    'annan organisation',
    'anden organisation',
    'annen organisasjon',
    'toinen organisaatio',
    'önnur stofnun',
  ],
} as const satisfies Record<AssessorIndependence, Words>

export const evidenceWords = {
  certificate: ['certificate', 'intyg', 'bevis', 'kursbevis', 'todistus', 'skírteini'],
  'work-record': [
    'work record',
    'tjänstgöringsintyg',
    'arbejdsattest',
    'arbeidsattest',
    'työtodistus',
    'starfsvottorð',
  ],
  'referee-statement': ['referee statement', 'referens', 'udtalelse', 'referanse', 'lausunto', 'umsögn'],
  'work-sample': ['work sample', 'arbetsprov', 'arbejdsprøve', 'arbeidsprøve', 'työnäyte', 'vinnusýni'],
  observation: ['observation', 'observation', 'observation', 'observasjon', 'havainnointi', 'athugun'],
  'practical-test': [
    'practical test',
    'praktiskt test',
    'praktisk prøve',
    'praktisk prøve',
    'käytännön koe',
    'verklegt próf',
  ],
  'written-test': [
    'written test',
    'skriftligt test',
    'skriftlig prøve',
    'skriftlig prøve',
    'kirjallinen koe',
    'skriflegt próf',
  ],
  interview: ['interview', 'samtal', 'samtale', 'intervju', 'haastattelu', 'viðtal'],
  portfolio: ['portfolio', 'portfölj', 'portefølje', 'mappe', 'portfolio', 'ferilmappa'],
  simulation: ['simulation', 'simulering', 'simulation', 'simulering', 'simulaatio', 'hermun'],
  'self-assessment': [
    'self-assessment',
    'självskattning',
    'selvevaluering',
    'egenvurdering',
    'itsearviointi',
    'sjálfsmat',
  ],
  'peer-statement': [
    'peer statement',
    'kollegas utlåtande',
    'kollegas udtalelse',
    'uttalelse fra kollega',
    'kollegan lausunto',
    'umsögn samstarfsmanns',
  ],
  'photo-or-video': [
    'photo or video',
    'foto eller film',
    'foto eller video',
    'foto eller video',
    'kuva tai video',
    'mynd eða myndband',
  ],
} as const satisfies Record<EvidenceKind, Words>

export const participationWords = {
  presential: ['presential', 'på plats', 'fremmøde', 'stedbasert', 'lähiopetus', 'staðnám'],
  online: ['online', 'på nätet', 'online', 'nettbasert', 'verkko', 'fjarnám'],
  blended: ['blended', 'blandad', 'blandet', 'samlingsbasert', 'monimuoto', 'blandað'],
  'work-based': ['work-based', 'arbetsplatsförlagd', 'arbejdsbaseret', 'arbeidsbasert', 'työpaikalla', 'vinnustaðanám'],
  'project-based': [
    'project-based',
    'projektbaserad',
    'projektbaseret',
    'prosjektbasert',
    'projektimuotoinen',
    'verkefnamiðað',
  ],
  'laboratory-based': ['laboratory-based', 'i labb', 'i laboratorium', 'på lab', 'laboratoriossa', 'á rannsóknarstofu'],
} as const satisfies Record<ParticipationForm, Words>

export const settingWords = {
  formal: ['formal', 'formellt', 'formelt', 'formell', 'muodollinen', 'formlegt'],
  'non-formal': ['non-formal', 'icke-formellt', 'ikke-formelt', 'ikke-formell', 'epävirallinen', 'óformlegt'],
  informal: ['informal', 'informellt', 'uformelt', 'uformell', 'arkioppiminen', 'formlaust'],
} as const satisfies Record<LearningSetting, Words>

export const qualityWords = {
  internal: ['internal', 'intern', 'intern', 'intern', 'sisäinen', 'innra'],
  external: ['external', 'extern', 'ekstern', 'ekstern', 'ulkoinen', 'ytra'],
  'branch-panel': ['branch panel', 'branschpanel', 'branchepanel', 'bransjepanel', 'toimialapaneeli', 'fagráð'],
  accreditation: ['accreditation', 'ackreditering', 'akkreditering', 'akkreditering', 'akkreditointi', 'viðurkenning'],
  'authority-supervision': [
    'authority supervision',
    'myndighetstillsyn',
    'myndighedstilsyn',
    'myndighetstilsyn',
    'viranomaisvalvonta',
    'opinbert eftirlit',
  ],
} as const satisfies Record<QualityAssurance['kind'], Words>

export const benefitWords = {
  'professional-skills': [
    'professional skills',
    'yrkeskunnande',
    'faglige kompetencer',
    'yrkeskompetanse',
    'ammattitaito',
    'starfshæfni',
  ],
  'personal-development': [
    'personal development',
    'personlig utveckling',
    'personlig udvikling',
    'personlig utvikling',
    'henkilökohtainen kehitys',
    'persónulegur þroski',
  ],
  'labour-market-inclusion': [
    'labour market inclusion',
    'väg in på arbetsmarknaden',
    'inklusion på arbejdsmarkedet',
    'inkludering i arbeidslivet',
    'työmarkkinoille pääsy',
    'þátttaka á vinnumarkaði',
  ],
  'admission-to-education': [
    'admission to education',
    'behörighet till utbildning',
    'adgang til uddannelse',
    'opptak til utdanning',
    'pääsy koulutukseen',
    'aðgangur að námi',
  ],
  'job-retention-and-recruitment': [
    'job retention and recruitment',
    'behålla och få jobb',
    'fastholdelse og rekruttering',
    'beholde og få jobb',
    'työssä pysyminen ja rekrytointi',
    'starfsöryggi og ráðning',
  ],
} as const satisfies Record<Benefit, Words>

export const replacesWords = {
  wholly: ['wholly', 'helt', 'helt', 'helt', 'kokonaan', 'að fullu'],
  partly: ['partly', 'delvis', 'delvist', 'delvis', 'osittain', 'að hluta'],
  no: ['no', 'nej', 'nej', 'nei', 'ei', 'nei'],
} as const satisfies Record<string, Words>

export const standingWords = {
  decided: ['decided', 'beslutad', 'besluttet', 'vedtatt', 'päätetty', 'ákveðið'],
  'self-declared': ['self-declared', 'egen bedömning', 'egen vurdering', 'egenerklært', 'oma arvio', 'eigið mat'],
} as const satisfies Record<Level['standing'], Words>

export const stackingWords = {
  'stand-alone': ['stand-alone', 'fristående', 'selvstændig', 'frittstående', 'itsenäinen', 'sjálfstæð'],
  stackable: ['stackable', 'går att bygga på', 'kan sammensættes', 'kan bygges på', 'yhdistettävä', 'samsetjanleg'],
} as const satisfies Record<string, Words>

export const relationWords = {
  exact: ['exact', 'exakt', 'præcis', 'eksakt', 'täsmällinen', 'nákvæm'],
  close: ['close', 'nära', 'tæt', 'nær', 'läheinen', 'náin'],
  broad: ['broad', 'vidare', 'bredere', 'bredere', 'laajempi', 'víðari'],
  narrow: ['narrow', 'snävare', 'snævrere', 'smalere', 'suppeampi', 'þrengri'],
  related: ['related', 'besläktad', 'beslægtet', 'relatert', 'liittyvä', 'skyld'],
} as const satisfies Record<MatchRelation, Words>
