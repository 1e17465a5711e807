/** What is looked at, in the order of every report. */
export const checkNames = [
  'format',
  'signature',
  'issuer',
  'holder',
  'recipient',
  'validity',
  'status',
  'mandate',
  'parts',
  'schema',
  'related-resources',
] as const

export type CheckName = (typeof checkNames)[number]
export type Outcome = 'passed' | 'failed' | 'unchecked'

type CodeRow = { readonly name: CheckName; readonly outcome: Outcome; readonly title: string }

/** Every code a check can end in. `failed`: something is wrong. `unchecked`: we could not see whether it is. */
export const checkCodes = {
  'format-current': { name: 'format', outcome: 'passed', title: 'The format is one in use today.' },
  'format-old': {
    name: 'format',
    outcome: 'passed',
    title: 'The format is an old one; new credentials should not use it.',
  },
  'format-invalid': {
    name: 'format',
    outcome: 'failed',
    title: 'The credential breaks the rules of its own data model.',
  },
  'context-unknown': {
    name: 'format',
    outcome: 'unchecked',
    title: 'The credential uses a vocabulary that is not known here.',
  },
  'context-invalid': { name: 'format', outcome: 'failed', title: 'The credential uses a vocabulary that is broken.' },
  'term-undefined': {
    name: 'format',
    outcome: 'failed',
    title: 'The credential has a field that no vocabulary defines, so no signature covers it.',
  },
  'term-redefined': {
    name: 'format',
    outcome: 'failed',
    title: 'The credential gives a protected term another meaning.',
  },
  'term-hidden': {
    name: 'format',
    outcome: 'failed',
    title: 'The credential gives a known field another name, so that a reader does not see it.',
  },
  'json-ld-invalid': { name: 'format', outcome: 'failed', title: 'The credential is not valid JSON-LD.' },
  'graph-too-complex': {
    name: 'format',
    outcome: 'failed',
    title: 'The credential is built to make checking endless.',
  },

  'signature-valid': {
    name: 'signature',
    outcome: 'passed',
    title: 'The signature holds: nothing was changed after signing.',
  },
  'signature-unchecked': {
    name: 'signature',
    outcome: 'unchecked',
    title: 'The signature could not be checked, as the content cannot be read surely.',
  },
  'signature-missing': { name: 'signature', outcome: 'failed', title: 'Nobody has signed it.' },
  'signature-invalid': {
    name: 'signature',
    outcome: 'failed',
    title: 'The signature does not fit the content: something was changed, or another key signed.',
  },
  'signature-malformed': { name: 'signature', outcome: 'failed', title: 'The signature cannot be read.' },
  'proof-incomplete': { name: 'signature', outcome: 'failed', title: 'The proof lacks something it must say.' },
  'proof-purpose-wrong': { name: 'signature', outcome: 'failed', title: 'The proof was made for another purpose.' },
  'proof-expired': { name: 'signature', outcome: 'failed', title: 'The proof has expired.' },
  'proof-created-later': { name: 'signature', outcome: 'failed', title: 'The proof says it was made in the future.' },
  'proof-previous-missing': {
    name: 'signature',
    outcome: 'failed',
    title: 'The proof builds on another proof that is not there.',
  },
  'cryptosuite-unknown': { name: 'signature', outcome: 'unchecked', title: 'The kind of signature is not known here.' },
  'hosted-unchanged': {
    name: 'signature',
    outcome: 'passed',
    title: 'It is not signed; the same badge lies at its own address.',
  },
  'hosted-changed': {
    name: 'signature',
    outcome: 'failed',
    title: 'It is not signed, and another badge lies at its own address.',
  },
  'hosted-elsewhere': {
    name: 'signature',
    outcome: 'failed',
    title: 'Its own address sends on to another site, which does not speak for it.',
  },
  'hosted-away': { name: 'signature', outcome: 'unchecked', title: 'It could not be fetched from its own address.' },
  'key-away': { name: 'signature', outcome: 'unchecked', title: 'The key could not be fetched.' },
  'key-method-unknown': {
    name: 'signature',
    outcome: 'unchecked',
    title: 'The key has a kind of address that is not known here.',
  },
  'key-document-invalid': {
    name: 'signature',
    outcome: 'failed',
    title: "The document that should name the key cannot be read or is someone else's.",
  },
  'key-not-found': { name: 'signature', outcome: 'failed', title: 'The signer does not know the key (any longer).' },
  'key-type-wrong': {
    name: 'signature',
    outcome: 'failed',
    title: 'The key is not of the kind that the signature needs.',
  },
  'key-purpose-wrong': { name: 'signature', outcome: 'failed', title: 'The key may not be used to issue credentials.' },
  'key-not-yet-valid': {
    name: 'signature',
    outcome: 'failed',
    title: 'The key was not yet in use when the signature was made.',
  },
  'key-retired': {
    name: 'signature',
    outcome: 'failed',
    title: 'The key was no longer in use when the signature was made.',
  },
  'key-revoked': { name: 'signature', outcome: 'failed', title: 'The key is revoked: someone else may hold it.' },
  'key-expired': { name: 'signature', outcome: 'failed', title: 'The key has expired.' },
  'key-time-unknown': {
    name: 'signature',
    outcome: 'unchecked',
    title: 'The key is retired and the signature does not say when it was made.',
  },

  'certificate-invalid': {
    name: 'signature',
    outcome: 'failed',
    title: 'The certificates of the key cannot be read, or one of them is not signed by the next.',
  },
  'certificate-not-valid-then': {
    name: 'signature',
    outcome: 'failed',
    title: 'The certificate of the key was not valid when the signature was made.',
  },

  'certificate-untrusted': {
    name: 'issuer',
    outcome: 'unchecked',
    title: 'The certificate that says who sealed it leads to no authority that is trusted here.',
  },
  'issuer-controls-key': { name: 'issuer', outcome: 'passed', title: 'The key belongs to the issuer that is named.' },
  'issuer-missing': { name: 'issuer', outcome: 'failed', title: 'No issuer is named.' },
  'issuer-not-controller': { name: 'issuer', outcome: 'failed', title: 'Someone else than the named issuer signed.' },
  'issuer-key-unproven': {
    name: 'issuer',
    outcome: 'unchecked',
    title: 'Nothing shows that the key belongs to the named issuer.',
  },
  'issuer-unchecked': {
    name: 'issuer',
    outcome: 'unchecked',
    title: 'Who signed could not be seen, as the signature was not checked.',
  },

  'issuer-hosts': {
    name: 'issuer',
    outcome: 'passed',
    title: 'It lies where its issuer says that its badges lie.',
  },
  'issuer-not-host': {
    name: 'issuer',
    outcome: 'failed',
    title: 'It lies where the issuer that is named keeps no badges.',
  },
  'issuer-away': {
    name: 'issuer',
    outcome: 'unchecked',
    title: 'What the issuer says of itself could not be fetched.',
  },

  'holder-valid': { name: 'holder', outcome: 'passed', title: 'Whoever shows it holds the key it was issued to.' },
  'holder-not-bound': {
    name: 'holder',
    outcome: 'passed',
    title: 'It is bound to no key; nothing is shown about who presents it.',
  },
  'holder-unproven': {
    name: 'holder',
    outcome: 'unchecked',
    title: 'It is bound to a key, and nobody has shown that they hold it.',
  },
  'holder-invalid': {
    name: 'holder',
    outcome: 'failed',
    title: 'Whoever shows it does not hold the key it was issued to.',
  },
  'holder-unsigned': {
    name: 'holder',
    outcome: 'unchecked',
    title: 'Nobody has signed the presentation: it shows nothing about who presents it.',
  },
  'holder-challenge-wrong': {
    name: 'holder',
    outcome: 'failed',
    title: 'The presentation was made for another request.',
  },

  'recipient-matches': {
    name: 'recipient',
    outcome: 'passed',
    title: 'It is made out to an address that its holder has shown to be theirs.',
  },
  'recipient-other': {
    name: 'recipient',
    outcome: 'failed',
    title: 'It is made out to none of the addresses that its holder has shown to be theirs.',
  },
  'recipient-unproven': {
    name: 'recipient',
    outcome: 'unchecked',
    title: 'It is made out to an address, and nobody has shown that it is theirs.',
  },
  'recipient-unreadable': {
    name: 'recipient',
    outcome: 'unchecked',
    title: 'Who it is made out to is said in a way that is not known here.',
  },

  'valid-now': { name: 'validity', outcome: 'passed', title: 'It is valid now.' },
  'not-yet-valid': { name: 'validity', outcome: 'failed', title: 'It is not valid yet.' },
  expired: { name: 'validity', outcome: 'failed', title: 'It has expired.' },
  'validity-malformed': { name: 'validity', outcome: 'failed', title: 'Its time of validity cannot be read.' },

  'status-none': { name: 'status', outcome: 'passed', title: 'It carries no status: its issuer cannot withdraw it.' },
  'status-good': { name: 'status', outcome: 'passed', title: 'It is neither revoked nor suspended.' },
  'status-message': {
    name: 'status',
    outcome: 'passed',
    title: 'It is neither revoked nor suspended; its issuer has set a message.',
  },
  'status-revoked': { name: 'status', outcome: 'failed', title: 'Its issuer has revoked it.' },
  'status-suspended': { name: 'status', outcome: 'failed', title: 'Its issuer has suspended it.' },
  'status-malformed': { name: 'status', outcome: 'failed', title: 'Its status entry cannot be read.' },
  'status-type-unknown': { name: 'status', outcome: 'unchecked', title: 'Its kind of status is not known here.' },
  'status-purpose-unknown': {
    name: 'status',
    outcome: 'unchecked',
    title: 'A status is set whose meaning is not known here.',
  },
  'status-list-away': { name: 'status', outcome: 'unchecked', title: 'The status list could not be fetched.' },
  'status-list-unreadable': { name: 'status', outcome: 'unchecked', title: 'The status list cannot be read.' },
  'status-list-unverifiable': {
    name: 'status',
    outcome: 'unchecked',
    title: "The status list's signature could not be checked.",
  },
  'status-list-expired': { name: 'status', outcome: 'unchecked', title: 'The status list has expired.' },
  'status-list-not-yet-valid': { name: 'status', outcome: 'unchecked', title: 'The status list is not valid yet.' },
  'status-list-tampered': { name: 'status', outcome: 'failed', title: "The status list's signature does not hold." },
  'status-list-forged': {
    name: 'status',
    outcome: 'failed',
    title: 'The status list is not signed by the one it names as its issuer.',
  },
  'status-list-other-issuer': {
    name: 'status',
    outcome: 'unchecked',
    title: 'The status list is kept by someone else than the issuer; what it says in favour is not taken on trust.',
  },
  'status-list-other-address': {
    name: 'status',
    outcome: 'unchecked',
    title: 'The status list says that it belongs at another address; it may be another list.',
  },
  'status-list-type-wrong': { name: 'status', outcome: 'failed', title: 'The status list is of the wrong type.' },
  'status-list-purpose-wrong': { name: 'status', outcome: 'failed', title: 'The status list is for another purpose.' },
  'status-list-too-short': {
    name: 'status',
    outcome: 'unchecked',
    title: 'The status list is shorter than the standard allows.',
  },
  'status-list-too-large': {
    name: 'status',
    outcome: 'unchecked',
    title: 'The status list is larger than what is opened here.',
  },
  'status-index-outside': { name: 'status', outcome: 'failed', title: 'Its place lies outside the status list.' },

  'mandate-valid': {
    name: 'mandate',
    outcome: 'passed',
    title: "The merit's owner had given the issuer the right to issue it.",
  },
  'mandate-not-needed': { name: 'mandate', outcome: 'passed', title: 'The issuer owns the merit itself.' },
  'mandate-not-declared': {
    name: 'mandate',
    outcome: 'passed',
    title: "Nothing is stated about anybody's right to issue it.",
  },
  'mandate-missing': {
    name: 'mandate',
    outcome: 'failed',
    title: 'It may be issued under mandate only, and names none.',
  },
  'mandate-away': { name: 'mandate', outcome: 'unchecked', title: 'The mandate could not be fetched.' },
  'mandate-digest-missing': {
    name: 'mandate',
    outcome: 'failed',
    title: 'The mandate is named without the digest that pins it.',
  },
  'mandate-digest-wrong': {
    name: 'mandate',
    outcome: 'failed',
    title: 'The mandate is not the one that was referred to.',
  },
  'mandate-unreadable': { name: 'mandate', outcome: 'failed', title: 'The mandate cannot be read.' },
  'mandate-signature-invalid': {
    name: 'mandate',
    outcome: 'failed',
    title: "The mandate's own signature or issuer does not hold.",
  },
  'mandate-unverifiable': {
    name: 'mandate',
    outcome: 'unchecked',
    title: "The mandate's own signature could not be checked.",
  },
  'mandate-other-creator': {
    name: 'mandate',
    outcome: 'failed',
    title: "The mandate was not given by the merit's owner.",
  },
  'mandate-other-issuer': { name: 'mandate', outcome: 'failed', title: 'The mandate was given to another issuer.' },
  'mandate-other-achievement': { name: 'mandate', outcome: 'failed', title: 'The mandate is for another merit.' },
  'mandate-not-in-force': {
    name: 'mandate',
    outcome: 'failed',
    title: 'The mandate did not apply on the day of issue.',
  },
  'mandate-withdrawn': {
    name: 'mandate',
    outcome: 'failed',
    title: 'The mandate was withdrawn before the day of issue.',
  },
  'mandate-status-unknown': {
    name: 'mandate',
    outcome: 'unchecked',
    title: 'Whether or when the mandate was withdrawn could not be seen.',
  },

  'parts-good': {
    name: 'parts',
    outcome: 'passed',
    title: 'Each part that it was made of is neither revoked nor suspended.',
  },
  'parts-malformed': {
    name: 'parts',
    outcome: 'failed',
    title: 'A part that it was made of is not named so that it can be told.',
  },
  'part-revoked': {
    name: 'parts',
    outcome: 'failed',
    title: 'A part that it was made of has been revoked by its issuer.',
  },
  'part-suspended': {
    name: 'parts',
    outcome: 'failed',
    title: 'A part that it was made of is suspended by its issuer.',
  },
  'part-status-wrong': {
    name: 'parts',
    outcome: 'failed',
    title: 'The status of a part that it was made of cannot be right.',
  },
  'part-status-unknown': {
    name: 'parts',
    outcome: 'unchecked',
    title: 'Whether a part that it was made of still holds could not be seen.',
  },

  'schema-none': { name: 'schema', outcome: 'passed', title: 'It names no schema of its own.' },
  'schema-followed': { name: 'schema', outcome: 'passed', title: 'It follows the schema that it names.' },
  'schema-broken': { name: 'schema', outcome: 'failed', title: 'It does not follow the schema that it names.' },
  'schema-malformed': { name: 'schema', outcome: 'failed', title: 'Its schema reference cannot be read.' },
  'schema-away': { name: 'schema', outcome: 'unchecked', title: 'Its schema could not be fetched.' },
  'schema-unreadable': { name: 'schema', outcome: 'unchecked', title: 'Its schema cannot be read.' },
  'schema-type-unknown': { name: 'schema', outcome: 'unchecked', title: 'Its kind of schema is not known here.' },
  'schema-digest-wrong': {
    name: 'schema',
    outcome: 'failed',
    title: 'The schema is not the one that was referred to.',
  },

  'related-none': { name: 'related-resources', outcome: 'passed', title: 'It pins no other documents.' },
  'related-unchanged': { name: 'related-resources', outcome: 'passed', title: 'The documents it pins are unchanged.' },
  'related-changed': { name: 'related-resources', outcome: 'failed', title: 'A document that it pins has changed.' },
  'related-malformed': {
    name: 'related-resources',
    outcome: 'failed',
    title: 'A reference to another document cannot be read.',
  },
  'related-away': {
    name: 'related-resources',
    outcome: 'unchecked',
    title: 'A document that it pins could not be fetched.',
  },
  'related-digest-unknown': {
    name: 'related-resources',
    outcome: 'unchecked',
    title: 'A document is pinned by a kind of digest that is not known here.',
  },
} as const satisfies Record<string, CodeRow>

export type CheckCode = keyof typeof checkCodes
export type CheckDetail = Readonly<Record<string, string | number>>

export type Check = {
  readonly name: CheckName
  readonly outcome: Outcome
  readonly code: CheckCode
  readonly detail: CheckDetail
}

/** One of the credentials that a whole was made of, and how its own issuer's list has it now. */
export type PartFinding = { readonly id: string; readonly check: Check }

/** A finding: what its code says, with the particulars. */
export const find = (code: CheckCode, detail: CheckDetail = {}): Check => {
  const { name, outcome } = checkCodes[code]
  return { name, outcome, code, detail }
}
