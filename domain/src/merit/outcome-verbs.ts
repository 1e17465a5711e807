import type { InterfaceLanguage } from '../local-text.ts'

export type OutcomeVerbs = {
  /** What can be seen or heard when somebody does it. */
  readonly active: readonly string[]
  /** What goes on inside a person, with what could be seen instead. Some are more than one word. */
  readonly vague: Readonly<Record<string, string>>
  /** What may stand before the verb: "kan", "to". */
  readonly before: readonly string[]
  /** What joins one doing to another. */
  readonly joins: readonly string[]
  /** How an infinitive ends, where the language has such an ending; an unknown verb with it is given the benefit of doubt. */
  readonly infinitive: RegExp | undefined
}

const split = (text: string): readonly string[] => text.split(' ')

export const outcomeVerbs = {
  sv: {
    active: split(
      'analysera anpassa ansvara använda argumentera avgöra bedöma berätta beräkna beskriva besvara bygga byta dokumentera felsöka fördela förebygga föreslå förklara fråga ge genomföra granska guida handleda hantera hitta identifiera informera installera instruera jämföra känna justera kontrollera laga leda lokalisera lämna lösa mata montera mäta namnge observera ordna organisera planera prioritera presentera programmera ta rapportera redogöra reparera sammanställa samordna skarva skicka skilja skriva skapa sortera styra svetsa sy tillaga tolka undersöka utföra utforma utvärdera visa vägleda välja åtgärda översätta återge',
    ),
    vague: {
      förstå: 'förklara, beskriva, ge exempel på',
      'känna till': 'namnge, beskriva, redogöra för',
      'ha kunskap om': 'redogöra för, förklara',
      'ha kännedom om': 'namnge, beskriva',
      'ha förståelse för': 'förklara, jämföra',
      lära: 'visa, använda, utföra',
      inse: 'förklara, motivera',
      uppskatta: 'jämföra, bedöma',
      'vara medveten om': 'namnge, beskriva, ta hänsyn till genom att',
      'få insikt i': 'beskriva, förklara',
    },
    before: split('kan kunna ska skall att självständigt själv'),
    joins: ['och', 'samt', 'eller'],
    infinitive: /(a|å|gå|stå|se|ge|bli|dra|slå|sy|tro)$/,
  },
  da: {
    active: split(
      'analysere anvende argumentere begrunde beregne beskrive besvare bygge demonstrere dokumentere fejlfinde finde forebygge foreslå forklare formidle fremstille gennemføre give håndtere identificere informere installere instruere justere kontrollere lede lokalisere løse montere måle observere organisere planlægge præsentere prioritere rapportere redegøre reparere samarbejde sammenligne skabe skifte skrive sortere styre tage tilberede tilrettelægge tolke udføre udforme udvælge undersøge vejlede vise vurdere arbejde',
    ),
    vague: {
      forstå: 'forklare, beskrive, give eksempler på',
      'kende til': 'nævne, beskrive, redegøre for',
      kende: 'nævne, beskrive',
      'have viden om': 'redegøre for, forklare',
      'have kendskab til': 'nævne, beskrive',
      'have forståelse for': 'forklare, sammenligne',
      lære: 'vise, anvende, udføre',
      'være bevidst om': 'nævne, tage hensyn til ved at',
    },
    before: split('kan kunne skal at selvstændigt selv'),
    joins: ['og', 'samt', 'eller'],
    infinitive: /(e|å|gå|stå|se|give|sy)$/,
  },
  nb: {
    active: split(
      'analysere anvende argumentere begrunne beregne beskrive besvare bygge bytte demonstrere dimensjonere dokumentere feilsøke finne forebygge foreslå forklare formidle fremstille gi gjennomføre håndtere identifisere informere installere instruere justere kontrollere lede lokalisere løse montere måle observere organisere planlegge presentere prioritere rapportere redegjøre reparere samarbeide sammenligne skape skrive sortere styre ta tilberede tilrettelegge tolke utføre utforme undersøke veilede velge vise vurdere',
    ),
    vague: {
      forstå: 'forklare, beskrive, gi eksempler på',
      'kjenne til': 'nevne, beskrive, gjøre rede for',
      'ha kunnskap om': 'gjøre rede for, forklare',
      'ha kjennskap til': 'nevne, beskrive',
      'ha forståelse for': 'forklare, sammenligne',
      lære: 'vise, anvende, utføre',
      'være bevisst': 'nevne, ta hensyn til ved å',
    },
    before: split('kan kunne skal å selvstendig selv'),
    joins: ['og', 'samt', 'eller'],
    infinitive: /(e|å|gå|stå|se|gi|sy)$/,
  },
  fi: {
    active: split(
      'analysoida arvioida antaa asentaa dokumentoida ehdottaa ennaltaehkäistä esitellä etsiä hakea havainnoida hoitaa huoltaa järjestää johtaa jäsentää kertoa kirjata kirjautua kirjoittaa kokoontua koota korjata kuvata käyttää laatia laskea lajitella lähettää mitata määritellä neuvoa nimetä ohjata ohjelmoida perustella puuttua ratkaista raportoida rakentaa sovittaa suunnitella suorittaa säätää toteuttaa tulkita tunnistaa tunnistautua tutkia valita valmistaa valvoa vastata verrata vertailla vaihtaa viestiä selittää tarkistaa asioida',
    ),
    vague: {
      ymmärtää: 'selittää, kuvata, antaa esimerkkejä',
      tietää: 'nimetä, kuvata',
      tuntea: 'nimetä, kuvata, kertoa',
      oppia: 'näyttää, käyttää, suorittaa',
      'omaa tietoa': 'kertoa, selittää',
      'olla tietoinen': 'nimetä, ottaa huomioon',
      hahmottaa: 'kuvata, piirtää',
    },
    before: split('osaa osata voi pystyy itsenäisesti haltija'),
    joins: ['ja', 'sekä', 'tai'],
    infinitive: /(a|ä)$/,
  },
  is: {
    active: split(
      'aðstoða bera bregðast búa byggja flaka flokka framkvæma gera gefa greina hanna lagfæra laga leiðbeina leiða lesa leysa lýsa mæla meta miðla mæta nota nýta rita reikna rökstyðja segja sauma setja skipta skipuleggja skrá skrifa skýra snyrta stilla stjórna svara sýna taka teikna túlka útskýra velja vinna þjálfa bera',
    ),
    vague: {
      skilja: 'útskýra, lýsa, gefa dæmi um',
      þekkja: 'nefna, lýsa',
      'vita um': 'nefna, útskýra',
      'hafa þekkingu á': 'útskýra, lýsa',
      'hafa skilning á': 'útskýra, bera saman',
      læra: 'sýna, nota, framkvæma',
      'gera sér grein fyrir': 'nefna, útskýra',
    },
    before: split('getur geta kann að sjálfstætt'),
    joins: ['og', 'eða', 'ásamt'],
    infinitive: /(a|á|ja)$/,
  },
  en: {
    active: split(
      'adapt adjust advise analyse analyze answer apply argue arrange ask assemble assess build calculate carry change check choose classify collect communicate compare compile compose conduct construct coordinate correct create decide deliver demonstrate describe design detect determine diagnose document draw draft estimate evaluate examine explain fillet find fit fix follow give grade guide handle identify inform inspect install instruct interpret interview join judge label lead list locate log maintain make manage measure mend moderate monitor name negotiate observe operate organise organize perform plan prepare present prevent prioritise produce program propose read recognise record repair report resolve respond schedule select send sew show sketch solve sort splice state summarise supervise take teach test trace translate use weld write',
    ),
    vague: {
      understand: 'explain, describe, give examples of',
      know: 'name, describe, state',
      'be aware of': 'name, describe',
      'be familiar with': 'describe, use',
      'have knowledge of': 'explain, state',
      learn: 'show, use, carry out',
      appreciate: 'compare, justify',
      realise: 'explain, justify',
      'gain insight into': 'describe, explain',
    },
    before: split('can could will able to be independently the holder'),
    joins: ['and', 'or', 'as well as'],
    infinitive: undefined,
  },
} as const satisfies Record<InterfaceLanguage, OutcomeVerbs>
