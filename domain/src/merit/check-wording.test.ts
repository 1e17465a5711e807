import { describe, expect, it } from 'vitest'
import type { LocalText } from '../local-text.ts'
import { checkWording } from './check-wording.ts'
import { MeritDesign } from './merit.ts'

describe('reading how outcomes are worded', () => {
  it('has nothing to say of a checkable doing, in any of the six languages', () => {
    const well: LocalText = {
      sv: 'Svetsa en fiberskarv i fält',
      da: 'Tilberede mad uden at sprede smitte',
      nb: 'Montere utedel og innedel etter tegning',
      fi: 'Kirjautua viranomaisen palveluun',
      is: 'Flaka þorsk án þess að spilla hnakkanum',
      en: 'Splice a fibre joint in the field',
    }
    expect(check(well)).toEqual([])
  })

  it('names a verb that nobody can see done, and what could be written instead', () => {
    expect(check({ sv: 'Kan förstå hur smitta sprids' })).toEqual([
      {
        code: 'verb-not-checkable',
        where: '/outcomes/0/statement/sv',
        detail: { word: 'förstå', propose: 'förklara, beskriva, ge exempel på', language: 'sv' },
      },
    ])
    const vague: LocalText = {
      da: 'Have viden om hygiejne',
      nb: 'Kjenne til varmepumper',
      fi: 'Ymmärtää verkkopalveluja',
      is: 'Þekkja fisktegundir',
      en: 'Be aware of the risks',
    }
    expect(check(vague).map(({ code, detail }) => [code, detail.word])).toEqual([
      ['verb-not-checkable', 'have viden om'],
      ['verb-not-checkable', 'kjenne til'],
      ['verb-not-checkable', 'ymmärtää'],
      ['verb-not-checkable', 'þekkja'],
      ['verb-not-checkable', 'be aware of'],
    ])
  })

  it('misses a verb where there is none', () => {
    expect(
      check({ en: 'Basic hygiene', sv: 'Hygien i storkök' }).map(({ code, detail }) => [code, detail.word]),
    ).toEqual([
      ['verb-missing', 'hygien'],
      ['verb-missing', 'basic'],
    ])
  })

  it('sees two skills in one outcome, and one skill with two objects', () => {
    expect(check({ sv: 'Leda ett möte och skriva protokoll' })).toMatchObject([
      { code: 'several-skills', detail: { first: 'leda', word: 'skriva' } },
    ])
    expect(check({ en: 'Plan a circle, lead a meeting' })).toMatchObject([{ code: 'several-skills' }])
    expect(check({ sv: 'Leda barn och unga', en: 'Lead children and young people' })).toEqual([])
  })

  it('sees two skills in the title of a merit, and too many outcomes in it', () => {
    const design = MeritDesign.parse({
      title: { sv: 'Svetsa fiber och felsöka nät' },
      outcomes: Array.from({ length: 7 }, (_, index) => ({
        id: `o${index}`,
        type: 'skill',
        statement: { sv: 'Mäta' },
      })),
    })
    expect(checkWording(design).map(({ code, where }) => [code, where])).toEqual([
      ['several-skills', '/title/sv'],
      ['many-outcomes', '/outcomes'],
    ])
  })

  it('finds a statement too long to judge', () => {
    const long = `Mäta ${'ett och samma värde '.repeat(8)}`
    expect(check({ sv: long })).toMatchObject([{ code: 'statement-too-long', detail: { words: 33, most: 25 } }])
    expect(check({ sv: `Mäta ${'värdet '.repeat(24)}` })).toEqual([])
  })
})

const check = (statement: LocalText) =>
  checkWording(MeritDesign.parse({ outcomes: [{ id: 'a', type: 'skill', statement }] }))
