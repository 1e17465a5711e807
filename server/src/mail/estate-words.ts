import type { MailText } from './mail-words.ts'
import type { EstateMail } from './send-mail.ts'

/** The words of organisations that end, and of who goes on. */
export const estateWords: Record<EstateMail, { en: MailText } & { [language: string]: MailText }> = {
  'estate-asked': {
    sv: {
      subject: '{organisation}: ska organisationen avslutas?',
      paragraphs: [
        '{by} har bett om att {organisation} ska avslutas i Bricka.',
        'Inget händer förrän en annan företrädare går med på det. Är det inte meningen, ta tillbaka det på sidan.',
        'Det som är utfärdat fortsätter att gälla och gå att kontrollera.',
      ],
      link: 'Ta ställning',
    },
    da: {
      subject: '{organisation}: skal organisationen afsluttes?',
      paragraphs: [
        '{by} har bedt om, at {organisation} afsluttes i Bricka.',
        'Intet sker, før en anden repræsentant går med til det. Er det ikke meningen, så træk det tilbage på siden.',
        'Det, der er udstedt, gælder fortsat og kan kontrolleres.',
      ],
      link: 'Tag stilling',
    },
    nb: {
      subject: '{organisation}: skal organisasjonen avsluttes?',
      paragraphs: [
        '{by} har bedt om at {organisation} avsluttes i Bricka.',
        'Ingenting skjer før en annen representant går med på det. Er det ikke meningen, trekk det tilbake på siden.',
        'Det som er utstedt, gjelder fortsatt og kan kontrolleres.',
      ],
      link: 'Ta stilling',
    },
    fi: {
      subject: '{organisation}: lopetetaanko organisaatio?',
      paragraphs: [
        '{by} on pyytänyt, että {organisation} lopetetaan Brickassa.',
        'Mitään ei tapahdu, ennen kuin toinen edustaja hyväksyy sen. Jos se ei ole tarkoitus, peru pyyntö sivulla.',
        'Myönnetyt todistukset ovat edelleen voimassa ja tarkistettavissa.',
      ],
      link: 'Ota kantaa',
    },
    is: {
      subject: '{organisation}: á að leggja hana niður?',
      paragraphs: [
        '{by} hefur beðið um að {organisation} verði lögð niður í Bricka.',
        'Ekkert gerist fyrr en annar fulltrúi samþykkir það. Ef það á ekki að gerast skaltu draga það til baka á síðunni.',
        'Það sem gefið hefur verið út gildir áfram og hægt er að sannreyna það.',
      ],
      link: 'Taka afstöðu',
    },
    en: {
      subject: '{organisation}: shall the organisation end?',
      paragraphs: [
        '{by} has asked that {organisation} shall end in Bricka.',
        'Nothing happens until another representative agrees. If it is not meant, take it back on the page.',
        'What has been issued stays valid and can still be verified.',
      ],
      link: 'Decide',
    },
  },
  'estate-waits': {
    sv: {
      subject: '{organisation} avslutas {at}',
      paragraphs: [
        '{by} har bett om att {organisation} ska avslutas i Bricka. Ingen annan kan gå med på det, så det väntar till {at}.',
        'Är det inte meningen, ta tillbaka det på sidan före dess.',
      ],
      link: 'Se eller ta tillbaka',
    },
    da: {
      subject: '{organisation} afsluttes {at}',
      paragraphs: [
        '{by} har bedt om, at {organisation} afsluttes i Bricka. Ingen anden kan gå med til det, så det venter til {at}.',
        'Er det ikke meningen, så træk det tilbage på siden inden da.',
      ],
      link: 'Se eller træk tilbage',
    },
    nb: {
      subject: '{organisation} avsluttes {at}',
      paragraphs: [
        '{by} har bedt om at {organisation} avsluttes i Bricka. Ingen andre kan gå med på det, så det venter til {at}.',
        'Er det ikke meningen, trekk det tilbake på siden før det.',
      ],
      link: 'Se eller trekk tilbake',
    },
    fi: {
      subject: '{organisation} lopetetaan {at}',
      paragraphs: [
        '{by} on pyytänyt, että {organisation} lopetetaan Brickassa. Kukaan muu ei voi hyväksyä sitä, joten se odottaa ajankohtaan {at}.',
        'Jos se ei ole tarkoitus, peru pyyntö sivulla ennen sitä.',
      ],
      link: 'Katso tai peru',
    },
    is: {
      subject: '{organisation} verður lögð niður {at}',
      paragraphs: [
        '{by} hefur beðið um að {organisation} verði lögð niður í Bricka. Enginn annar getur samþykkt það og því bíður það til {at}.',
        'Ef það á ekki að gerast skaltu draga það til baka á síðunni fyrir þann tíma.',
      ],
      link: 'Skoða eða draga til baka',
    },
    en: {
      subject: '{organisation} ends at {at}',
      paragraphs: [
        '{by} has asked that {organisation} shall end in Bricka. Nobody else can agree to it, so it waits until {at}.',
        'If it is not meant, take it back on the page before then.',
      ],
      link: 'See it or take it back',
    },
  },
  'estate-offered': {
    sv: {
      subject: '{organisation} vill lämna över till er',
      paragraphs: [
        '{by} har bett om att {organisation} ska gå upp i er organisation i Bricka.',
        'Tackar ni ja blir meriterna era, och ni svarar för det som är utfärdat: ni kan spärra det, men inget i det ändras.',
      ],
      link: 'Svara',
    },
    da: {
      subject: '{organisation} vil overdrage til jer',
      paragraphs: [
        '{by} har bedt om, at {organisation} går op i jeres organisation i Bricka.',
        'Siger I ja, bliver meritterne jeres, og I svarer for det, der er udstedt: I kan spærre det, men intet i det ændres.',
      ],
      link: 'Svar',
    },
    nb: {
      subject: '{organisation} vil overlate alt til dere',
      paragraphs: [
        '{by} har bedt om at {organisation} går opp i deres organisasjon i Bricka.',
        'Sier dere ja, blir merittene deres, og dere svarer for det som er utstedt: dere kan sperre det, men ingenting i det endres.',
      ],
      link: 'Svar',
    },
    fi: {
      subject: '{organisation} haluaa siirtää kaiken teille',
      paragraphs: [
        '{by} on pyytänyt, että {organisation} sulautuu organisaatioonne Brickassa.',
        'Jos suostutte, meriitit siirtyvät teille ja vastaatte myönnetyistä todistuksista: voitte mitätöidä niitä, mutta niiden sisältö ei muutu.',
      ],
      link: 'Vastaa',
    },
    is: {
      subject: '{organisation} vill afhenda ykkur allt',
      paragraphs: [
        '{by} hefur beðið um að {organisation} renni inn í ykkar stofnun í Bricka.',
        'Ef þið segið já verða viðurkenningarnar ykkar og þið svarið fyrir það sem gefið hefur verið út: þið getið afturkallað það en engu í því er breytt.',
      ],
      link: 'Svara',
    },
    en: {
      subject: '{organisation} wants to hand over to you',
      paragraphs: [
        '{by} has asked that {organisation} shall be continued by your organisation in Bricka.',
        'If you say yes, its merits become yours and you answer for what it has issued: you can revoke it, but nothing in it changes.',
      ],
      link: 'Answer',
    },
  },
  'estate-ended': {
    sv: {
      subject: '{organisation} är avslutad',
      paragraphs: [
        '{organisation} är avslutad i Bricka sedan {at}.',
        'Allt som är utfärdat gäller som förut och går att kontrollera.',
      ],
      link: 'Se vad som gäller nu',
    },
    da: {
      subject: '{organisation} er afsluttet',
      paragraphs: [
        '{organisation} er afsluttet i Bricka siden {at}.',
        'Alt, der er udstedt, gælder som før og kan kontrolleres.',
      ],
      link: 'Se hvad der gælder nu',
    },
    nb: {
      subject: '{organisation} er avsluttet',
      paragraphs: [
        '{organisation} er avsluttet i Bricka siden {at}.',
        'Alt som er utstedt, gjelder som før og kan kontrolleres.',
      ],
      link: 'Se hva som gjelder nå',
    },
    fi: {
      subject: '{organisation} on lopetettu',
      paragraphs: [
        '{organisation} on lopetettu Brickassa {at}.',
        'Kaikki myönnetty on voimassa kuten ennen ja tarkistettavissa.',
      ],
      link: 'Katso, mikä nyt pätee',
    },
    is: {
      subject: '{organisation} hefur verið lögð niður',
      paragraphs: [
        '{organisation} var lögð niður í Bricka {at}.',
        'Allt sem gefið hefur verið út gildir sem fyrr og hægt er að sannreyna það.',
      ],
      link: 'Sjá hvað gildir nú',
    },
    en: {
      subject: '{organisation} has ended',
      paragraphs: [
        '{organisation} has ended in Bricka since {at}.',
        'Everything it issued is valid as before and can be verified.',
      ],
      link: 'See what holds now',
    },
  },
}
