import type { InterfaceLanguage } from '@bricka/domain/local-text'

/** What lies in a passport's export and what does not, in the words that its holder reads. */
export const readmes: Record<InterfaceLanguage, (facts: { from: string; at: string; keys: boolean }) => string> = {
  sv: ({ from, at, keys }) => `Ditt pass från ${from}, hämtat ${at}

credentials/  Dina meriter. merit.json (Open Badges 3.0), merit.jwt och merit.svg kan läsas av andra plånböcker för öppna märken, merit.sd-jwt av europeiska plånböcker.
imports/      Bevis som du hämtat in från andra, som de var.
evidence/     Filer som du lämnat som underlag.
earlier/      Underlag och uppgifter från hus du flyttat från tidigare, om du gjort det.
passport.json Allt annat: det du själv sagt, mål, planer, samtycken, delningar och loggen.
known.json    Utfärdarnas nycklar, statuslistor och mandat som de var vid hämtningen.
${keys ? 'keys.jwe      Dina nycklar, låsta med lösenfrasen som du valde. Utan den kan ingen öppna dem.' : 'Dina nycklar följer inte med: du valde ingen lösenfras.'}
manifest.json Vad som ska finnas här, med kontrollsummor; manifest.jws är förseglingen.

Det här finns inte med: inloggningsnycklar och sessioner går inte att flytta, delningslänkar slutar gälla när huset stängs, och vad som händer med dina bevis efter hämtningen syns bara hos utfärdaren.
`,
  da: ({ from, at, keys }) => `Dit pas fra ${from}, hentet ${at}

credentials/  Dine beviser. merit.json (Open Badges 3.0), merit.jwt og merit.svg kan læses af andre tegnebøger til badges, merit.sd-jwt af europæiske tegnebøger.
imports/      Beviser, som du hentede ind fra andre, som de var.
evidence/     Filer, som du afleverede som dokumentation.
earlier/      Dokumentation og oplysninger fra huse, du er flyttet fra før, hvis du har.
passport.json Alt andet: det du selv har sagt, mål, planer, samtykker, delinger og loggen.
known.json    Udstedernes nøgler, statuslister og mandater, som de var ved hentningen.
${keys ? 'keys.jwe      Dine nøgler, låst med den adgangssætning, du valgte. Uden den kan ingen åbne dem.' : 'Dine nøgler er ikke med: du valgte ingen adgangssætning.'}
manifest.json Hvad der skal være her, med kontrolsummer; manifest.jws er forseglingen.

Dette er ikke med: adgangsnøgler og logins kan ikke flyttes, delingslinks holder op med at virke, når huset lukker, og hvad der senere sker med dine beviser, ses kun hos udstederen.
`,
  nb: ({ from, at, keys }) => `Passet ditt fra ${from}, hentet ${at}

credentials/  Merittene dine. merit.json (Open Badges 3.0), merit.jwt og merit.svg kan leses av andre lommebøker for merker, merit.sd-jwt av europeiske lommebøker.
imports/      Bevis du har hentet inn fra andre, slik de var.
evidence/     Filer du har levert som dokumentasjon.
earlier/      Dokumentasjon og opplysninger fra hus du har flyttet fra før, om du har det.
passport.json Alt annet: det du selv har sagt, mål, planer, samtykker, delinger og loggen.
known.json    Utstedernes nøkler, statuslister og fullmakter slik de var ved hentingen.
${keys ? 'keys.jwe      Nøklene dine, låst med passordfrasen du valgte. Uten den kan ingen åpne dem.' : 'Nøklene dine er ikke med: du valgte ingen passordfrase.'}
manifest.json Hva som skal være her, med kontrollsummer; manifest.jws er forseglingen.

Dette er ikke med: tilgangsnøkler og innlogginger kan ikke flyttes, delingslenker slutter å virke når huset stenger, og hva som senere skjer med bevisene, vises bare hos utstederen.
`,
  fi: ({ from, at, keys }) => `Passisi palvelusta ${from}, haettu ${at}

credentials/  Suorituksesi. Muut merkkilompakot lukevat tiedostot merit.json (Open Badges 3.0), merit.jwt ja merit.svg, eurooppalaiset lompakot tiedoston merit.sd-jwt.
imports/      Muualta tuomasi todistukset sellaisinaan.
evidence/     Näytöiksi antamasi tiedostot.
earlier/      Näytöt ja tiedot palveluista, joista olet muuttanut aiemmin, jos olet.
passport.json Kaikki muu: omat kertomasi, tavoitteet, suunnitelmat, suostumukset, jaot ja loki.
known.json    Myöntäjien avaimet, tilaluettelot ja valtuutukset sellaisina kuin ne olivat haettaessa.
${keys ? 'keys.jwe      Avaimesi, lukittuna valitsemallasi salalauseella. Ilman sitä kukaan ei avaa niitä.' : 'Avaimesi eivät ole mukana: et valinnut salalausetta.'}
manifest.json Mitä täällä pitää olla, tarkistussummineen; manifest.jws on sinetti.

Mukana ei ole: pääsyavaimia ja kirjautumisia ei voi siirtää, jakolinkit lakkaavat toimimasta, kun palvelu suljetaan, ja se, mitä todistuksille myöhemmin tapahtuu, näkyy vain myöntäjällä.
`,
  is: ({ from, at, keys }) => `Passinn þinn frá ${from}, sóttur ${at}

credentials/  Viðurkenningar þínar. Önnur veski fyrir merki lesa merit.json (Open Badges 3.0), merit.jwt og merit.svg, evrópsk veski lesa merit.sd-jwt.
imports/      Skírteini sem þú sóttir frá öðrum, eins og þau voru.
evidence/     Skrár sem þú lagðir fram sem gögn.
earlier/      Gögn og upplýsingar úr húsum sem þú hefur flutt úr áður, ef svo er.
passport.json Allt annað: það sem þú hefur sagt, markmið, áætlanir, samþykki, deilingar og skráin.
known.json    Lyklar útgefenda, stöðulistar og umboð eins og þau voru þegar sótt var.
${keys ? 'keys.jwe      Lyklarnir þínir, læstir með lykilsetningunni sem þú valdir. Án hennar opnar þá enginn.' : 'Lyklarnir þínir fylgja ekki: þú valdir enga lykilsetningu.'}
manifest.json Það sem á að vera hér, með gátsummum; manifest.jws er innsiglið.

Þetta fylgir ekki: aðgangslykla og innskráningar er ekki hægt að flytja, deilihlekkir hætta að virka þegar húsinu er lokað og það sem síðar verður um skírteinin sést aðeins hjá útgefanda.
`,
  en: ({ from, at, keys }) => `Your passport from ${from}, taken ${at}

credentials/  Your merits. Other badge wallets read merit.json (Open Badges 3.0), merit.jwt and merit.svg; European wallets read merit.sd-jwt.
imports/      Credentials that you brought from elsewhere, as they were.
evidence/     Files that you handed in as evidence.
earlier/      Evidence and records of houses that you left before, if you did.
passport.json Everything else: what you said yourself, aims, plans, consents, shares and the log.
known.json    The issuers' keys, status lists and mandates as they were when this was taken.
${keys ? 'keys.jwe      Your keys, locked with the passphrase that you chose. Nobody can open them without it.' : 'Your keys are not in here: you chose no passphrase.'}
manifest.json What must be here, with digests; manifest.jws is its seal.

Not in here: passkeys and logins cannot be moved, share links stop working when the house closes, and what becomes of your credentials later is only seen at their issuer.
`,
}
