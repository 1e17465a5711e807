import type { MailText } from './mail-words.ts'

/** The words of asking how it went with a merit. */
export const followUpWords = {
  'follow-up-asked': {
    sv: {
      subject: 'Hur gick det med {merit}?',
      paragraphs: [
        'Du har sagt att du vill bli tillfrågad om vad dina meriter leder till. Nu gäller det {merit} från {issuer}.',
        'Det tar en minut och går bra i telefonen. Du kan svara och ändra till och med {until}.',
        'Vad du svarar visas aldrig för sig, bara sammanräknat med många andras. Länken är din egen.',
      ],
      link: 'Svara',
    },
    da: {
      subject: 'Hvordan gik det med {merit}?',
      paragraphs: [
        'Du har sagt, at du gerne vil spørges om, hvad dine mikrobeviser fører til. Nu gælder det {merit} fra {issuer}.',
        'Det tager et minut og kan gøres på telefonen. Du kan svare og ændre til og med {until}.',
        'Dit svar vises aldrig for sig selv, kun lagt sammen med mange andres. Linket er dit eget.',
      ],
      link: 'Svar',
    },
    nb: {
      subject: 'Hvordan gikk det med {merit}?',
      paragraphs: [
        'Du har sagt at du vil bli spurt om hva merittene dine fører til. Nå gjelder det {merit} fra {issuer}.',
        'Det tar ett minutt og går fint på telefonen. Du kan svare og endre til og med {until}.',
        'Det du svarer, vises aldri for seg selv, bare lagt sammen med mange andres. Lenken er din egen.',
      ],
      link: 'Svar',
    },
    fi: {
      subject: 'Miten kävi: {merit}?',
      paragraphs: [
        'Olet sanonut, että sinulta saa kysyä, mihin osaamiskokonaisuutesi johtavat. Nyt kyse on kokonaisuudesta {merit}, myöntäjä {issuer}.',
        'Vastaaminen vie minuutin ja onnistuu puhelimella. Voit vastata ja muuttaa vastausta {until} asti.',
        'Vastaustasi ei koskaan näytetä yksinään, vaan laskettuna yhteen monen muun kanssa. Linkki on vain sinun.',
      ],
      link: 'Vastaa',
    },
    is: {
      subject: 'Hvernig gekk með {merit}?',
      paragraphs: [
        'Þú sagðist vilja vera spurð(ur) um til hvers viðurkenningarnar þínar leiða. Nú er það {merit} frá {issuer}.',
        'Það tekur eina mínútu og gengur vel í síma. Þú getur svarað og breytt til og með {until}.',
        'Svarið þitt er aldrei birt eitt og sér, aðeins samanlagt með svörum margra annarra. Tengillinn er þinn eigin.',
      ],
      link: 'Svara',
    },
    en: {
      subject: 'How did it go with {merit}?',
      paragraphs: [
        'You have said that you want to be asked what your merits lead to. This time it is {merit} from {issuer}.',
        'It takes a minute and works on a phone. You can answer, and change your answer, until {until}.',
        'What you answer is never shown by itself, only counted together with many others. The link is your own.',
      ],
      link: 'Answer',
    },
  },
  'follow-up-reminded': {
    sv: {
      subject: 'Påminnelse: hur gick det med {merit}?',
      paragraphs: [
        'Du har inte svarat än om {merit} från {issuer}. Det tar en minut, och går till och med {until}.',
        'Vill du inte? Då behöver du inte göra något, och det kommer ingen fler påminnelse.',
      ],
      link: 'Svara',
    },
    da: {
      subject: 'Påmindelse: hvordan gik det med {merit}?',
      paragraphs: [
        'Du har ikke svaret endnu om {merit} fra {issuer}. Det tager et minut og kan gøres til og med {until}.',
        'Vil du ikke? Så behøver du ikke gøre noget, og der kommer ikke flere påmindelser.',
      ],
      link: 'Svar',
    },
    nb: {
      subject: 'Påminnelse: hvordan gikk det med {merit}?',
      paragraphs: [
        'Du har ikke svart ennå om {merit} fra {issuer}. Det tar ett minutt, og går til og med {until}.',
        'Vil du ikke? Da trenger du ikke gjøre noe, og det kommer ingen flere påminnelser.',
      ],
      link: 'Svar',
    },
    fi: {
      subject: 'Muistutus: miten kävi, {merit}?',
      paragraphs: [
        'Et ole vielä vastannut kokonaisuudesta {merit}, myöntäjä {issuer}. Vastaaminen vie minuutin ja onnistuu {until} asti.',
        'Etkö halua? Silloin sinun ei tarvitse tehdä mitään, eikä muistutuksia enää tule.',
      ],
      link: 'Vastaa',
    },
    is: {
      subject: 'Áminning: hvernig gekk með {merit}?',
      paragraphs: [
        'Þú hefur ekki svarað enn um {merit} frá {issuer}. Það tekur eina mínútu og er hægt til og með {until}.',
        'Viltu það ekki? Þá þarftu ekkert að gera og fleiri áminningar koma ekki.',
      ],
      link: 'Svara',
    },
    en: {
      subject: 'A reminder: how did it go with {merit}?',
      paragraphs: [
        'You have not answered yet about {merit} from {issuer}. It takes a minute, until {until}.',
        'Would you rather not? Then you need not do anything, and no more reminders will come.',
      ],
      link: 'Answer',
    },
  },
  'follow-up-employer': {
    sv: {
      subject: '{holder} ber dig säga något om {merit}',
      paragraphs: [
        '{holder} har meriten {merit} och har själv bett att du får två frågor om den: om den är till nytta, och om du skulle fråga efter den igen.',
        'Frågorna gäller meriten, inte personen. Du svarar till och med {until}; din e-postadress tas bort när du har svarat eller när länken stängs.',
        'Svaret visas aldrig för sig, bara sammanräknat med många andras.',
      ],
      link: 'Svara',
    },
    da: {
      subject: '{holder} beder dig sige noget om {merit}',
      paragraphs: [
        '{holder} har mikrobeviset {merit} og har selv bedt om, at du får to spørgsmål om det: om det er til nytte, og om du ville spørge efter det igen.',
        'Spørgsmålene gælder mikrobeviset, ikke personen. Du kan svare til og med {until}; din e-mailadresse fjernes, når du har svaret, eller når linket lukkes.',
        'Svaret vises aldrig for sig selv, kun lagt sammen med mange andres.',
      ],
      link: 'Svar',
    },
    nb: {
      subject: '{holder} ber deg si noe om {merit}',
      paragraphs: [
        '{holder} har meritten {merit} og har selv bedt om at du får to spørsmål om den: om den er til nytte, og om du ville spurt etter den igjen.',
        'Spørsmålene gjelder meritten, ikke personen. Du kan svare til og med {until}; e-postadressen din fjernes når du har svart, eller når lenken stenges.',
        'Svaret vises aldri for seg selv, bare lagt sammen med mange andres.',
      ],
      link: 'Svar',
    },
    fi: {
      subject: '{holder} pyytää sinua kertomaan: {merit}',
      paragraphs: [
        'Henkilöllä {holder} on osaamiskokonaisuus {merit}, ja hän on itse pyytänyt, että saat siitä kaksi kysymystä: onko siitä hyötyä, ja kysyisitkö sitä uudelleen.',
        'Kysymykset koskevat kokonaisuutta, eivät henkilöä. Voit vastata {until} asti. Sähköpostiosoitteesi poistetaan, kun olet vastannut tai kun linkki sulkeutuu.',
        'Vastausta ei koskaan näytetä yksinään, vaan laskettuna yhteen monen muun kanssa.',
      ],
      link: 'Vastaa',
    },
    is: {
      subject: '{holder} biður þig að segja frá: {merit}',
      paragraphs: [
        '{holder} hefur viðurkenninguna {merit} og hefur sjálf(ur) beðið um að þú fáir tvær spurningar um hana: hvort hún komi að gagni og hvort þú myndir biðja um hana aftur.',
        'Spurningarnar varða viðurkenninguna, ekki manneskjuna. Þú getur svarað til og með {until}. Netfanginu þínu er eytt þegar þú hefur svarað eða þegar tengillinn lokast.',
        'Svarið er aldrei birt eitt og sér, aðeins samanlagt með svörum margra annarra.',
      ],
      link: 'Svara',
    },
    en: {
      subject: '{holder} asks you to say something about {merit}',
      paragraphs: [
        '{holder} has the merit {merit} and has asked that you get two questions about it: whether it is of use, and whether you would ask for it again.',
        'The questions are about the merit, not the person. You can answer until {until}; your e-mail address is removed when you have answered, or when the link closes.',
        'The answer is never shown by itself, only counted together with many others.',
      ],
      link: 'Answer',
    },
  },
} satisfies Record<string, { en: MailText } & { [language: string]: MailText }>
