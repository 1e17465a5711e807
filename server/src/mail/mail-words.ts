import { estateWords } from './estate-words.ts'
import { followUpWords } from './follow-up-words.ts'
import { needWords } from './need-words.ts'
import type { Mail } from './send-mail.ts'

export type MailText = { subject: string; paragraphs: readonly string[]; link: string }

/** The words of every message in the six languages; `{name}` is filled from the message's facts. */
export const mailWords: Record<Mail['kind'], { en: MailText } & { [language: string]: MailText }> = {
  ...needWords,
  ...estateWords,
  ...followUpWords,
  login: {
    sv: {
      subject: 'Logga in i Bricka',
      paragraphs: [
        'Öppna länken för att logga in. Den går att använda en gång, inom {minutes} minuter.',
        'Bad du inte om den? Då behöver du inte göra något.',
      ],
      link: 'Logga in',
    },
    da: {
      subject: 'Log ind i Bricka',
      paragraphs: [
        'Åbn linket for at logge ind. Det kan bruges én gang inden for {minutes} minutter.',
        'Har du ikke bedt om det? Så behøver du ikke gøre noget.',
      ],
      link: 'Log ind',
    },
    nb: {
      subject: 'Logg inn i Bricka',
      paragraphs: [
        'Åpne lenken for å logge inn. Den kan brukes én gang, innen {minutes} minutter.',
        'Har du ikke bedt om den? Da trenger du ikke gjøre noe.',
      ],
      link: 'Logg inn',
    },
    fi: {
      subject: 'Kirjaudu Brickaan',
      paragraphs: [
        'Kirjaudu avaamalla linkki. Sitä voi käyttää kerran {minutes} minuutin aikana.',
        'Etkö pyytänyt linkkiä? Silloin sinun ei tarvitse tehdä mitään.',
      ],
      link: 'Kirjaudu',
    },
    is: {
      subject: 'Innskráning í Bricka',
      paragraphs: [
        'Opnaðu tengilinn til að skrá þig inn. Hann gildir einu sinni, innan {minutes} mínútna.',
        'Baðst þú ekki um hann? Þá þarftu ekkert að gera.',
      ],
      link: 'Skrá inn',
    },
    en: {
      subject: 'Log in to Bricka',
      paragraphs: [
        'Open the link to log in. It can be used once, within {minutes} minutes.',
        'You did not ask for it? Then you need not do anything.',
      ],
      link: 'Log in',
    },
  },
  'guidance-news': {
    sv: {
      subject: 'Något nytt i vägledningen i Bricka',
      paragraphs: [
        'Det finns något nytt att läsa i vägledningen.',
        'Av hänsyn till dig står det inte här vad det är. Logga in för att läsa.',
      ],
      link: 'Läs',
    },
    da: {
      subject: 'Noget nyt i vejledningen i Bricka',
      paragraphs: [
        'Der er noget nyt at læse i vejledningen.',
        'Af hensyn til dig står det ikke her, hvad det er. Log ind for at læse.',
      ],
      link: 'Læs',
    },
    nb: {
      subject: 'Noe nytt i veiledningen i Bricka',
      paragraphs: [
        'Det er noe nytt å lese i veiledningen.',
        'Av hensyn til deg står det ikke her hva det er. Logg inn for å lese.',
      ],
      link: 'Les',
    },
    fi: {
      subject: 'Uutta ohjauksessa Brickassa',
      paragraphs: [
        'Ohjauksessa on uutta luettavaa.',
        'Yksityisyytesi vuoksi tässä ei kerrota, mitä se on. Kirjaudu sisään lukeaksesi.',
      ],
      link: 'Lue',
    },
    is: {
      subject: 'Eitthvað nýtt í ráðgjöfinni í Bricka',
      paragraphs: [
        'Það er eitthvað nýtt að lesa í ráðgjöfinni.',
        'Af tillitssemi við þig stendur ekki hér hvað það er. Skráðu þig inn til að lesa.',
      ],
      link: 'Lesa',
    },
    en: {
      subject: 'Something new in the guidance in Bricka',
      paragraphs: [
        'There is something new to read in the guidance.',
        'Out of regard for you, it does not say here what it is. Log in to read it.',
      ],
      link: 'Read',
    },
  },
  'credential-issued': {
    sv: {
      subject: 'Du har fått meriten {merit}',
      paragraphs: [
        'Hej {name}! {issuer} har utfärdat meriten {merit} till dig.',
        'Den är din: du bestämmer vem som får se den. Öppna länken för att ta emot den. Du behöver inget konto. Länken gäller i {days} dagar.',
      ],
      link: 'Ta emot meriten',
    },
    da: {
      subject: 'Du har fået mikrobeviset {merit}',
      paragraphs: [
        'Hej {name}! {issuer} har udstedt mikrobeviset {merit} til dig.',
        'Det er dit: du bestemmer, hvem der må se det. Åbn linket for at tage imod det. Du behøver ingen konto. Linket gælder i {days} dage.',
      ],
      link: 'Tag imod beviset',
    },
    nb: {
      subject: 'Du har fått mikromeritten {merit}',
      paragraphs: [
        'Hei {name}! {issuer} har utstedt mikromeritten {merit} til deg.',
        'Den er din: du bestemmer hvem som får se den. Åpne lenken for å ta imot den. Du trenger ingen konto. Lenken gjelder i {days} dager.',
      ],
      link: 'Ta imot meritten',
    },
    fi: {
      subject: 'Olet saanut osaamismerkinnän {merit}',
      paragraphs: [
        'Hei {name}! {issuer} on myöntänyt sinulle osaamismerkinnän {merit}.',
        'Se on sinun: sinä päätät, kuka saa nähdä sen. Ota se vastaan avaamalla linkki. Et tarvitse tiliä. Linkki on voimassa {days} päivää.',
      ],
      link: 'Ota vastaan',
    },
    is: {
      subject: 'Þú hefur fengið örviðurkenninguna {merit}',
      paragraphs: [
        'Hæ {name}! {issuer} hefur gefið út örviðurkenninguna {merit} til þín.',
        'Hún er þín: þú ræður hver fær að sjá hana. Opnaðu tengilinn til að taka við henni. Þú þarft ekki aðgang. Tengillinn gildir í {days} daga.',
      ],
      link: 'Taka við',
    },
    en: {
      subject: 'You have received {merit}',
      paragraphs: [
        'Hello {name}! {issuer} has issued {merit} to you.',
        'It is yours: you decide who may see it. Open the link to take it. You need no account. The link works for {days} days.',
      ],
      link: 'Take your merit',
    },
  },
  'credential-status': {
    sv: {
      subject: 'Din merit {merit}: {status}',
      paragraphs: ['Hej {name}! {issuer} har ändrat statusen för din merit {merit}: {status}.', 'Skäl: {reason}'],
      link: 'Öppna mitt pass',
    },
    da: {
      subject: 'Dit mikrobevis {merit}: {status}',
      paragraphs: [
        'Hej {name}! {issuer} har ændret status for dit mikrobevis {merit}: {status}.',
        'Begrundelse: {reason}',
      ],
      link: 'Åbn mit pas',
    },
    nb: {
      subject: 'Meritten din {merit}: {status}',
      paragraphs: ['Hei {name}! {issuer} har endret status for meritten din {merit}: {status}.', 'Grunn: {reason}'],
      link: 'Åpne passet mitt',
    },
    fi: {
      subject: 'Osaamismerkintäsi {merit}: {status}',
      paragraphs: ['Hei {name}! {issuer} on muuttanut osaamismerkintäsi {merit} tilaa: {status}.', 'Syy: {reason}'],
      link: 'Avaa passini',
    },
    is: {
      subject: 'Örviðurkenning þín {merit}: {status}',
      paragraphs: [
        'Hæ {name}! {issuer} hefur breytt stöðu örviðurkenningar þinnar {merit}: {status}.',
        'Ástæða: {reason}',
      ],
      link: 'Opna passann minn',
    },
    en: {
      subject: 'Your merit {merit}: {status}',
      paragraphs: [
        'Hello {name}! {issuer} has changed the status of your merit {merit}: {status}.',
        'Reason: {reason}',
      ],
      link: 'Open my passport',
    },
  },
  'member-invited': {
    sv: {
      subject: 'Du är med i {organisation} i Bricka',
      paragraphs: ['{by} har gett dig en roll i {organisation}.', 'Öppna länken och logga in med den här adressen.'],
      link: 'Öppna {organisation}',
    },
    da: {
      subject: 'Du er med i {organisation} i Bricka',
      paragraphs: ['{by} har givet dig en rolle i {organisation}.', 'Åbn linket, og log ind med denne adresse.'],
      link: 'Åbn {organisation}',
    },
    nb: {
      subject: 'Du er med i {organisation} i Bricka',
      paragraphs: ['{by} har gitt deg en rolle i {organisation}.', 'Åpne lenken og logg inn med denne adressen.'],
      link: 'Åpne {organisation}',
    },
    fi: {
      subject: 'Olet mukana Brickassa: {organisation}',
      paragraphs: [
        '{by} on antanut sinulle roolin organisaatiossa {organisation}.',
        'Avaa linkki ja kirjaudu tällä osoitteella.',
      ],
      link: 'Avaa {organisation}',
    },
    is: {
      subject: 'Þú ert með í {organisation} í Bricka',
      paragraphs: [
        '{by} hefur gefið þér hlutverk hjá {organisation}.',
        'Opnaðu tengilinn og skráðu þig inn með þessu netfangi.',
      ],
      link: 'Opna {organisation}',
    },
    en: {
      subject: 'You are part of {organisation} in Bricka',
      paragraphs: ['{by} has given you a role in {organisation}.', 'Open the link and log in with this address.'],
      link: 'Open {organisation}',
    },
  },
  'request-arrived': {
    sv: {
      subject: '{organisation}: någon väntar på svar om {what}',
      paragraphs: ['En ansökan har kommit till {organisation}: {what}. Den som frågar har delat sina meriter med er.'],
      link: 'Öppna ansökan',
    },
    da: {
      subject: '{organisation}: nogen venter på svar om {what}',
      paragraphs: ['{organisation} har fået en ansøgning: {what}. Den, der spørger, har delt sine beviser med jer.'],
      link: 'Åbn ansøgningen',
    },
    nb: {
      subject: '{organisation}: noen venter på svar om {what}',
      paragraphs: ['En søknad har kommet til {organisation}: {what}. Den som spør, har delt meritter med dere.'],
      link: 'Åpne søknaden',
    },
    fi: {
      subject: '{organisation}: joku odottaa vastausta: {what}',
      paragraphs: ['Hakemus on saapunut ({organisation}): {what}. Hakija on jakanut osaamismerkintänsä teille.'],
      link: 'Avaa hakemus',
    },
    is: {
      subject: '{organisation}: einhver bíður svars um {what}',
      paragraphs: [
        'Umsókn hefur borist til {organisation}: {what}. Umsækjandinn hefur deilt viðurkenningum sínum með ykkur.',
      ],
      link: 'Opna umsóknina',
    },
    en: {
      subject: '{organisation}: someone waits for an answer about {what}',
      paragraphs: ['{organisation} has been asked: {what}. Whoever asks has shared their merits with you.'],
      link: 'Open the application',
    },
  },
  'request-answered': {
    sv: {
      subject: 'Svar från {organisation} om {what}',
      paragraphs: [
        'Hej {name}! {organisation} har svarat på det du frågade om: {what}.',
        'Svaret och skälen står i ditt pass.',
      ],
      link: 'Läs svaret',
    },
    da: {
      subject: 'Svar fra {organisation} om {what}',
      paragraphs: [
        'Hej {name}! {organisation} har svaret på det, du spurgte om: {what}.',
        'Svaret og begrundelsen står i dit pas.',
      ],
      link: 'Læs svaret',
    },
    nb: {
      subject: 'Svar fra {organisation} om {what}',
      paragraphs: [
        'Hei {name}! {organisation} har svart på det du spurte om: {what}.',
        'Svaret og begrunnelsen står i passet ditt.',
      ],
      link: 'Les svaret',
    },
    fi: {
      subject: 'Vastaus: {organisation}, {what}',
      paragraphs: [
        'Hei {name}! {organisation} on vastannut kysymykseesi: {what}.',
        'Vastaus ja perustelut ovat passissasi.',
      ],
      link: 'Lue vastaus',
    },
    is: {
      subject: 'Svar frá {organisation} um {what}',
      paragraphs: [
        'Hæ {name}! {organisation} hefur svarað því sem þú spurðir um: {what}.',
        'Svarið og ástæðurnar eru í passanum þínum.',
      ],
      link: 'Lesa svarið',
    },
    en: {
      subject: 'An answer from {organisation} about {what}',
      paragraphs: [
        'Hello {name}! {organisation} has answered what you asked: {what}.',
        'The answer and the reasons are in your passport.',
      ],
      link: 'Read the answer',
    },
  },
  'four-eyes-asked': {
    sv: {
      subject: '{organisation}: ska en ensam få utfärda?',
      paragraphs: [
        '{by} har bett om att {organisation} inte längre ska kräva två personer vid varje utfärdande.',
        'Inget ändras förrän en annan företrädare eller godkännare går med på det. Är det inte meningen, ta tillbaka det på sidan.',
      ],
      link: 'Ta ställning',
    },
    da: {
      subject: '{organisation}: skal én alene kunne udstede?',
      paragraphs: [
        '{by} har bedt om, at {organisation} ikke længere kræver to personer ved hver udstedelse.',
        'Intet ændres, før en anden repræsentant eller godkender går med til det. Er det ikke meningen, så træk det tilbage på siden.',
      ],
      link: 'Tag stilling',
    },
    nb: {
      subject: '{organisation}: skal én alene kunne utstede?',
      paragraphs: [
        '{by} har bedt om at {organisation} ikke lenger skal kreve to personer ved hver utstedelse.',
        'Ingenting endres før en annen representant eller godkjenner går med på det. Er det ikke meningen, trekk det tilbake på siden.',
      ],
      link: 'Ta stilling',
    },
    fi: {
      subject: '{organisation}: saako yksi myöntää yksin?',
      paragraphs: [
        '{by} on pyytänyt, ettei {organisation} enää vaatisi kahta henkilöä jokaiseen myöntämiseen.',
        'Mikään ei muutu, ennen kuin toinen edustaja tai hyväksyjä suostuu siihen. Jos tämä ei ole tarkoitus, peru pyyntö sivulla.',
      ],
      link: 'Ota kantaa',
    },
    is: {
      subject: '{organisation}: má einn gefa út einsamall?',
      paragraphs: [
        '{by} hefur beðið um að {organisation} krefjist ekki lengur tveggja við hverja útgáfu.',
        'Ekkert breytist fyrr en annar fulltrúi eða samþykkjandi fellst á það. Sé það ekki ætlunin skaltu draga það til baka á síðunni.',
      ],
      link: 'Taka afstöðu',
    },
    en: {
      subject: '{organisation}: may one person issue alone?',
      paragraphs: [
        '{by} has asked that {organisation} no longer needs two persons at every issuing.',
        'Nothing changes until another representative or an approver agrees. If this is not meant to be, withdraw it on the page.',
      ],
      link: 'Decide',
    },
  },
  'four-eyes-waits': {
    sv: {
      subject: '{organisation}: snart kan en ensam utfärda',
      paragraphs: [
        '{by} har bett om att {organisation} inte längre ska kräva två personer vid varje utfärdande. Ingen annan finns som kan gå med på det.',
        'Därför börjar det gälla först {at}. Är det inte meningen, ta tillbaka det på sidan före dess.',
      ],
      link: 'Se eller ta tillbaka',
    },
    da: {
      subject: '{organisation}: snart kan én alene udstede',
      paragraphs: [
        '{by} har bedt om, at {organisation} ikke længere kræver to personer ved hver udstedelse. Der er ingen anden, der kan gå med til det.',
        'Derfor gælder det først fra {at}. Er det ikke meningen, så træk det tilbage på siden inden da.',
      ],
      link: 'Se eller træk tilbage',
    },
    nb: {
      subject: '{organisation}: snart kan én alene utstede',
      paragraphs: [
        '{by} har bedt om at {organisation} ikke lenger skal kreve to personer ved hver utstedelse. Det finnes ingen annen som kan gå med på det.',
        'Derfor gjelder det først fra {at}. Er det ikke meningen, trekk det tilbake på siden før det.',
      ],
      link: 'Se eller trekk tilbake',
    },
    fi: {
      subject: '{organisation}: pian yksi voi myöntää yksin',
      paragraphs: [
        '{by} on pyytänyt, ettei {organisation} enää vaatisi kahta henkilöä jokaiseen myöntämiseen. Kukaan muu ei voi suostua siihen.',
        'Siksi se tulee voimaan vasta {at}. Jos tämä ei ole tarkoitus, peru se sivulla ennen sitä.',
      ],
      link: 'Katso tai peru',
    },
    is: {
      subject: '{organisation}: bráðum getur einn gefið út',
      paragraphs: [
        '{by} hefur beðið um að {organisation} krefjist ekki lengur tveggja við hverja útgáfu. Enginn annar getur fallist á það.',
        'Þess vegna tekur það fyrst gildi {at}. Sé það ekki ætlunin skaltu draga það til baka á síðunni fyrir þann tíma.',
      ],
      link: 'Skoða eða draga til baka',
    },
    en: {
      subject: '{organisation}: soon one person can issue alone',
      paragraphs: [
        '{by} has asked that {organisation} no longer needs two persons at every issuing. There is nobody else who can agree.',
        'So it takes effect only at {at}. If this is not meant to be, withdraw it on the page before then.',
      ],
      link: 'See or withdraw',
    },
  },
  'four-eyes-ended': {
    sv: {
      subject: '{organisation}: en ensam kan nu utfärda',
      paragraphs: [
        'Sedan {at} kräver {organisation} inte längre två personer vid varje utfärdande. {by} gjorde det.',
        'Vem som helst av er företrädare kan slå på det igen, genast.',
      ],
      link: 'Öppna {organisation}',
    },
    da: {
      subject: '{organisation}: én alene kan nu udstede',
      paragraphs: [
        'Siden {at} kræver {organisation} ikke længere to personer ved hver udstedelse. {by} gjorde det.',
        'Enhver af jer repræsentanter kan slå det til igen med det samme.',
      ],
      link: 'Åbn {organisation}',
    },
    nb: {
      subject: '{organisation}: én alene kan nå utstede',
      paragraphs: [
        'Siden {at} krever {organisation} ikke lenger to personer ved hver utstedelse. {by} gjorde det.',
        'Hvem som helst av dere representanter kan slå det på igjen med en gang.',
      ],
      link: 'Åpne {organisation}',
    },
    fi: {
      subject: '{organisation}: yksi voi nyt myöntää yksin',
      paragraphs: [
        '{at} alkaen {organisation} ei enää vaadi kahta henkilöä jokaiseen myöntämiseen. Sen teki {by}.',
        'Kuka tahansa edustajista voi ottaa sen takaisin käyttöön heti.',
      ],
      link: 'Avaa {organisation}',
    },
    is: {
      subject: '{organisation}: einn getur nú gefið út',
      paragraphs: [
        'Frá {at} krefst {organisation} ekki lengur tveggja við hverja útgáfu. {by} gerði það.',
        'Hver sem er af fulltrúunum getur kveikt á því aftur, strax.',
      ],
      link: 'Opna {organisation}',
    },
    en: {
      subject: '{organisation}: one person can now issue alone',
      paragraphs: [
        'Since {at}, {organisation} no longer needs two persons at every issuing. {by} did it.',
        'Any of you representatives can switch it on again, at once.',
      ],
      link: 'Open {organisation}',
    },
  },
}

type StatusWords = { suspended: string; reinstated: string; revoked: string; replaced: string }

/** What has happened to a merit, in the middle of a sentence. */
export const statusWords: { en: StatusWords } & { [language: string]: StatusWords } = {
  sv: { suspended: 'vilande', reinstated: 'giltig igen', revoked: 'återkallad', replaced: 'ersatt av en ny' },
  da: {
    suspended: 'sat i bero',
    reinstated: 'gyldig igen',
    revoked: 'trukket tilbage',
    replaced: 'erstattet af et nyt',
  },
  nb: {
    suspended: 'satt på vent',
    reinstated: 'gyldig igjen',
    revoked: 'trukket tilbake',
    replaced: 'erstattet av en ny',
  },
  fi: { suspended: 'keskeytetty', reinstated: 'jälleen voimassa', revoked: 'peruttu', replaced: 'korvattu uudella' },
  is: { suspended: 'sett í bið', reinstated: 'gild á ný', revoked: 'afturkölluð', replaced: 'ný komin í staðinn' },
  en: { suspended: 'suspended', reinstated: 'valid again', revoked: 'revoked', replaced: 'replaced by a new one' },
}
