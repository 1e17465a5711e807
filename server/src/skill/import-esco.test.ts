import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemScope } from '../database/connect.ts'
import { openTestGround, type TestGround } from '../testing/open-test-ground.ts'
import { findSkills, type SkillQuestion } from './find-skills.ts'
import { importEsco } from './import-esco.ts'

const shared = process.env.BRICKA_SHARED ?? resolve(import.meta.dirname, '../../../../shared')
const download = join(shared, 'data/esco-v1.1.1-en-csv.zip')
const folder = mkdtempSync(join(tmpdir(), 'bricka-esco-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(!existsSync(download))('importing the whole of ESCO (needs ../shared)', () => {
  let ground: TestGround
  beforeAll(async () => {
    ground = await openTestGround()
  })
  afterAll(() => ground.close())

  it('reads every concept of the official download, once', async () => {
    const said: string[] = []
    const first = await importEsco(ground, download, undefined, (line) => said.push(line))
    expect(first).toEqual({ version: '1.1.1', languages: ['en'], read: 18162, added: 18162, changed: 636, links: 0 })
    expect(said).toContain('skills (en): 13896 read')
    const again = await importEsco(ground, download, undefined, () => undefined)
    expect(again).toMatchObject({ read: 18162, added: 0, changed: 0 })
  }, 120_000)

  it('finds a skill by its label, by another name for it, and mistyped', async () => {
    expect((await labels(ground, { search: 'splice cable' }))[0]).toBe('splice cable')
    expect(await labels(ground, { search: 'splice wire' })).toContain('splice cable')
    expect(await labels(ground, { search: 'splise cabel' })).toContain('splice cable')
  })

  it('keeps to the kind of concept that was asked for', async () => {
    expect(await labels(ground, { search: 'cable splicers' })).toContain('Riggers and cable splicers')
    expect(await labels(ground, { search: 'cable splicers', type: 'skill' })).not.toContain(
      'Riggers and cable splicers',
    )
  })

  it('finds nothing where there is nothing', async () => {
    expect(await labels(ground, { search: 'xyzzy plugh' })).toEqual([])
  })
})

describe('importing which skills belong to which occupation', () => {
  let ground: TestGround
  beforeAll(async () => {
    ground = await openTestGround()
  })
  afterAll(() => ground.close())

  const esco = 'http://data.europa.eu/esco'
  const files = {
    'broaderRelationsSkillPillar_en.csv': `conceptType,conceptUri,broaderType,broaderUri\nSkill,${esco}/skill/splice,SkillGroup,${esco}/skill/S1\n`,
    'occupationSkillRelations_en.csv': `occupationUri,relationType,skillType,skillUri\n${esco}/occupation/jointer,essential,skill,${esco}/skill/splice\n`,
    'occupations_en.csv': `conceptUri,iscoGroup,preferredLabel,code,description\n${esco}/occupation/jointer,7413,cable jointer,7413.1,"Joins cables."\n`,
    'skillGroups_en.csv': `conceptUri,preferredLabel,code\n${esco}/skill/S1,handling,S1\n`,
    'skills_en.csv': `conceptUri,skillType,preferredLabel\n${esco}/skill/splice,skill/competence,splice cable\n`,
  }

  it('keeps links, codes, descriptions and what a skill stands in, wherever they are in the file', async () => {
    const path = zip('esco-v1.2.0-linked.zip', files)
    expect(await importEsco(ground, path, undefined, silent)).toMatchObject({ read: 3, added: 3, links: 1 })
    expect(await importEsco(ground, path, undefined, silent)).toMatchObject({ added: 0, changed: 0, links: 0 })
    const { rows } = await ground.database.pool.query(
      `select uri, code, descriptions, broader from skill_concept where type <> 'skill-group' order by uri`,
    )
    expect(rows).toEqual([
      {
        uri: `${esco}/occupation/jointer`,
        code: '7413.1',
        descriptions: { en: 'Joins cables.' },
        broader: [`${esco}/isco/C7413`],
      },
      { uri: `${esco}/skill/splice`, code: null, descriptions: {}, broader: [`${esco}/skill/S1`] },
    ])
    const links = await ground.database.pool.query('select occupation, skill, relation from skill_link')
    expect(links.rows).toEqual([
      { occupation: `${esco}/occupation/jointer`, skill: `${esco}/skill/splice`, relation: 'essential' },
    ])
  })

  it('refuses a relation that is neither essential nor optional, and keeps nothing of that file', async () => {
    const wrong = {
      ...files,
      'occupationSkillRelations_en.csv': files['occupationSkillRelations_en.csv'].replace('essential', 'nice'),
    }
    await expect(importEsco(ground, zip('esco-v1.3.0.zip', wrong), undefined, silent)).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('relationType'),
    })
    const { rows } = await ground.database.pool.query(`select from skill_concept where version = '1.3.0'`)
    expect(rows).toEqual([])
  })
})

describe('importing language by language', () => {
  let ground: TestGround
  beforeAll(async () => {
    ground = await openTestGround()
  })
  afterAll(() => ground.close())

  const splice = 'http://data.europa.eu/esco/skill/splice'
  const english = `\uFEFFconceptUri,skillType,preferredLabel,altLabels,status
${splice},skill/competence,splice cable,"splice line
splice wire",released
http://data.europa.eu/esco/skill/gone,knowledge,telegraphy,,obsolete
`
  const swedish = `conceptUri,skillType,preferredLabel,altLabels,status
${splice},skill/competence,skarva kabel,skarva ledning,released
`

  it('adds the second language to what the first one brought', async () => {
    const one = zip('esco-v1.2.0-en.zip', { 'in/a/folder/skills_en.csv': english })
    const first = await importEsco(ground, one, undefined, silent)
    expect(first).toMatchObject({ version: '1.2.0', languages: ['en'], added: 2, changed: 0 })
    const second = await importEsco(ground, zip('esco-v1.2.0-sv.zip', { 'skills_sv.csv': swedish }), undefined, silent)
    expect(second).toMatchObject({ languages: ['sv'], added: 0, changed: 1 })
    expect(await labels(ground, { search: 'splice wire', language: 'sv' })).toEqual(['skarva kabel'])
    expect(await labels(ground, { search: 'skarva', language: 'en' })).toEqual(['splice cable'])
  })

  it('does not offer what the framework has given up', async () => {
    expect(await labels(ground, { search: 'telegraphy' })).toEqual([])
  })

  it('searches the newest version only, whichever was imported last', async () => {
    const older = english.replace('splice cable', 'join cable')
    await importEsco(ground, zip('older.zip', { 'skills_en.csv': older }), '1.1.10', silent)
    expect(await labels(ground, { search: 'cable' })).toEqual(['splice cable'])
  })
})

describe('what is not an ESCO download', () => {
  let ground: TestGround
  beforeAll(async () => {
    ground = await openTestGround()
  })
  afterAll(() => ground.close())

  it('is named as such when it is no zip file', async () => {
    const path = join(folder, 'esco-v1.2.0.zip')
    writeFileSync(path, 'conceptType,conceptUri')
    await expect(importEsco(ground, path, undefined, silent)).rejects.toMatchObject({ code: 'file-unreadable' })
  })

  it('is named as such when it holds other files', async () => {
    await expect(importEsco(ground, zip('v1.zip', { 'readme.txt': 'hello' }), '1.2', silent)).rejects.toThrow(
      'classification',
    )
  })

  it('leaves nothing behind when a later file of it is broken', async () => {
    const path = zip('half.zip', {
      'skills_en.csv': 'conceptUri,preferredLabel\nhttp://data.europa.eu/esco/skill/a,splice cable\n',
      'occupations_en.csv': 'conceptUri,preferredLabel\nhttp://data.europa.eu/esco/occupation/a,"never closed\n',
    })
    await expect(importEsco(ground, path, '1.2', silent)).rejects.toMatchObject({ code: 'file-unreadable' })
    const { rows } = await ground.database.pool.query('select from skill_concept')
    expect(rows).toEqual([])
  })

  it('asks for the version when the name does not tell it', async () => {
    await expect(importEsco(ground, join(folder, 'esco.zip'), undefined, silent)).rejects.toThrow('--version')
  })
})

const silent = (): void => undefined

async function labels(ground: TestGround, question: Partial<SkillQuestion>): Promise<string[]> {
  const { items } = await ground.database.act(systemScope, (work) =>
    findSkills(work, {
      search: '',
      language: 'en',
      framework: undefined,
      type: undefined,
      limit: 10,
      offset: 0,
      ...question,
    }),
  )
  return items.map(({ label }) => label)
}

/** A zip file whose entries are stored as they are (APPNOTE 4.3). */
function zip(name: string, files: Record<string, string>): string {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [path, text] of Object.entries(files)) {
    const fileName = Buffer.from(path)
    const content = Buffer.from(text)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(content.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(fileName.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, fileName, content])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    central.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), common, rest, fileName]))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(central.length, 4)
  end.writeUInt16LE(central.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  const path = join(folder, name)
  writeFileSync(path, Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end]))
  return path
}
