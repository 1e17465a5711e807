import { contextV1, contextV2, dataModelOf } from './credential.ts'
import { isObject, isText, type Json, type JsonObject, listOf, textsOf } from './json.ts'
import { readTime } from './time.ts'

export type ModelProblem = { readonly pointer: string; readonly detail: string }

/** What the W3C Verifiable Credentials Data Model (2.0 and 1.1) demands of any credential or presentation. */
export function checkDataModel(document: JsonObject): readonly ModelProblem[] {
  const model = dataModelOf(document)
  if (!model) return [problem('/@context', `The first context is ${contextV2} or ${contextV1}.`)]
  const contexts = document['@context']
  const problems: ModelProblem[] = []
  if (!Array.isArray(contexts)) problems.push(problem('/@context', 'The contexts are a list.'))
  for (const [index, context] of listOf(contexts).entries())
    if (!(isText(context) ? isUrl(context) : isObject(context)))
      problems.push(problem(`/@context/${index}`, 'A context is an address or an object.'))
  const types = textsOf(document.type)
  if (types.length !== listOf(document.type).length) problems.push(problem('/type', 'A type is a text.'))
  if (document.id !== undefined) problems.push(...checkUrl(document.id, '/id'))
  if (types.includes('VerifiablePresentation')) return [...problems, ...checkPresentation(document)]
  if (!types.includes('VerifiableCredential')) problems.push(problem('/type', 'One type is VerifiableCredential.'))
  return [
    ...problems,
    ...checkIssuer(document),
    ...checkSubjects(document),
    ...checkTimes(document, model),
    ...checkTyped(document, model),
    ...checkTexts(document),
    ...(model === '2.0' ? checkRelated(document) : []),
  ]
}

const problem = (pointer: string, detail: string): ModelProblem => ({ pointer, detail })

const isUrl = (value: Json | undefined): boolean => isText(value) && /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(value)
const checkUrl = (value: Json | undefined, pointer: string): readonly ModelProblem[] =>
  isUrl(value) ? [] : [problem(pointer, 'This is one URL.')]

function checkPresentation(document: JsonObject): readonly ModelProblem[] {
  const { holder } = document
  if (holder === undefined) return []
  return isObject(holder) ? checkUrl(holder.id, '/holder/id') : checkUrl(holder, '/holder')
}

function checkIssuer({ issuer }: JsonObject): readonly ModelProblem[] {
  if (issuer === undefined) return [problem('/issuer', 'An issuer is named.')]
  return isObject(issuer) ? checkUrl(issuer.id, '/issuer/id') : checkUrl(issuer, '/issuer')
}

function checkSubjects({ credentialSubject: subject }: JsonObject): readonly ModelProblem[] {
  const subjects = listOf(subject)
  if (subjects.length === 0) return [problem('/credentialSubject', 'Something is said about someone.')]
  return subjects.flatMap((one, index) => {
    const pointer = Array.isArray(subject) ? `/credentialSubject/${index}` : '/credentialSubject'
    if (!isObject(one) || Object.keys(one).length === 0)
      return [problem(pointer, 'A subject is an object that says something.')]
    return one.id === undefined ? [] : checkUrl(one.id, `${pointer}/id`)
  })
}

function checkTimes(document: JsonObject, model: '2.0' | '1.1'): readonly ModelProblem[] {
  const [start, end] =
    model === '2.0' ? (['validFrom', 'validUntil'] as const) : (['issuanceDate', 'expirationDate'] as const)
  const problems = [start, end].flatMap((name) =>
    document[name] === undefined || readTime(document[name]) !== undefined
      ? []
      : [problem(`/${name}`, 'A time has date, time and zone.')],
  )
  if (model === '1.1' && document.issuanceDate === undefined)
    problems.push(problem('/issuanceDate', 'The day of issue is stated.'))
  const from = readTime(document[start])
  const until = readTime(document[end])
  if (from !== undefined && until !== undefined && until < from)
    problems.push(problem(`/${end}`, 'It ends before it begins.'))
  return problems
}

/** Properties whose values say by a type how to read them; some also need an address. */
const typed = {
  credentialStatus: 'url-if-present',
  credentialSchema: 'url',
  termsOfUse: 'url-if-present',
  evidence: 'url-if-present',
  refreshService: 'none',
} as const

function checkTyped(document: JsonObject, model: '2.0' | '1.1'): readonly ModelProblem[] {
  return Object.entries(typed).flatMap(([name, address]) => {
    const value = document[name]
    return listOf(value).flatMap((entry, index) => {
      const pointer = Array.isArray(value) ? `/${name}/${index}` : `/${name}`
      if (!isObject(entry)) return [problem(pointer, 'This is an object with a type.')]
      const types = textsOf(entry.type)
      const untyped = types.length === 0 || types.length !== listOf(entry.type).length
      const needsUrl =
        address === 'url' || (model === '1.1' && (name === 'credentialStatus' || name === 'refreshService'))
      return [
        ...(untyped ? [problem(`${pointer}/type`, 'The type says how to read it.')] : []),
        ...(needsUrl || (address === 'url-if-present' && entry.id !== undefined)
          ? checkUrl(entry.id, `${pointer}/id`)
          : []),
      ]
    })
  })
}

function checkTexts(document: JsonObject): readonly ModelProblem[] {
  const holders = [
    ['', document] as const,
    ...(isObject(document.issuer) ? [['/issuer', document.issuer] as const] : []),
  ]
  return holders.flatMap(([pointer, holder]) =>
    ['name', 'description'].flatMap((name) =>
      listOf(holder[name]).every(isLanguageText) ? [] : [problem(`${pointer}/${name}`, 'A text, or one per language.')],
    ),
  )
}

const languageKeys = new Set(['@value', '@language', '@direction'])

const isLanguageText = (value: Json): boolean =>
  isText(value) ||
  (isObject(value) &&
    isText(value['@value']) &&
    Object.keys(value).every((key) => languageKeys.has(key)) &&
    (value['@direction'] === undefined || value['@direction'] === 'ltr' || value['@direction'] === 'rtl'))

function checkRelated({ relatedResource: related }: JsonObject): readonly ModelProblem[] {
  const seen = new Set<Json>()
  return listOf(related).flatMap((entry, index) => {
    const pointer = Array.isArray(related) ? `/relatedResource/${index}` : '/relatedResource'
    if (!isObject(entry)) return [problem(pointer, 'A related resource is an object.')]
    const repeated = entry.id !== undefined && seen.has(entry.id)
    if (entry.id !== undefined) seen.add(entry.id)
    return [
      ...checkUrl(entry.id, `${pointer}/id`),
      ...(repeated ? [problem(`${pointer}/id`, 'Each resource is named once.')] : []),
      ...(textsOf(entry.digestSRI).length > 0 || textsOf(entry.digestMultibase).length > 0
        ? []
        : [problem(pointer, 'A digest pins the resource.')]),
    ]
  })
}
