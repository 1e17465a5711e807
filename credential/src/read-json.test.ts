import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from './json.ts'
import { readJson } from './read-json.ts'

describe('reading JSON strictly', () => {
  it.each([
    ['nothing but a number', '17'],
    ['numbers with shorter and longer names', '{"a":1000,"b":1e3,"c":1e21,"d":0.5,"e":-0,"f":12.50}'],
    ['escapes, long and short', String.raw`{"a\"b":"x\\\n","\u00e5":"\ud83d\ude00","c":":"}`],
    ['spaces wherever they may be', ' { "a" : [ 1 , { } , [ ] ] ,\n"b"\t: null } '],
    ['the same key in two objects', '[{"a":1},{"a":1}]'],
    ['a key that means something to JavaScript', '{"__proto__":{"a":1},"constructor":false}'],
  ])('takes %s', (_, text) => {
    expect(readJson(text)).toEqual({ read: true, value: JSON.parse(text) })
  })

  it.each([
    ['a key twice', '{"a":1,"a":2}'],
    ['a key twice, once in disguise', String.raw`{"a":1,"\u0061":2}`],
    ['a key twice beside spaces', '{"a" :1,"a":2}'],
    ['a key twice, made up for by numbers that have shorter names', '{"a":1,"a":2,"b":[1e21,1e21,1e21,1e21,1e21]}'],
    ['a key twice, with what else is wrong in the lost value', '{"a":[1e999],"a":1}'],
  ])('refuses %s, however often it is asked', (_, text) => {
    for (let time = 0; time < 3; time++) expect(readJson(text)).toMatchObject({ read: false, code: 'duplicate-key' })
  })

  it.each([
    [String.raw`["\ud83d"]`, 'text-ill-formed'],
    [String.raw`{"\uDE00":1}`, 'text-ill-formed'],
    ['["\ud83d"]', 'text-ill-formed'],
    ['[1e400]', 'number-out-of-range'],
    [`${'['.repeat(65)}${']'.repeat(65)}`, 'json-too-deep'],
    ['['.repeat(65), 'json-too-deep'],
    ['['.repeat(64), 'json-truncated'],
    ['{"a":1,}', 'not-json'],
  ])('refuses %s', (text, code) => {
    expect(readJson(text)).toMatchObject({ read: false, code })
  })

  it('takes whatever is written without equal keys, and refuses it with one repeated', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(3), (value, spaces) => {
        const text = JSON.stringify(value, null, spaces)
        const whole: Json = JSON.parse(text)
        expect(readJson(text)).toEqual({ read: true, value: whole })
        expect(readJson(`{"k":${text},"other":1,"k":${text}}`)).toMatchObject({ read: false, code: 'duplicate-key' })
      }),
    )
  })
})
