import type { Mail } from './send-mail.ts'

type Words = { subject: string; paragraphs: readonly string[]; link: string }

/** The words of every message in the six languages; `{name}` is filled from the message's facts. */
export const mailWords: Record<Mail['kind'], { en: Words } & { [language: string]: Words }> = {
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
