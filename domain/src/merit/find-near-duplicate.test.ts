import { describe, expect, it } from 'vitest'
import { findNearDuplicates, type Other } from './find-near-duplicate.ts'
import { MeritDesign } from './merit.ts'

describe('finding merits that come close to this one', () => {
  it('finds another creator’s merit with nearly the same words, and says why', () => {
    const found = findNearDuplicates(splicing, 'me', [other('near', nearly), other('far', sewing)])
    expect(found.map(({ meritId }) => meritId)).toEqual(['near'])
    expect(found[0]?.score).toBeGreaterThan(0.6)
    expect(found[0]?.why).toMatchObject({ skills: 1, sharedSkills: ['splice cable'] })
  })

  it('leaves the creator’s own merits out', () => {
    expect(findNearDuplicates(splicing, 'me', [{ ...other('near', nearly), ownerId: 'me' }])).toEqual([])
  })

  it('does not take merits of one trade for the same', () => {
    expect(findNearDuplicates(splicing, 'me', [other('fault', faultFinding)])).toEqual([])
  })

  it('finds a merit in a language that both have, and none where they share no language or skill', () => {
    const inEnglish = design({ en: 'Splice optical fibre' }, { en: 'Splice a fibre joint in the field' }, [])
    const inSwedish = design({ sv: 'Skarva optisk fiber' }, { sv: 'Svetsa en fiberskarv i fält' }, [])
    expect(findNearDuplicates(splicing, 'me', [other('en', inEnglish)])[0]?.meritId).toBe('en')
    expect(findNearDuplicates(inSwedish, 'me', [other('en', inEnglish)])).toEqual([])
  })

  it('finds nothing near an empty draft', () => {
    expect(
      findNearDuplicates(MeritDesign.parse({}), 'me', [other('near', nearly), other('empty', MeritDesign.parse({}))]),
    ).toEqual([])
  })

  it('gives the closest first, and no more than asked for', () => {
    const found = findNearDuplicates(splicing, 'me', [other('near', nearly), other('same', splicing)], 1)
    expect(found).toMatchObject([{ meritId: 'same', score: 1 }])
  })
})

type Texts = Readonly<Record<string, string>>
const skill = { uri: 'http://data.europa.eu/esco/skill/1', label: 'splice cable', framework: 'ESCO', relation: 'close' }
const design = (title: Texts, statement: Texts, alignments: readonly unknown[] = [skill]): MeritDesign =>
  MeritDesign.parse({ title, outcomes: [{ id: 'a', type: 'skill', statement, alignments }] })

const splicing = design(
  { sv: 'Skarva optisk fiber i fält', en: 'Splice optical fibre in the field' },
  { sv: 'Svetsa en fiberskarv under fältmässiga förhållanden', en: 'Splice a fibre joint in the field' },
)
const nearly = design(
  { sv: 'Skarva optisk fiber i fält' },
  { sv: 'Svetsa en fiberskarv under fältmässiga förhållanden utomhus' },
)
const faultFinding = design({ sv: 'Felsöka ett fibernät' }, { sv: 'Lokalisera ett brott på meter när' }, [
  { ...skill, uri: 'http://data.europa.eu/esco/skill/2' },
])
const sewing = design({ sv: 'Laga plagg för hand' }, { sv: 'Laga hål och revor' }, [])
const other = (meritId: string, one: MeritDesign): Other => ({ meritId, ownerId: 'them', design: one })
