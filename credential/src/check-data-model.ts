import { absoluteStatus, contextV1, contextV2, dataModelOf } from './credential.ts'
import { isObject, isText, type Json, type JsonObject, listOf, textsOf } from './json.ts'
import { readTime } from './time.ts'

export type ModelProblem = { readonly pointer: string; readonly detail: string }

/** What the W3C Verifiable Credentials Data Model (2.0 and 1.1) demands of any credential or presentation. */
export function checkDataModel(document: JsonObject): readonly ModelProblem[] {
  const model = dataModelOf(document)
  if (!model) return [problem('/@context', `The first context is ${contextV2} or ${contextV1}.`)]
  const problems: ModelProblem[] = []
  checkContexts(document['@context'], problems)
  const types = listOf(document.type)
  if (!types.every(isText)) problems.push(problem('/type', 'A type is a text.'))
  if (document.id !== undefined) checkUrl(document.id, '/id', problems)
  if (types.includes('VerifiablePresentation')) checkPresentation(document, problems)
  else {
    if (!types.includes('VerifiableCredential')) problems.push(problem('/type', 'One type is VerifiableCredential.'))
    checkIssuer(document, problems)
    checkSubjects(document, problems)
    checkTimes(document, model, problems)
    for (const [name, address] of typed) checkTyped(document[name], name, address, model, problems)
    checkTexts(document, '', problems)
    if (isObject(document.issuer)) checkTexts(document.issuer, '/issuer', problems)
    if (model === '2.0' && document.relatedResource !== undefined) checkRelated(document.relatedResource, problems)
    if (isText(document.id)) checkElsewhere(document, document.id, problems)
  }
  return problems
}

const problem = (pointer: string, detail: string): ModelProblem => ({ pointer, detail })

/** What a check finds is added to the list of all; nearly always it finds nothing. */
type Problems = ModelProblem[]

function checkContexts(contexts: Json | undefined, problems: Problems): void {
  if (!Array.isArray(contexts)) problems.push(problem('/@context', 'The contexts are a list.'))
  for (const [index, context] of listOf(contexts).entries())
    if (!(isText(context) ? isUrl(context) : isObject(context)))
      problems.push(problem(`/@context/${index}`, 'A context is an address or an object.'))
}

const isUrl = (value: Json | undefined): boolean => isText(value) && /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(value)

function checkUrl(value: Json | undefined, pointer: string, problems: Problems): void {
  if (!isUrl(value)) problems.push(problem(pointer, 'This is one URL.'))
}

function checkPresentation({ holder }: JsonObject, problems: Problems): void {
  if (holder === undefined) return
  if (isObject(holder)) checkUrl(holder.id, '/holder/id', problems)
  else checkUrl(holder, '/holder', problems)
}

function checkIssuer({ issuer }: JsonObject, problems: Problems): void {
  if (issuer === undefined) problems.push(problem('/issuer', 'An issuer is named.'))
  else if (isObject(issuer)) checkUrl(issuer.id, '/issuer/id', problems)
  else checkUrl(issuer, '/issuer', problems)
}

function checkSubjects({ credentialSubject: subject }: JsonObject, problems: Problems): void {
  const subjects = listOf(subject)
  if (subjects.length === 0) problems.push(problem('/credentialSubject', 'Something is said about someone.'))
  for (const [index, one] of subjects.entries()) {
    const pointer = Array.isArray(subject) ? `/credentialSubject/${index}` : '/credentialSubject'
    if (!isObject(one) || Object.keys(one).length === 0)
      problems.push(problem(pointer, 'A subject is an object that says something.'))
    else if (one.id !== undefined) checkUrl(one.id, `${pointer}/id`, problems)
  }
}

function checkTimes(document: JsonObject, model: '2.0' | '1.1', problems: Problems): void {
  const [start, end] = timeNames[model]
  const from = readTime(document[start])
  const until = readTime(document[end])
  if (from === undefined && document[start] !== undefined) problems.push(noTime(start))
  if (until === undefined && document[end] !== undefined) problems.push(noTime(end))
  if (model === '1.1' && document.issuanceDate === undefined)
    problems.push(problem('/issuanceDate', 'The day of issue is stated.'))
  if (from !== undefined && until !== undefined && until < from)
    problems.push(problem(`/${end}`, 'It ends before it begins.'))
}

const timeNames = { '2.0': ['validFrom', 'validUntil'], '1.1': ['issuanceDate', 'expirationDate'] } as const
const noTime = (name: string): ModelProblem => problem(`/${name}`, 'A time has date, time and zone.')

type Address = 'url-if-present' | 'url' | 'none'

/** Properties whose values say by a type how to read them; some also need an address. */
const typed: readonly (readonly [string, Address])[] = [
  ['credentialStatus', 'url-if-present'],
  ['credentialSchema', 'url'],
  ['termsOfUse', 'url-if-present'],
  ['evidence', 'url-if-present'],
  ['refreshService', 'none'],
]

function checkTyped(
  value: Json | undefined,
  name: string,
  address: Address,
  model: '2.0' | '1.1',
  problems: Problems,
): void {
  if (value === undefined) return
  for (const [index, entry] of listOf(value).entries()) {
    const pointer = Array.isArray(value) ? `/${name}/${index}` : `/${name}`
    if (!isObject(entry)) {
      problems.push(problem(pointer, 'This is an object with a type.'))
      continue
    }
    const types = listOf(entry.type)
    if (types.length === 0 || !types.every(isText))
      problems.push(problem(`${pointer}/type`, 'The type says how to read it.'))
    const needsUrl =
      address === 'url' || (model === '1.1' && (name === 'credentialStatus' || name === 'refreshService'))
    if (needsUrl || (address === 'url-if-present' && entry.id !== undefined))
      checkUrl(entry.id, `${pointer}/id`, problems)
  }
}

function checkTexts(holder: JsonObject, pointer: string, problems: Problems): void {
  for (const name of textNames)
    if (!isText(holder[name]) && !listOf(holder[name]).every(isLanguageText))
      problems.push(problem(`${pointer}/${name}`, 'A text, or one per language.'))
}

const textNames = ['name', 'description'] as const

const languageKeys = new Set(['@value', '@language', '@direction'])

const isLanguageText = (value: Json): boolean =>
  isText(value) ||
  (isObject(value) &&
    isText(value['@value']) &&
    Object.keys(value).every((key) => languageKeys.has(key)) &&
    (value['@direction'] === undefined || value['@direction'] === 'ltr' || value['@direction'] === 'rtl'))

function checkRelated(related: Json, problems: Problems): void {
  const seen = new Set<Json>()
  for (const [index, entry] of listOf(related).entries()) {
    const pointer = Array.isArray(related) ? `/relatedResource/${index}` : '/relatedResource'
    if (!isObject(entry)) {
      problems.push(problem(pointer, 'A related resource is an object.'))
      continue
    }
    checkUrl(entry.id, `${pointer}/id`, problems)
    if (entry.id !== undefined && seen.has(entry.id))
      problems.push(problem(`${pointer}/id`, 'Each resource is named once.'))
    if (entry.id !== undefined) seen.add(entry.id)
    if (textsOf(entry.digestSRI).length === 0 && textsOf(entry.digestMultibase).length === 0)
      problems.push(problem(pointer, 'A digest pins the resource.'))
  }
}

/** What checks look for at the top of a credential. */
const topNames = [
  ...['credentialStatus', absoluteStatus, 'validFrom', 'validUntil', 'issuanceDate', 'expirationDate'],
  ...['credentialSchema', 'relatedResource', 'termsOfUse', 'refreshService', 'issuer', 'credentialSubject'],
]

/**
 * RDF knows things by their id alone: a status that stands somewhere inside, on an object with the credential's own id,
 * is signed as the credential's, and nobody looks for it there.
 */
function checkElsewhere(value: Json, id: string, problems: Problems, top = true): void {
  if (Array.isArray(value)) for (const each of value) checkElsewhere(each, id, problems, false)
  else if (isObject(value)) {
    const name = !top && value.id === id ? topNames.find((one) => value[one] !== undefined) : undefined
    if (name !== undefined)
      problems.push(problem('', `${name} stands on an object inside that has the credential's own id.`))
    for (const each of Object.values(value)) if (typeof each === 'object') checkElsewhere(each, id, problems, false)
  }
}
