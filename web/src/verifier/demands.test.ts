import { describe, expect, it } from 'vitest'
import { readDemandsFrom, writeDemands } from './demands.tsx'

describe('demands in an address', () => {
  it('are read again as they were written', () => {
    const demands = {
      supervised: true,
      identityChecked: true,
      eqfAtLeast: 4,
      notOlderThanMonths: 24,
      routes: ['course', 'prior-learning'],
    }
    expect(readDemandsFrom(new URLSearchParams(writeDemands(readDemandsFrom(fromObject(demands)) ?? {})))).toEqual(
      demands,
    )
  })

  it('are none where the form was sent untouched', () => {
    expect(readDemandsFrom(new URLSearchParams('eqfAtLeast=&notOlderThanMonths=&routes:list='))).toBeUndefined()
  })

  it('leave out what is no demand', () => {
    expect(
      readDemandsFrom(new URLSearchParams('eqfAtLeast=9&supervised=perhaps&routes:list=by-luck&x=1')),
    ).toBeUndefined()
  })
})

function fromObject(demands: Record<string, boolean | number | readonly string[]>): URLSearchParams {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(demands))
    for (const one of [value].flat()) query.append(name === 'routes' ? 'routes:list' : name, String(one))
  return query
}
