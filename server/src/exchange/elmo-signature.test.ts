import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { composeElmo } from '@bricka/domain/exchange/compose-elmo'
import { readElmo } from '@bricka/domain/exchange/read-elmo'
import type { IssuedRecord } from '@bricka/domain/exchange/record'
import { makeRecord } from '@bricka/domain/exchange/testing/make-record'
import { writeXml, type XmlNode } from '@bricka/domain/exchange/xml-node'
import { DOMParser } from '@xmldom/xmldom'
import { beforeAll, describe, expect, it } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { elmoBounds, openElmo, packElmo, signElmo } from './elmo-signature.ts'
import { makeRsaCertificate, type RsaCertificate } from './make-rsa-certificate.ts'
import { toTree } from './xml-tree.ts'

const folder = join(process.env.BRICKA_SHARED ?? join(import.meta.dirname, '../../../../shared'), 'data/elmo')

function compose(record: IssuedRecord = makeRecord()): string {
  const composed = composeElmo([record], { generatedAt: '2026-06-01T09:00:00Z', language: 'sv' })
  if ('code' in composed) throw new Error(composed.code)
  return writeXml(composed)
}

describe('a signed ELMO transcript', () => {
  let own: RsaCertificate
  let other: RsaCertificate
  let signed: string
  beforeAll(async () => {
    own = await makeRsaCertificate('CN=A provider, C=SE')
    other = await makeRsaCertificate('CN=Another provider, C=SE')
    signed = signElmo(compose(), own)
  })
  const open = (document: string, by = own) => openElmo(packElmo(document), new X509Certificate(by.certificate))

  it('opens with the key that the registry names, and gives back what was signed', () => {
    const opened = open(signed)
    if (!opened.opened) throw new Error(`${opened.code}: ${opened.what}`)
    const text = JSON.stringify(opened.signed)
    expect(text).toContain('Svetsa fiber i fält')
    expect(text).not.toContain('SignatureValue')
  })

  it('does not hold for another key, though the document brings its own certificate', () => {
    expect(open(signElmo(compose(), other))).toMatchObject({ opened: false, code: 'elmo-signature-wrong' })
  })

  it('does not hold when a word is changed, or blanks are put in to make it pretty', () => {
    expect(open(signed.replace('Amina', 'Amine'))).toMatchObject({ code: 'elmo-signature-wrong' })
    expect(open(signed.replaceAll('><', '>\n<'))).toMatchObject({ opened: false, code: 'elmo-signature-wrong' })
  })

  it.each<readonly [string, (text: string) => string, string]>([
    ['no signature', () => compose(), 'elmo-unsigned'],
    ['a signature inside another element', moveSignature, 'elmo-signature-refused'],
    ['two signatures', (text) => text.replace(/<Signature [\s\S]*<\/Signature>/, '$&$&'), 'elmo-signature-refused'],
    ['a signature of a part', (text) => text.replace('URI=""', 'URI="#part"'), 'elmo-signature-refused'],
    [
      'SHA-1',
      (text) => text.replace(/[^"]*rsa-sha256/, 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'),
      'elmo-signature-refused',
    ],
    [
      'a symmetric key',
      (text) => text.replace(/[^"]*rsa-sha256/, 'http://www.w3.org/2000/09/xmldsig#hmac-sha1'),
      'elmo-signature-refused',
    ],
    ['a signed transcript wrapped in another', wrap, 'elmo-signature-refused'],
    ['entities', (text) => text.replace('<elmo', '<!DOCTYPE elmo [<!ENTITY a "aaaa">]><elmo'), 'elmo-doctype-refused'],
    [
      'a file to fetch',
      (text) => text.replace('<elmo', '<!doctype elmo SYSTEM "file:///etc/hostname"><elmo'),
      'elmo-doctype-refused',
    ],
    ['an open element', (text) => text.replace('</learner>', ''), 'elmo-not-xml'],
    ['another kind of document', () => '<elmo xmlns="https://skills.example/"/>', 'elmo-of-another-kind'],
  ])('is refused with %s', (_, change, code) => {
    expect(change(signed)).not.toBe(signed)
    expect(open(change(signed))).toMatchObject({ opened: false, code })
  })

  it('is refused when it is not packed, or packs a flood', () => {
    const certificate = new X509Certificate(own.certificate)
    expect(openElmo('not packed', certificate)).toMatchObject({ code: 'elmo-not-packed' })
    const flood = gzipSync(Buffer.alloc(elmoBounds.unpacked + 1, ' ')).toString('base64')
    expect(flood.length).toBeLessThan(100_000)
    expect(openElmo(flood, certificate)).toMatchObject({ code: 'elmo-too-large' })
    expect(openElmo('A'.repeat(elmoBounds.packed + 1), certificate)).toMatchObject({ code: 'elmo-too-large' })
  })

  describe.skipIf(!existsSync(folder))('beside the official schema (needs ../shared/data/elmo)', () => {
    const little = { workload: {}, outcomes: [], assessment: { types: [] }, fieldOfStudy: undefined }
    it.each([
      ['one that says everything', makeRecord()],
      ['one that says little', makeRecord({ issuer: { ...makeRecord().issuer, legalIdentifiers: [] } }, little)],
    ])('%s is valid, signed', async (_, record) => {
      expect(await findErrors(signElmo(compose(record), own))).toEqual([])
    })

    it.each<readonly [string, (text: string) => string]>([
      ['without a family name', (text) => text.replace(/<familyName>.*<\/familyName>/, '')],
      ['with a day that is none', (text) => text.replace(/<date>.*?<\/date>/, '<date>May</date>')],
      ['with a status of our own', (text) => text.replace('<status>passed', '<status>good')],
      [
        'with its parts in another order',
        (text) => text.replace(/(<report>)(.*)(<issueDate>.*<\/issueDate>)/s, '$1$3$2'),
      ],
    ])('%s it is not', async (_, change) => {
      expect(await findErrors(change(signElmo(compose(), own)))).not.toEqual([])
    })

    it('it is not without any one of its elements, but for those that the schema leaves to the maker', async () => {
      const document = compose()
      const names = [...new Set([...document.matchAll(/<([A-Za-z]+)[ >]/g)].map(([, name = '']) => name))]
      const broken = names.map((name) => document.replaceAll(new RegExp(`<${name}(?: [^>]*)?>.*?</${name}>`, 'gs'), ''))
      const wrong = await findWrong(broken)
      const unnoticed = names.filter((_, index) => !wrong.has(index))
      expect(unnoticed.toSorted()).toEqual(optional)
    }, 60_000)
  })
})

const optional = [
  ...['country', 'credit', 'date', 'description', 'engagementHours', 'gradingScheme', 'gradingSchemeLocalId'],
  ...[
    'iscedCode',
    'languageOfInstruction',
    'learningOpportunitySpecification',
    'resultLabel',
    'start',
    'status',
    'value',
  ],
]

const signatureOf = (text: string): string => text.match(/<Signature [\s\S]*<\/Signature>/)?.[0] ?? ''

const moveSignature = (text: string): string =>
  text.replace(signatureOf(text), '').replace('</learner>', `${signatureOf(text)}</learner>`)

/** The signed original stays, whole and good, inside one that says something else. */
function wrap(text: string): string {
  const original = text.replace(/^<\?xml.*?\?>\s*/, '')
  const forged = compose(makeRecord({ holder: { name: 'Bo Ek' } }))
  return forged.replace('</elmo>', `<extension>${original}</extension></elmo>`)
}

describe('the official example of ELMO 1.7', () => {
  it('is read whole, or what is not read is listed (needs ../shared/data/elmo)', (context) => {
    const path = join(folder, 'example-1.7.xml')
    if (!existsSync(path)) return context.skip(`${path} is not there`)
    const tree = toTree(new DOMParser().parseFromString(readFileSync(path, 'utf8'), 'text/xml').documentElement)
    const reading = readElmo(tree)
    if (!reading.read) throw new Error(reading.code)
    const { unread, ...kept } = reading.transcript
    expect(kept.learner).toEqual({ givenNames: 'Wojciech Łukasz', familyName: 'Rygielski', birthDate: '1983-04-12' })
    const texts = JSON.stringify(kept)
    const listed = unread.map((lost) => lost.replace(/ .*/, ''))
    const silent = listTexts(tree, '').filter(
      ({ path: at, text }) =>
        !listed.some((lost) => at === lost || at.startsWith(`${lost}.`)) &&
        !texts.includes(JSON.stringify(text).slice(1, -1)),
    )
    expect(silent).toEqual([])
    expect(unread.length).toBeGreaterThan(3)
  })
})

function listTexts(node: XmlNode, path: string): readonly { path: string; text: string }[] {
  return node.children.flatMap((child) => {
    if (typeof child === 'string') return child.trim() === '' ? [] : [{ path, text: child.trim() }]
    return listTexts(child, path === '' ? child.name : `${path}.${child.name}`)
  })
}

/** The schema's own neighbours, by the names it is given here instead of their addresses. */
async function findErrors(document: string): Promise<readonly string[]> {
  return (await validate([document])).map(({ message }) => message)
}

/** Which of many are not valid, all looked at in one go. */
async function findWrong(documents: readonly string[]): Promise<ReadonlySet<number>> {
  return new Set((await validate(documents)).map(({ loc }) => Number.parseInt(loc?.fileName ?? '', 10)))
}

async function validate(documents: readonly string[]) {
  const names = ['xmldsig-core-schema.xsd', 'EUROPASS_ISOCountries_V1.1.xsd', 'ewp-address.xsd']
  const read = (name: string) => localised(readFileSync(join(folder, name), 'utf8'))
  const { errors } = await validateXML({
    xml: documents.map((contents, index) => ({ fileName: `${index}.xml`, contents })),
    schema: { fileName: 'elmo.xsd', contents: read('elmo-1.7.xsd') },
    preload: [
      ...names.map((fileName) => ({ fileName, contents: read(fileName) })),
      { fileName: 'xml.xsd', contents: xmlNamespace },
      { fileName: 'common-types.xsd', contents: commonTypes },
    ],
  })
  return errors
}

const localised = (schema: string): string =>
  schema
    .replace(/<!DOCTYPE[\s\S]*?\]>/, '')
    .replace(
      /schemaLocation="[^"]*\/([^"/]+)"/g,
      (_, name: string) => `schemaLocation="${name === 'schema.xsd' ? 'ewp-address.xsd' : name}"`,
    )

/** What the schemas use of the XML namespace's own. */
const xmlNamespace = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
  <xs:attribute name="lang" type="xs:language"/></xs:schema>`

/** What the schema of addresses uses of its project's common types; no transcript of ours holds an address. */
const commonTypes = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
  targetNamespace="https://github.com/erasmus-without-paper/ewp-specs-architecture/blob/stable-v1/common-types.xsd">
  <xs:simpleType name="CountryCode"><xs:restriction base="xs:string"/></xs:simpleType></xs:schema>`
