import type { MailText } from './mail-words.ts'

/** The words of surveys of needed skills. */
export const needWords = {
  'need-asked': {
    sv: {
      subject: '{organisation} frågar: vad behöver ni kunna?',
      paragraphs: [
        '{organisation} undersöker vilka kompetenser som behövs: {title}.',
        'Det tar några minuter och går bra i telefonen. Du kan spara och fortsätta på samma länk, och ändra till och med {until}.',
        'Länken är din egen. Vad du svarar visas aldrig för sig, bara sammanräknat med många andras.',
      ],
      link: 'Svara',
    },
    da: {
      subject: '{organisation} spørger: hvad har I brug for at kunne?',
      paragraphs: [
        '{organisation} undersøger, hvilke kompetencer der er brug for: {title}.',
        'Det tager få minutter og kan gøres på telefonen. Du kan gemme og fortsætte på samme link og ændre til og med {until}.',
        'Linket er dit eget. Dit svar vises aldrig for sig selv, kun lagt sammen med mange andres.',
      ],
      link: 'Svar',
    },
    nb: {
      subject: '{organisation} spør: hva trenger dere å kunne?',
      paragraphs: [
        '{organisation} undersøker hvilke ferdigheter som trengs: {title}.',
        'Det tar noen minutter og går fint på telefonen. Du kan lagre og fortsette på samme lenke, og endre til og med {until}.',
        'Lenken er din egen. Det du svarer, vises aldri for seg selv, bare lagt sammen med mange andres.',
      ],
      link: 'Svar',
    },
    fi: {
      subject: '{organisation} kysyy: mitä teillä pitää osata?',
      paragraphs: [
        '{organisation} selvittää, mitä osaamista tarvitaan: {title}.',
        'Vastaaminen vie muutaman minuutin ja onnistuu puhelimella. Voit tallentaa ja jatkaa samasta linkistä sekä muuttaa vastausta {until} asti.',
        'Linkki on vain sinun. Vastaustasi ei koskaan näytetä yksinään, vaan laskettuna yhteen monen muun kanssa.',
      ],
      link: 'Vastaa',
    },
    is: {
      subject: '{organisation} spyr: hvað þurfið þið að kunna?',
      paragraphs: [
        '{organisation} kannar hvaða hæfni vantar: {title}.',
        'Það tekur nokkrar mínútur og gengur vel í síma. Þú getur vistað og haldið áfram á sama tengli og breytt til og með {until}.',
        'Tengillinn er þinn eigin. Svarið þitt er aldrei birt eitt og sér, aðeins samanlagt með svörum margra annarra.',
      ],
      link: 'Svara',
    },
    en: {
      subject: '{organisation} asks: what do you need people to know?',
      paragraphs: [
        '{organisation} is finding out which skills are needed: {title}.',
        'It takes a few minutes and works on a phone. You can save and go on by the same link, and change your answer until {until}.',
        'The link is your own. What you answer is never shown by itself, only counted together with many others.',
      ],
      link: 'Answer',
    },
  },
  'need-reminded': {
    sv: {
      subject: 'Påminnelse: {title}',
      paragraphs: [
        '{organisation} har inte fått ditt svar än. Det går att svara till och med {until}.',
        'Det du har sparat finns kvar. Behöver ni ingenting är också det ett svar.',
      ],
      link: 'Svara',
    },
    da: {
      subject: 'Påmindelse: {title}',
      paragraphs: [
        '{organisation} har ikke fået dit svar endnu. Du kan svare til og med {until}.',
        'Det, du har gemt, er der stadig. Har I ikke brug for noget, er det også et svar.',
      ],
      link: 'Svar',
    },
    nb: {
      subject: 'Påminnelse: {title}',
      paragraphs: [
        '{organisation} har ikke fått svaret ditt ennå. Du kan svare til og med {until}.',
        'Det du har lagret, ligger der fortsatt. Trenger dere ingenting, er det også et svar.',
      ],
      link: 'Svar',
    },
    fi: {
      subject: 'Muistutus: {title}',
      paragraphs: [
        '{organisation} ei ole vielä saanut vastaustasi. Voit vastata {until} asti.',
        'Tallentamasi on tallessa. Jos ette tarvitse mitään, sekin on vastaus.',
      ],
      link: 'Vastaa',
    },
    is: {
      subject: 'Áminning: {title}',
      paragraphs: [
        '{organisation} hefur ekki fengið svar þitt. Hægt er að svara til og með {until}.',
        'Það sem þú vistaðir er enn til. Ef ekkert vantar er það líka svar.',
      ],
      link: 'Svara',
    },
    en: {
      subject: 'Reminder: {title}',
      paragraphs: [
        '{organisation} has not had your answer yet. You can answer until {until}.',
        'What you have saved is still there. If you need nothing, that is an answer too.',
      ],
      link: 'Answer',
    },
  },
} as const satisfies Record<string, { [language: string]: MailText }>
