import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listTransitions, type TransitionOptions } from './list-transitions.ts'

const server = { url: 'http://127.0.0.1:9', token: undefined }
const at = (name: string): string => `http://data.europa.eu/esco/occupation/${name}`

describe('ranking transitions on an ESCO download, without a server', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bricka-esco-v1.2.0-'))
    const esco = 'http://data.europa.eu/esco'
    const files = {
      'occupations_en.csv': `conceptUri,iscoGroup,preferredLabel,code\n${[
        ['carer', '5321'],
        ['cook', '5120'],
        ['steward', '5111'],
      ]
        .map(([name, isco]) => `${esco}/occupation/${name},${isco},${name},${isco}.1\n`)
        .join('')}`,
      'skills_en.csv': `conceptUri,skillType,preferredLabel\n${['aid', 'beds', 'soup'].map((skill) => `${esco}/skill/${skill},skill/competence,${skill}\n`).join('')}`,
      'occupationSkillRelations_en.csv': `occupationUri,relationType,skillType,skillUri\n${[
        ['carer', 'aid'],
        ['carer', 'beds'],
        ['steward', 'aid'],
        ['steward', 'soup'],
        ['cook', 'soup'],
      ]
        .map(([occupation, skill]) => `${esco}/occupation/${occupation},essential,skill,${esco}/skill/${skill}\n`)
        .join('')}`,
    }
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('answers each line with all other occupations, best first, and goes on after one that is not known', async () => {
    const { exitCode, out, said } = await run({ stdin: true }, undefined, [
      at('steward'),
      at('juggler'),
      '',
      at('carer'),
    ])
    expect(exitCode).toBe(1)
    expect(said).toEqual([`No occupation in ESCO 1.2.0 has the URI ${at('juggler')}. [occupation-unknown]`])
    expect(out.map((line) => JSON.parse(line))).toMatchObject([
      {
        origin: at('steward'),
        ranking: [
          [at('cook'), expect.any(Number)],
          [at('carer'), expect.any(Number)],
        ],
      },
      {
        origin: at('carer'),
        ranking: [
          [at('steward'), expect.any(Number)],
          [at('cook'), 0],
        ],
      },
    ])
  })

  it('ends well when every line is known', async () => {
    expect(await run({ stdin: true }, undefined, [at('cook')])).toMatchObject({ exitCode: 0, said: [] })
  })

  it('explains one, with its reasons and its gap', async () => {
    const { text, exitCode } = await run({ json: true }, at('steward'))
    expect(exitCode).toBe(0)
    const { transitions, classificationVersion, attribution } = JSON.parse(text)
    expect({ classificationVersion, attribution }).toEqual({
      classificationVersion: '1.2.0',
      attribution: 'This service uses the ESCO classification of the European Commission.',
    })
    expect(transitions[1]).toMatchObject({
      occupation: { label: 'carer' },
      coverage: { held: 1, of: 2 },
      identical: [{ label: 'aid', reason: { kind: 'same-skill' } }],
      missing: [{ label: 'beds', reason: { kind: 'new' } }],
    })
  })

  it.each([
    [{}, 'http://data.europa.eu/esco/occupation/juggler', 'occupation-unknown'],
    [{}, undefined, 'request-invalid'],
    [{ stdin: true }, 'http://data.europa.eu/esco/occupation/cook', 'request-invalid'],
    [{ esco: '/nowhere/esco-v1.2.0.zip' }, 'http://data.europa.eu/esco/occupation/cook', 'file-unreadable'],
  ])('refuses %o %s as %s', async (options, uri, code) => {
    const { exitCode, said, out } = await run(options, uri)
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: [] })
    expect(said.join('\n')).toContain(`[${code}]`)
  })

  it('says so when neither a server nor a download is there', async () => {
    const said: string[] = []
    const { exitCode } = await listTransitions(
      server,
      at('cook'),
      { stdin: false, json: false, limit: 5 },
      { lines: Readable.from([]), write: async () => undefined, say: (line) => void said.push(line) },
    )
    expect(exitCode).toBe(1)
    expect(said.join()).toContain('[server-unreachable]')
  })

  async function run(options: Partial<TransitionOptions>, uri: string | undefined, lines: readonly string[] = []) {
    const out: string[] = []
    const said: string[] = []
    const ending = await listTransitions(
      server,
      uri,
      { esco: folder, stdin: false, json: false, limit: 5, ...options },
      {
        lines: Readable.from(lines.map((line) => `${line}\n`)),
        write: async (line) => void out.push(line),
        say: (line) => void said.push(line),
      },
    )
    return { ...ending, out, said }
  }
})
