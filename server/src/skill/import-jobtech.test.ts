import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestGround, type TestGround } from '../testing/open-test-ground.ts'
import { importJobtech } from './import-jobtech.ts'
import { jobtechAddress as at } from './read-jobtech.ts'

const shared = process.env.BRICKA_SHARED ?? resolve(import.meta.dirname, '../../../../shared')
const whole = join(shared, 'data/jobtech')
const folder = mkdtempSync(join(tmpdir(), 'bricka-jobtech-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const silent = (): void => undefined

let ground: TestGround
beforeAll(async () => {
  ground = await openTestGround()
})
afterAll(() => ground.close())

describe('importing the JobTech taxonomy', () => {
  it('keeps hierarchy, codes, relations to ESCO and ISCO, and what stands in a deprecated concept’s place', async () => {
    write('skills.json', [
      {
        id: 'aaa',
        type: 'skill',
        preferred_label: 'Första hjälpen',
        exact_match: [{ id: 'e1', type: 'esco-skill', esco_uri: 'http://data.europa.eu/esco/skill/first-aid' }],
      },
      { id: 'old', type: 'skill', preferred_label: 'Förbandskunskap', deprecated: true, replaced_by: [{ id: 'aaa' }] },
    ])
    write('ssyk.json', [
      {
        id: 's4',
        type: 'ssyk-level-4',
        preferred_label: 'Undersköterskor',
        ssyk_code_2012: '5321',
        narrower: [{ id: 'occ', type: 'occupation-name', preferred_label: 'Undersköterska' }],
        related: [{ id: 'i4', type: 'isco-level-4', preferred_label: 'Vårdbiträden', isco_code_08: '5321' }],
      },
    ])
    const first = await importJobtech(ground, folder, '22', silent)
    expect(first).toEqual({ read: 5, added: 5, changed: 0, mappings: 2 })
    expect(await importJobtech(ground, folder, '22', silent)).toMatchObject({ added: 0, changed: 0, mappings: 0 })
    const { rows } = await ground.database.pool.query(
      `select uri, code, broader, state, replaced_by from skill_concept where uri = any ($1) order by uri`,
      [[at('occ'), at('old'), at('s4')]],
    )
    expect(rows).toEqual([
      { uri: at('occ'), code: null, broader: [at('s4')], state: 'current', replaced_by: null },
      { uri: at('old'), code: null, broader: [], state: 'deprecated', replaced_by: at('aaa') },
      { uri: at('s4'), code: '5321', broader: [], state: 'current', replaced_by: null },
    ])
    const mappings = await ground.database.pool.query(
      'select uri, target_framework, target, relation from skill_mapping order by relation',
    )
    expect(mappings.rows).toEqual([
      {
        uri: at('aaa'),
        target_framework: 'ESCO',
        target: 'http://data.europa.eu/esco/skill/first-aid',
        relation: 'exact',
      },
      {
        uri: at('s4'),
        target_framework: 'ISCO-08',
        target: 'http://data.europa.eu/esco/isco/C5321',
        relation: 'related',
      },
    ])
  })

  it('refuses a folder without concepts, and a file that is no JSON', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'bricka-jobtech-'))
    await expect(importJobtech(ground, empty, '23', silent)).rejects.toMatchObject({ code: 'file-unreadable' })
    writeFileSync(join(empty, 'skills.json'), '{"data":')
    await expect(importJobtech(ground, empty, '23', silent)).rejects.toThrow('not JSON')
    rmSync(empty, { recursive: true })
  })
})

describe.skipIf(!existsSync(whole))('importing the whole of it (needs ../shared)', () => {
  it('reads skills, SSYK with occupation names, and SSYK’s key to ISCO-08', async () => {
    const { read, mappings } = await importJobtech(ground, whole, '22.2', silent)
    expect(read).toBeGreaterThan(12_000)
    expect(mappings).toBe(565)
    const { rows } = await ground.database.pool.query(
      `select type, count(*)::int from skill_concept
       where version = '22.2' and type in ('skill', 'ssyk-level-4', 'occupation-name') group by type order by type`,
    )
    expect(rows).toMatchObject([
      { type: 'occupation-name' },
      { type: 'skill', count: 6657 },
      { type: 'ssyk-level-4', count: 400 },
    ])
  }, 120_000)
})

const write = (name: string, concepts: object[]): void =>
  writeFileSync(join(folder, name), JSON.stringify({ data: { concepts } }))
