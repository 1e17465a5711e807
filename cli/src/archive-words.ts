import type { Absence } from '@bricka/domain/exchange/list-archive'
import type { InterfaceLanguage } from '@bricka/domain/local-text'

type Own = {
  head(from: string, at: string): string
  seal(key: string): string
  asOf(day: string): string
  written(count: number, folder: string): string
  keysWritten(count: number): string
} & Record<
  | 'refused'
  | 'credentials'
  | 'evidence'
  | 'account'
  | 'keysLocked'
  | 'keysLeftOut'
  | 'copy'
  | 'notHeld'
  | 'columnNow'
  | 'columnCopy'
  | 'legend'
  | 'folderInUse'
  | 'passphraseWrong',
  string
>

/** What a terminal says of an export, with the pages' words for what it does not hold. */
export type ArchiveWords = Own & { absence(absence: Absence): string }

export const archiveWords: Record<InterfaceLanguage, Own> = {
  sv: {
    head: (from, at) => `Pass från ${from}, hämtat ${at}`,
    seal: (key) => `Oförändrat sedan det förseglades med nyckeln ${key}. Det säger inte vems nyckeln är.`,
    asOf: (day) => `som det var ${day}`,
    written: (count, folder) => `${count} filer skrivna i ${folder}.`,
    keysWritten: (count) =>
      `${count} privata nycklar ligger öppna i keys/: flytta in dem i plånboken och radera filerna.`,
    refused: 'Filen gick inte att öppna.',
    credentials: 'Bevis',
    evidence: 'Underlag',
    account: 'Annat',
    keysLocked: 'Nycklar: låsta med lösenfrasen (keys.jwe)',
    keysLeftOut: 'Nycklar: följer inte med',
    copy: 'Kopia av utfärdarnas nycklar, statuslistor och mandat',
    notHeld: 'Finns inte med:',
    columnNow: 'nu',
    columnCopy: 'kopian',
    legend: '+ godkänd, ! underkänd, ? kunde inte kontrolleras. Kopian säger vad som gällde vid hämtningen, inte nu.',
    folderInUse: 'Mappen finns redan och är inte tom. Välj en ny.',
    passphraseWrong: 'Lösenfrasen öppnar inte nycklarna. Ingenting skrevs.',
  },
  da: {
    head: (from, at) => `Pas fra ${from}, hentet ${at}`,
    seal: (key) => `Uændret siden det blev forseglet med nøglen ${key}. Det siger ikke, hvis nøglen er.`,
    asOf: (day) => `som det var ${day}`,
    written: (count, folder) => `${count} filer skrevet i ${folder}.`,
    keysWritten: (count) => `${count} private nøgler ligger åbne i keys/: flyt dem til tegnebogen, og slet filerne.`,
    refused: 'Filen kunne ikke åbnes.',
    credentials: 'Beviser',
    evidence: 'Dokumentation',
    account: 'Andet',
    keysLocked: 'Nøgler: låst med adgangssætningen (keys.jwe)',
    keysLeftOut: 'Nøgler: er ikke med',
    copy: 'Kopi af udstedernes nøgler, statuslister og mandater',
    notHeld: 'Er ikke med:',
    columnNow: 'nu',
    columnCopy: 'kopien',
    legend:
      '+ godkendt, ! ikke godkendt, ? kunne ikke kontrolleres. Kopien siger, hvad der gjaldt ved hentningen, ikke nu.',
    folderInUse: 'Mappen findes allerede og er ikke tom. Vælg en ny.',
    passphraseWrong: 'Adgangssætningen åbner ikke nøglerne. Intet blev skrevet.',
  },
  nb: {
    head: (from, at) => `Pass fra ${from}, hentet ${at}`,
    seal: (key) => `Uendret siden det ble forseglet med nøkkelen ${key}. Det sier ikke hvem nøkkelen tilhører.`,
    asOf: (day) => `slik det var ${day}`,
    written: (count, folder) => `${count} filer skrevet i ${folder}.`,
    keysWritten: (count) => `${count} private nøkler ligger åpne i keys/: flytt dem til lommeboken, og slett filene.`,
    refused: 'Filen kunne ikke åpnes.',
    credentials: 'Bevis',
    evidence: 'Dokumentasjon',
    account: 'Annet',
    keysLocked: 'Nøkler: låst med passordfrasen (keys.jwe)',
    keysLeftOut: 'Nøkler: følger ikke med',
    copy: 'Kopi av utstedernes nøkler, statuslister og fullmakter',
    notHeld: 'Følger ikke med:',
    columnNow: 'nå',
    columnCopy: 'kopien',
    legend:
      '+ godkjent, ! ikke godkjent, ? kunne ikke kontrolleres. Kopien sier hva som gjaldt ved hentingen, ikke nå.',
    folderInUse: 'Mappen finnes allerede og er ikke tom. Velg en ny.',
    passphraseWrong: 'Passordfrasen åpner ikke nøklene. Ingenting ble skrevet.',
  },
  fi: {
    head: (from, at) => `Passi palvelusta ${from}, haettu ${at}`,
    seal: (key) => `Muuttumaton siitä, kun se sinetöitiin avaimella ${key}. Sinetti ei kerro, kenen avain on.`,
    asOf: (day) => `sellaisena kuin se oli ${day}`,
    written: (count, folder) => `${count} tiedostoa kirjoitettu kansioon ${folder}.`,
    keysWritten: (count) =>
      `${count} yksityistä avainta on avoinna kansiossa keys/: siirrä ne lompakkoon ja poista tiedostot.`,
    refused: 'Tiedostoa ei voitu avata.',
    credentials: 'Todistukset',
    evidence: 'Näytöt',
    account: 'Muut',
    keysLocked: 'Avaimet: lukittu salalauseella (keys.jwe)',
    keysLeftOut: 'Avaimet: eivät ole mukana',
    copy: 'Kopio myöntäjien avaimista, tilaluetteloista ja valtuutuksista',
    notHeld: 'Mukana ei ole:',
    columnNow: 'nyt',
    columnCopy: 'kopio',
    legend: '+ hyväksytty, ! hylätty, ? ei voitu tarkistaa. Kopio kertoo, mikä päti haettaessa, ei nykyhetkestä.',
    folderInUse: 'Kansio on jo olemassa eikä ole tyhjä. Valitse uusi.',
    passphraseWrong: 'Salalause ei avaa avaimia. Mitään ei kirjoitettu.',
  },
  is: {
    head: (from, at) => `Passi frá ${from}, sóttur ${at}`,
    seal: (key) => `Óbreytt frá því það var innsiglað með lyklinum ${key}. Það segir ekki hver á lykilinn.`,
    asOf: (day) => `eins og það var ${day}`,
    written: (count, folder) => `${count} skrár skrifaðar í ${folder}.`,
    keysWritten: (count) => `${count} einkalyklar liggja opnir í keys/: færðu þá í veskið og eyddu skránum.`,
    refused: 'Ekki tókst að opna skrána.',
    credentials: 'Skírteini',
    evidence: 'Gögn',
    account: 'Annað',
    keysLocked: 'Lyklar: læstir með lykilsetningunni (keys.jwe)',
    keysLeftOut: 'Lyklar: fylgja ekki',
    copy: 'Afrit af lyklum útgefenda, stöðulistum og umboðum',
    notHeld: 'Þetta fylgir ekki:',
    columnNow: 'nú',
    columnCopy: 'afrit',
    legend: '+ staðist, ! ekki staðist, ? ekki hægt að kanna. Afritið segir hvað gilti þegar sótt var, ekki nú.',
    folderInUse: 'Mappan er þegar til og er ekki tóm. Veldu nýja.',
    passphraseWrong: 'Lykilsetningin opnar ekki lyklana. Ekkert var skrifað.',
  },
  en: {
    head: (from, at) => `Passport from ${from}, taken ${at}`,
    seal: (key) => `Unchanged since it was sealed with the key ${key}. That does not say whose key it is.`,
    asOf: (day) => `as of ${day}`,
    written: (count, folder) => `${count} files written into ${folder}.`,
    keysWritten: (count) => `${count} private keys lie open in keys/: move them into the wallet and delete the files.`,
    refused: 'The file could not be opened.',
    credentials: 'Credentials',
    evidence: 'Evidence',
    account: 'Everything else',
    keysLocked: 'Keys: locked with the passphrase (keys.jwe)',
    keysLeftOut: 'Keys: left out',
    copy: 'Copy of the issuers’ keys, status lists and mandates',
    notHeld: 'Not in here:',
    columnNow: 'now',
    columnCopy: 'copy',
    legend: '+ passed, ! failed, ? could not be checked. The copy tells what held at the export, not now.',
    folderInUse: 'The folder is there already and is not empty. Choose a new one.',
    passphraseWrong: 'The passphrase does not open the keys. Nothing was written.',
  },
}
