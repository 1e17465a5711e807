import { describe, expect, it } from 'vitest'
import { composeElmo } from './compose-elmo.ts'
import { elmoMapping } from './elmo-mapping.ts'
import { elements } from './mapping.ts'
import type { IssuedRecord } from './record.ts'
import { changeElement, makeRecord } from './testing/make-record.ts'
import { writeXml, xml } from './xml-node.ts'

const options = { generatedAt: '2026-06-01T09:00:00Z', language: 'sv' } as const

function compose(...records: readonly IssuedRecord[]): string {
  const composed = composeElmo(records, options)
  if ('code' in composed) throw new Error(composed.code)
  return writeXml(composed)
}

/** The document without the words that only people read. */
const withoutWords = (text: string) => text.replace(/<description xml:lang="en">[^<]*<\/description>/g, '')

describe('merits as an ELMO transcript', () => {
  for (const element of elements)
    it(`says what it does with ${element}: ${elmoMapping[element].fate}`, () => {
      const record = makeRecord()
      const [before, after] = [compose(record), compose(changeElement(record, element))]
      expect(after === before).toBe(elmoMapping[element].fate === 'lost')
      expect(withoutWords(after) !== withoutWords(before)).toBe(elmoMapping[element].fate === 'kept')
    })

  it('writes a decided level as European, and an estimate only in words', () => {
    const level = { framework: 'SeQF', level: '4' }
    const decision = { body: 'MYH', reference: 'MYH 2024/17' }
    const decided = compose(makeRecord({}, { level: { ...level, standing: 'decided', decision } }))
    expect(decided).toContain('<level><type>EQF</type><value>4</value></level>')
    expect(compose(makeRecord({}, { level: { ...level, standing: 'self-declared' } }))).not.toContain('<level>')
  })

  it('names no single language where several were spoken', () => {
    const several = compose(makeRecord({}, { languagesOfInstruction: ['nb', 'sv'] }))
    expect(several).not.toContain('<languageOfInstruction>')
    expect(several).toContain('Languages of instruction: nb, sv')
  })

  it('keeps units of credit as they are, and turns none into ECTS', () => {
    expect(compose(makeRecord())).toContain('<credit><scheme>YH-poäng</scheme><value>5</value></credit>')
    expect(compose(makeRecord())).not.toContain('ECTS')
    const ects = compose(makeRecord({}, { workload: { credits: { value: 2.5, unit: 'ECTS' } } }))
    expect(ects).toContain('<credit><scheme>ECTS</scheme><value>2.5</value></credit>')
  })

  it('gives each merit its own report, of one person only', () => {
    const other = makeRecord({ id: 'https://skills.example/credentials/2', validFrom: '2026-05-09T09:00:00Z' })
    expect(compose(makeRecord(), other).match(/<report>/g)).toHaveLength(2)
    expect(composeElmo([], options)).toEqual({ code: 'elmo-without-merits' })
    expect(composeElmo([makeRecord(), makeRecord({ holder: { name: 'Bo Ek' } })], options)).toEqual({
      code: 'elmo-of-several',
      names: ['Amina Warsame', 'Bo Ek'],
    })
  })

  it('lets no text become markup, and no character that XML cannot hold through', () => {
    const written = writeXml(xml('a', '</a><b>&\u0001\uD800"😀', { c: '"><d' }))
    expect(written).toContain('<a c="&quot;&gt;&lt;d">&lt;/a&gt;&lt;b&gt;&amp;\uFFFD\uFFFD&quot;😀</a>')
  })
})
