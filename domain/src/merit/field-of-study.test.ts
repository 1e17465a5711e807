import { expect, it } from 'vitest'
import { readFieldCode } from './field-of-study.ts'

it.each([
  ['0723', '0723'],
  ['ISCED-F 0913 Nursing and midwifery', '0913'],
  ['Nursing (091)', '091'],
  ['Vård och omsorg 2011, 09', '09'],
])('a field of study written as “%s” is %s', (written, code) => expect(readFieldCode(written)).toBe(code))

it.each([undefined, '', 'Textilt hantverk', '0777', '72300', 'since 1998'])(
  '“%s” names no field of ISCED-F',
  (written) => expect(readFieldCode(written)).toBeUndefined(),
)
