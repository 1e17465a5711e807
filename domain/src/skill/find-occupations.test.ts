import { describe, expect, it } from 'vitest'
import { findOccupations, type OccupationNames, placeOf } from './find-occupations.ts'

const names: Pick<OccupationNames, 'names' | 'groups'> = {
  names: {
    en: [['flight attendant', 'air steward', 'cabin crew'], ['nurse assistant', 'nursing aide'], ['nurse'], ['welder']],
    sv: [['flygvärd', 'kabinpersonal'], ['vårdbiträde'], [], ['svetsare']],
  },
  groups: [
    {
      framework: 'SSYK 2012',
      code: '5321',
      isco: ['5321'],
      names: ['Undersköterskor, hemtjänst', 'Undersköterska, hemtjänst, äldreboende och habilitering'],
    },
    { framework: 'ISCO-08', code: '53', isco: ['53'], names: ['Personal care workers'] },
  ],
}
const replaced = {
  'urn:old': 'urn:older-name',
  'urn:older-name': 'urn:now',
  'urn:round': 'urn:about',
  'urn:about': 'urn:round',
}
const codes = ['5111.1', '5321.1', '2221', '7212.3']
const find = (text: string, language = 'en') =>
  findOccupations(names, codes, { text, language, limit: 10 }).map(({ occupation, through }) => [
    names.names.en?.[occupation]?.[0],
    through,
  ])

describe('finding an occupation without asking a server', () => {
  it('finds by name, the whole name first, then its beginning', () => {
    expect(find('nurse')).toEqual([
      ['nurse', undefined],
      ['nurse assistant', undefined],
    ])
  })

  it('finds by another name, and says by which', () => {
    expect(find('cabin crew')).toEqual([['flight attendant', 'cabin crew']])
  })

  it('finds by a name in another language than the reader’s', () => {
    expect(find('kabinpersonal')).toEqual([['flight attendant', 'kabinpersonal']])
    expect(find('welder', 'sv')).toEqual([['welder', undefined]])
  })

  it('finds what is mistyped, and not what is merely short', () => {
    expect(find('fligt atendant')).toEqual([['flight attendant', undefined]])
    expect(find('svetare', 'sv')).toEqual([['welder', undefined]])
    expect(find('nrs')).toEqual([])
    // Also one word of a long name.
    expect(find('undersöterska')).toMatchObject([['nurse assistant', expect.stringContaining('SSYK 2012 5321')]])
  })

  it('finds through the group: by what people there are called, by its code, also where ESCO has no such name', () => {
    expect(find('undersköterska', 'sv')).toEqual([['nurse assistant', 'Undersköterskor, hemtjänst (SSYK 2012 5321)']])
    expect(find('5321')).toEqual([['nurse assistant', 'Undersköterskor, hemtjänst (SSYK 2012 5321)']])
    expect(find('53')).toEqual([['nurse assistant', 'Personal care workers (ISCO-08 53)']])
    expect(find('7212.3')).toEqual([['welder', undefined]])
  })

  it('finds nothing where nothing is alike', () => {
    expect(find('astronaut')).toEqual([])
    expect(find('  ')).toEqual([])
  })
})

describe('an address that another stands in the place of', () => {
  const places = new Map([['urn:now', 3]])

  it('leads to what the map has, over as many versions as it takes', () => {
    expect(placeOf(places, { replaced }, 'urn:now')).toBe(3)
    expect(placeOf(places, { replaced }, 'urn:old')).toBe(3)
  })

  it('leads nowhere when nothing does, or when the source goes round in a circle', () => {
    expect(placeOf(places, { replaced }, 'urn:other')).toBeUndefined()
    expect(placeOf(places, { replaced }, 'urn:round')).toBeUndefined()
  })
})
