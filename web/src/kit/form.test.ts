import { describe, expect, it } from 'vitest'
import { decodeForm, pointerOf, readUrlEncoded } from './form.ts'

describe('reading a form as nested JSON', () => {
  it('takes names as paths and numbers as places in a list', () => {
    expect(decode('title/sv=Bricka&outcomes/0/statement/sv=Kan+svetsa&outcomes/0/statement/fi=Osaa')).toEqual({
      title: { sv: 'Bricka' },
      outcomes: [{ statement: { sv: 'Kan svetsa', fi: 'Osaa' } }],
    })
  })

  it('closes up a list whose middle row was emptied', () => {
    expect(decode('places/0=Umeå&places/1=&places/10=Vasa&places/2=Bodø')).toEqual({ places: ['Umeå', 'Bodø', 'Vasa'] })
  })

  it('reads numbers as people in the Nordic countries write them', () => {
    expect(decode('hours:number=1+250,5')).toEqual({ hours: 1250.5 })
  })

  it('keeps what is no number as it was written, so that the answer can say so', () => {
    expect(decode('hours:number=ungefär+tio')).toEqual({ hours: 'ungefär tio' })
  })

  it('takes all checked boxes, and none', () => {
    expect(decode('types:list=&types:list=quiz&types:list=portfolio&pilot:boolean=')).toEqual({
      types: ['quiz', 'portfolio'],
      pilot: false,
    })
  })

  it('leaves out empty texts and the page’s own names', () => {
    expect(decode('name=&_act=save&about/sv=+')).toEqual({})
  })

  it('does not let a name reach the prototype', () => {
    expect(decode('__proto__/admin=1&constructor/prototype/admin=1&name=a')).toEqual({ name: 'a' })
    expect(({} as { admin?: unknown }).admin).toBeUndefined()
  })

  it('reads hundreds of thousands of values of one name, and leaves out a name without a bottom', () => {
    expect(readUrlEncoded('a&'.repeat(300_000)).values.get('a')?.length).toBe(300_000)
    expect(decode(`${'a/'.repeat(100_000)}=1&${'b/'.repeat(19)}b=1&name=a`)).toMatchObject({ b: {}, name: 'a' })
    expect(decode(`${'a/'.repeat(20)}a=1`)).toEqual({})
  })

  it('knows the pointer of a field', () => {
    expect(pointerOf('workload/hours:number')).toBe('/workload/hours')
  })
})

const decode = (text: string) => decodeForm(readUrlEncoded(text))
