import { describe, expect, it } from 'vitest'
import { composeElmo } from './compose-elmo.ts'
import { readElmo } from './read-elmo.ts'
import { makeRecord } from './testing/make-record.ts'
import { type XmlNode, xml } from './xml-node.ts'

const course = (title: string, more: readonly XmlNode[] = [], parts: readonly XmlNode[] = []): XmlNode =>
  xml('learningOpportunitySpecification', [
    xml('identifier', 'X1', { type: 'local' }),
    xml('title', title, { 'xml:lang': 'nb' }),
    xml('specifies', xml('learningOpportunityInstance', [...more])),
    ...parts.map((part) => xml('hasPart', part)),
  ])
const transcript = (...courses: readonly XmlNode[]): XmlNode =>
  xml('elmo', [
    xml('generatedDate', '2026-06-01T09:00:00Z'),
    xml('learner', [
      xml('citizenship', 'NO'),
      xml('givenNames', 'Åse Marie'),
      xml('familyName', 'Øyen'),
      xml('bday', '1990-02-03'),
    ]),
    xml('report', [
      xml('issuer', [xml('country', 'NO'), xml('title', 'Fagskolen'), xml('url', 'https://fagskolen.example')]),
      ...courses,
      xml('issueDate', '2026-05-31'),
      xml('gradingScheme', xml('description', 'A til F'), { localId: 'g' }),
    ]),
  ])

describe('reading a transcript', () => {
  it('gives who it is of, what they did where, and what stands in what', () => {
    const reading = readElmo(
      transcript(
        course(
          'Bachelor',
          [
            xml('credit', [xml('scheme', 'ECTS'), xml('value', '180')]),
            xml('level', [xml('type', 'EQF'), xml('value', '6')]),
          ],
          [course('Anatomi', [xml('status', 'in-progress'), xml('resultLabel', 'B'), xml('engagementHours', '80')])],
        ),
      ),
    )
    if (!reading.read) throw new Error(reading.code)
    expect(reading.transcript.learner).toEqual({ givenNames: 'Åse Marie', familyName: 'Øyen', birthDate: '1990-02-03' })
    const [report] = reading.transcript.reports
    expect(report).toMatchObject({ issuer: { title: { und: 'Fagskolen' }, country: 'NO' }, issueDate: '2026-05-31' })
    expect(report?.courses[0]).toMatchObject({
      ...{ title: { nb: 'Bachelor' }, status: 'passed', credits: [{ scheme: 'ECTS', value: '180' }], eqf: ['6'] },
      parts: [{ title: { nb: 'Anatomi' }, status: 'in-progress', grade: 'B', hours: '80' }],
    })
  })

  it('lists each thing that it does not read, and nothing that it does', () => {
    const reading = readElmo(
      transcript(
        course('A', [
          xml('academicTerm', xml('title', '2026 vår')),
          xml('level', [xml('type', 'NQF'), xml('value', '7')]),
          xml('credit', [xml('scheme', 'ECTS'), xml('level', 'Bachelor'), xml('value', '5')]),
          xml('attachment', xml('content', 'data:application/pdf;base64,aa')),
        ]),
      ),
    )
    expect(reading).toMatchObject({
      read: true,
      transcript: {
        unread: [
          'learner.citizenship',
          'report.gradingScheme',
          'report.learningOpportunitySpecification.specifies.learningOpportunityInstance.academicTerm',
          'report.learningOpportunitySpecification.specifies.learningOpportunityInstance.attachment (counted)',
          'report.learningOpportunitySpecification.specifies.learningOpportunityInstance.credit.level',
          'report.learningOpportunitySpecification.specifies.learningOpportunityInstance.level',
        ],
      },
    })
  })

  it('loses nothing silently: every text is read, or lies under a path that is listed', () => {
    const root = composeElmo([makeRecord()], { generatedAt: '2026-06-01T09:00:00Z', language: 'sv' })
    if ('code' in root) throw new Error(root.code)
    for (const one of [root, transcript(course('A', [xml('x', [xml('y', 'deep')]), xml('date', '2026-01-01')]))]) {
      const reading = readElmo(one)
      if (!reading.read) throw new Error(reading.code)
      const { unread, ...kept } = reading.transcript
      const texts = JSON.stringify(kept)
      for (const { path, text } of listTexts(one, '')) {
        const listed = unread.some((lost) => path === lost || path.startsWith(`${lost}.`))
        expect(listed || texts.includes(JSON.stringify(text).slice(1, -1)), `${path}: ${text}`).toBe(true)
        expect(listed && unread.includes(path) && path.endsWith('title'), path).toBe(false)
      }
    }
  })

  it('refuses what is of nobody, says nothing, or floods', () => {
    expect(readElmo(xml('elmo', [xml('report', [])]))).toEqual({ read: false, code: 'elmo-without-learner' })
    expect(readElmo(xml('elmo', xml('learner', xml('familyName', 'Øyen'))))).toEqual({
      read: false,
      code: 'elmo-without-reports',
    })
    expect(readElmo(transcript(...Array.from({ length: 5001 }, (_, at) => course(String(at)))))).toEqual({
      read: false,
      code: 'elmo-too-many-courses',
    })
  })
})

function listTexts(node: XmlNode, path: string): readonly { path: string; text: string }[] {
  return node.children.flatMap((child) => {
    if (typeof child === 'string') return child.trim() === '' ? [] : [{ path, text: child.trim() }]
    return listTexts(child, path === '' ? child.name : `${path}.${child.name}`)
  })
}
