import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { sealManifest } from '@bricka/server/exchange/leave-manifest'
import { writeZip } from '@bricka/server/exchange/leave-write-zip'
import { openTestWorld, type TestWorld } from '@bricka/server/testing/open-test-world'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeArchive } from './describe-archive.ts'
import { unpackArchive } from './unpack-archive.ts'
import { verifyArchive } from './verify-archive.ts'
import { findWords } from './words.ts'

const run = promisify(execFile)

describe('Bricka from a terminal', () => {
  let world: TestWorld
  let folder: string
  let url: string
  let organisation: string
  let merit: string
  let token: string

  beforeAll(async () => {
    world = await openTestWorld()
    folder = await mkdtemp(join(tmpdir(), 'bricka-cli-'))
    url = `http://localhost:${new URL(await world.app.listen({ port: 0, host: '127.0.0.1' })).port}`
    world.ground.settings.baseUrl = url
    world.ground.setNow(new Date())
    const person = await world.visit('Rut')
    organisation = await world.register(person, 'nordfiber')
    const creator = await world.visit('Kaj', { [organisation]: ['representative'] })
    merit = await world.publish(creator, organisation)
    const made = await bricka('token', 'create', 'nordfiber', '--name', 'test', '--scope', 'read', 'design', 'issue')
    if (made.exitCode !== 0) throw new Error(made.error)
    token = made.out.trim()
  })
  afterAll(async () => {
    await world.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('makes a token that opens what its scopes say and no more', async () => {
    expect(token).toMatch(/^bricka_/)
    const system = world.visitByToken(token)
    expect((await system.call('GET', `/api/organisations/${organisation}/merits`)).statusCode).toBe(200)
    const mandate = await system.call('POST', `/api/merits/${merit}/mandates`, { issuerId: organisation })
    expect(mandate.json()).toMatchObject({ code: 'scope-missing' })
  })

  it('names what stands in the way of a token', async () => {
    expect(await bricka('token', 'create', 'nobody', '--name', 'x')).toMatchObject({
      exitCode: 1,
      error: expect.stringContaining('[not-found]'),
    })
    expect(await bricka('token', 'create', 'nordfiber', '--name', 'x', '--scope', 'everything')).toMatchObject({
      exitCode: 1,
      error: expect.stringContaining('[request-invalid]'),
    })
  })

  it('issues once for each key, and checks what was issued: 0, and 1 when it was changed', async () => {
    const order = ['issue', '--organisation', organisation, '--merit', merit, '--name', 'Ada', '--json']
    const first = await bricka(...order, '--email', 'ada@people.example', '--key', 'ada-1')
    const { credentialId, known } = JSON.parse(first.out)
    expect({ exitCode: first.exitCode, known }).toEqual({ exitCode: 0, known: false })
    const second = await bricka(...order, '--email', 'ada@people.example', '--key', 'ada-1')
    expect(JSON.parse(second.out)).toMatchObject({ credentialId, known: true })

    const issued = await world
      .visitByToken(token)
      .call('GET', `/api/organisations/${organisation}/credentials/${credentialId}`)
    const { document } = issued.json<{ document: string }>()
    const good = await keep('good.json', document)
    expect(await bricka('verify', good, '--language', 'sv')).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/Underskrift\s+godkänd/),
    })
    const bad = await keep('bad.json', document.replace('Ada', 'Eva'))
    const changed = await bricka('verify', bad, '--json')
    expect(changed.exitCode).toBe(1)
    expect(JSON.parse(changed.out)).toMatchObject({
      outcome: 'failed',
      checks: expect.arrayContaining([expect.objectContaining({ code: 'signature-invalid' })]),
    })
  })

  it('tells of a transcript part by part, and ends with the worst of it', async () => {
    const ada = await world.visit('Ada')
    const held = (await ada.call('GET', '/api/passport/clr')).json().items.map(({ id }: { id: string }) => id)
    const order = { name: 'Mina meriter', credentialIds: held, as: 'json' }
    const { record } = (await ada.call('POST', '/api/passport/clr', order)).json<{ record: string }>()
    const good = await bricka('verify', await keep('clr.json', record), '--language', 'sv')
    expect(good).toMatchObject({ exitCode: 0, out: expect.stringContaining('\n+ Del 1: Fibersvetsning (nordfiber') })
    const changed = JSON.parse(record)
    changed.credentialSubject.verifiableCredential[0].validFrom = '2020-01-01T00:00:00Z'
    changed.credentialSubject.verifiableCredential.push('nothing')
    const bad = await bricka('verify', await keep('bad-clr.json', JSON.stringify(changed)), '--language', 'sv')
    expect(bad).toMatchObject({ exitCode: 1, out: expect.stringMatching(/! Del 1: .*\n +! .*\[signature-invalid\]/) })
    expect(bad.out).toContain('[not-json]')
  })

  it('cannot check what it may not fetch (2), and cannot read what is no credential (3)', async () => {
    const order = ['issue', '--organisation', organisation, '--merit', merit, '--name', 'Bo', '--json']
    const { out } = await bricka(...order, '--email', 'bo@people.example')
    const path = `/api/organisations/${organisation}/credentials/${JSON.parse(out).credentialId}`
    const { document } = (await world.visitByToken(token).call('GET', path)).json<{ document: string }>()
    const file = await keep('bo.json', document)
    const shut = await bricka('verify', file, '--json', { BRICKA_URL: '' })
    expect(shut.exitCode).toBe(2)
    expect(JSON.parse(shut.out).checks).toContainEqual(expect.objectContaining({ code: 'key-away' }))

    expect(await bricka('verify', await keep('text.json', 'nonsense'), '--json')).toMatchObject({ exitCode: 3 })
    expect(await bricka('verify', join(folder, 'nowhere.json'))).toMatchObject({
      exitCode: 3,
      out: expect.stringContaining('file-missing'),
    })
    expect(await bricka('verify', 'http://169.254.169.254/latest', '--json')).toMatchObject({
      exitCode: 3,
      out: expect.stringContaining('url-not-https'),
    })
  })

  it('keeps the rows of a spreadsheet that can be kept, and lists the others', async () => {
    const template = await world.anyone.call('GET', '/api/merit-sheet?language=sv&format=csv')
    const file = await keep('merits.csv', template.body)
    expect(await bricka('import', 'merits', file, '--organisation', organisation)).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('1 kept as drafts, 0 problems'),
    })
    const broken = await keep('broken.csv', 'helt;andra;rubriker\n1;2;3\n')
    expect((await bricka('import', 'merits', broken, '--organisation', organisation)).exitCode).toBe(1)
  })

  it('takes answers to a survey of needs, all of a file or nothing of it', async () => {
    const system = world.visitByToken(token)
    const own = `/api/organisations/${organisation}`
    const survey = { title: 'Behov', level: 'branch', side: 'employer', population: 'Fibern', frame: 'Registret' }
    const { id: surveyId } = (await system.call('POST', `${own}/surveys`, survey)).json()
    const wave = { period: '2026', place: 'SE110', strata: [{ name: 'alla', size: 9 }], closesOn: '2099-01-01' }
    const { id: waveId } = (await system.call('POST', `${own}/surveys/${surveyId}/waves`, wave)).json()
    const take = async (name: string, text: string) =>
      bricka('import', 'needs', await keep(name, text), '--organisation', organisation, '--wave', waveId)
    expect(await take('needs.csv', 'respondent,stratum,words,wanted,horizon\na,alla,svetsa,2,now\n')).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('1 respondents with 1 rows taken'),
    })
    expect(await take('wrong.csv', 'respondent,stratum,words,wanted,horizon\nb,ingen,svetsa,2,now\n')).toMatchObject({
      exitCode: 1,
    })
  })

  it('records units of the landscape in a study, all of a file or nothing of it', async () => {
    const system = world.visitByToken(token)
    const study = { title: 'Kartan', about: 'Smått lärande som det är' }
    const made = await system.call('POST', `/api/organisations/${organisation}/studies`, study)
    const { id } = made.json()
    const head = 'name,language,area,kind,provider,providerKind,source,observedOn'
    const row = (kind: string) => `Cirkel,sv,AX,${kind},Demoförbundet,civil-society,Webbplats,2026-05-01`
    const take = async (name: string, text: string) =>
      bricka('import', 'landscape', await keep(name, text), '--organisation', organisation, '--study', id)
    expect(await take('units.csv', `${head}\n${row('study-circle')}\n`)).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('1 units recorded'),
    })
    expect(await take('units-wrong.csv', `${head}\n${row('study-circle')}\n${row('square')}\n`)).toMatchObject({
      exitCode: 1,
    })
    const units = await system.call('GET', `/api/organisations/${organisation}/studies/${id}/units`)
    expect(units.json().total).toBe(1)
  })

  it('opens, checks and unpacks an export of a passport, also when its server does not answer', async () => {
    const order = ['issue', '--organisation', organisation, '--merit', merit, '--name', 'Ylva', '--json']
    const { out } = await bricka(...order, '--email', 'ylva@people.example')
    const { credentialId } = JSON.parse(out)
    const holder = await world.visit('Ylva')
    const passphrase = 'twelve blue bricks'
    const exported = await holder.call('POST', '/api/passport/archive', { passphrase, language: 'sv' })
    const file = join(folder, 'passport.zip')
    await writeFile(file, exported.rawPayload)

    const reader = { json: false, now: new Date().toISOString(), words: findWords('sv') }
    const opened = await describeArchive(file, reader)
    expect(opened).toMatchObject({ exitCode: 0 })
    for (const told of [
      `Pass från ${url}`,
      'Fibersvetsning (Utfärdare: nordfiber organisation)',
      `credentials/${credentialId}/merit.sd-jwt`,
      'Nycklar: låsta med lösenfrasen',
      '/did.json',
      'Finns inte med:',
      'utfärdarens statuslista',
    ])
      expect(opened.text).toContain(told)

    const checked = await bricka('passport', 'verify', file, '--language', 'sv')
    expect(checked.out).toMatch(/\+ +\+ +Underskrift/)
    const verify = async (allowOrigin: string[], offline = false) => {
      const { text, exitCode } = await verifyArchive(file, { ...reader, json: true, offline, allowOrigin })
      const forms: Form[] = JSON.parse(text).checked
      return { exitCode, forms }
    }
    const held = await verify([url])
    expect(held.forms.map(({ path }) => path)).toEqual(
      ['json', 'jwt', 'sd-jwt', 'svg'].map((form) => `credentials/${credentialId}/merit.${form}`),
    )
    expect(held.forms[0]?.now?.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['signature-valid', 'status-good']),
    )
    const away = await verify([])
    expect(away.exitCode).toBe(2)
    for (const { now = [], copy } of away.forms) {
      expect(now.find(({ name }) => name === 'signature')).toMatchObject({ outcome: 'unchecked', code: 'key-away' })
      expect(now.find(({ name }) => name === 'status')?.outcome).not.toBe('passed')
      expect(copy.filter(({ outcome }) => outcome === 'failed')).toEqual([])
    }
    const offline = await verify([], true)
    expect(offline.forms.every(({ now }) => now === undefined)).toBe(true)
    expect(offline.forms[0]?.copy.every(({ outcome }) => outcome === 'passed')).toBe(true)

    const home = join(folder, 'home')
    const unpack = (secret: string | undefined) => unpackArchive(file, home, { ...reader, passphrase: secret })
    expect(await unpack('twelve green bricks')).toMatchObject({
      exitCode: 3,
      text: expect.stringContaining('[passphrase-wrong]'),
    })
    expect(existsSync(home)).toBe(false)
    const unpacked = await bricka('passport', 'unpack', file, home, { BRICKA_PASSPHRASE: passphrase })
    expect(unpacked, unpacked.out).toMatchObject({ exitCode: 0 })
    const key = JSON.parse(await readFile(join(home, 'keys/1.jwk'), 'utf8'))
    expect(key).toMatchObject({ kty: 'EC', crv: 'P-256', kid: credentialId, d: expect.any(String) })
    expect((await stat(join(home, 'keys/1.jwk'))).mode & 0o077).toBe(0)
    const sdJwt = await readFile(join(home, `credentials/${credentialId}/merit.sd-jwt`), 'utf8')
    const claims = JSON.parse(Buffer.from(sdJwt.split('.')[1] ?? '', 'base64url').toString())
    expect(claims.cnf.jwk).toMatchObject({ x: key.x, y: key.y })
    const signed = await readFile(join(home, `credentials/${credentialId}/merit.json`), 'utf8')
    expect(signed).toBe((await holder.call('GET', `/api/passport/credentials/${credentialId}/download`)).body)
    expect(await unpack(undefined)).toMatchObject({ exitCode: 3, text: expect.stringContaining('[folder-in-use]') })
  })

  it('refuses an export that is none, and one whose files would lie elsewhere or over each other', async () => {
    const reader = { json: false, now: new Date().toISOString(), words: findWords('en') }
    const open = async (bytes: Uint8Array) => {
      const file = join(folder, 'odd.zip')
      await writeFile(file, bytes)
      return unpackArchive(file, join(folder, 'odd'), { ...reader, passphrase: undefined })
    }
    const pack = async (contents: Record<string, string>, seal: Parameters<typeof writeZip>[1]) => {
      const files = Object.entries(contents).map(([path, text]) => ({
        path,
        mediaType: 'a/b',
        bytes: Buffer.from(text),
      }))
      const chunks: Uint8Array[] = []
      for await (const chunk of writeZip(Readable.from(files), seal)) chunks.push(chunk)
      return Buffer.concat(chunks)
    }
    const sealed = (paths: readonly string[]) =>
      pack(
        {
          ...Object.fromEntries(paths.map((path) => [path, 'hello'])),
          'passport.json': '{"selfClaims":[]}',
          'known.json': '{}',
        },
        (listed) => sealManifest(world.ground, 'passport', listed),
      )
    expect(await open(Buffer.from('hello'))).toMatchObject({
      exitCode: 3,
      text: expect.stringContaining('(not-a-zip)'),
    })
    expect((await open(await pack({ 'a.txt': 'hello' }, async () => []))).text).toContain('(manifest-missing)')
    for (const paths of [
      ['con.txt'],
      ['credentials/one/merit.json:other'],
      ['A.json', 'a.json'],
      ['keys/1.jwk'],
      ['.ssh/config'],
      ['a b.txt'],
    ])
      expect((await open(await sealed(paths))).text, paths.join()).toContain('[path-refused]')
    expect(existsSync(join(folder, 'odd'))).toBe(false)
    expect(await describeArchive(join(folder, 'nowhere.zip'), reader)).toMatchObject({ exitCode: 3 })
  })

  it('tells in one line that no server answers', async () => {
    const answer = await bricka('import', 'merits', await keep('x.csv', 'titel\nx'), '--organisation', organisation, {
      BRICKA_URL: 'http://127.0.0.1:9',
    })
    expect(answer).toMatchObject({ exitCode: 1, out: expect.stringContaining('[server-unreachable]') })
  })

  async function keep(name: string, content: string): Promise<string> {
    const path = join(folder, name)
    await writeFile(path, content)
    return path
  }

  async function bricka(...words: (string | Record<string, string>)[]) {
    const changes = words.filter((word) => typeof word === 'object')
    const env = {
      ...process.env,
      DATA_DIR: folder,
      BASE_URL: url,
      DATABASE_URL: world.ground.databaseUrl,
      BRICKA_URL: url,
      BRICKA_TOKEN: token ?? '',
      ...Object.assign({}, ...changes),
    }
    const entry = join(import.meta.dirname, 'main.ts')
    const args = [entry, ...words.filter((word) => typeof word === 'string')]
    return run(process.execPath, args, { env }).then(
      ({ stdout, stderr }) => ({ exitCode: 0, out: stdout, error: stderr }),
      (error: { code: number; stdout: string; stderr: string }) => ({
        exitCode: error.code,
        out: error.stdout,
        error: error.stderr,
      }),
    )
  }
})

type Found = { name: string; outcome: string; code: string }
type Form = { path: string; now?: Found[]; copy: Found[] }
