import { describe, expect, it } from 'vitest'
import type { Role } from './organisation.ts'
import { OrganisationId } from './organisation.ts'
import { abilities, decidePermission, rolesThatAllow } from './permission.ts'

const skogsbygda = OrganisationId.parse('0198c000-0000-7000-8000-000000000001')
const norrsken = OrganisationId.parse('0198c000-0000-7000-8000-000000000002')

describe('deciding what someone may do for an organisation', () => {
  it('lets an issuer issue', () => {
    expect(decidePermission([at(skogsbygda, 'issuer')], skogsbygda, 'issue')).toMatchObject({
      granted: true,
      permission: { ability: 'issue', organisationId: skogsbygda },
    })
  })

  it('does not let an issuer approve what was issued', () => {
    expect(decidePermission([at(skogsbygda, 'issuer')], skogsbygda, 'approve')).toEqual({
      granted: false,
      code: 'role-missing',
      roles: ['approver', 'representative'],
    })
  })

  it('adds up the roles of someone who has several', () => {
    expect(decidePermission([at(skogsbygda, 'issuer', 'approver')], skogsbygda, 'approve').granted).toBe(true)
  })

  it('gives nothing in one organisation for a role in another', () => {
    expect(decidePermission([at(norrsken, 'representative')], skogsbygda, 'read')).toEqual({
      granted: false,
      code: 'not-a-member',
    })
  })

  it('gives nothing to a member whose roles were all taken away', () => {
    expect(decidePermission([at(skogsbygda)], skogsbygda, 'read')).toEqual({ granted: false, code: 'not-a-member' })
  })

  it('lets a representative do everything but judge people and read what learners share with a counsellor', () => {
    expect(
      abilities.filter((ability) => !decidePermission([at(skogsbygda, 'representative')], skogsbygda, ability).granted),
    ).toEqual(['assess', 'assure', 'counsel'])
  })

  it('lets a reader only read', () => {
    expect(
      abilities.filter((ability) => decidePermission([at(skogsbygda, 'reader')], skogsbygda, ability).granted),
    ).toEqual(['read'])
  })

  it('lets nothing new come of an organisation that has ended, and lets its people answer for what it issued', () => {
    const after = (ended: 'kept' | 'handed-over') =>
      abilities.filter(
        (ability) => decidePermission([{ ...at(skogsbygda, 'representative'), ended }], skogsbygda, ability).granted,
      )
    expect(after('kept')).toEqual(['represent', 'keep', 'read'])
    expect(after('handed-over')).toEqual(['represent', 'read'])
    expect(decidePermission([{ ...at(skogsbygda, 'issuer'), ended: 'kept' }], skogsbygda, 'issue')).toEqual({
      granted: false,
      code: 'organisation-ended',
    })
  })

  it('knows that only creators and representatives give mandates', () => {
    expect(rolesThatAllow('mandate')).toEqual(['creator', 'representative'])
  })
})

function at(organisationId: OrganisationId, ...roles: Role[]) {
  return { organisationId, roles }
}
