import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSettings } from './read-settings.ts'

describe('reading the settings', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bricka-settings-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('takes an empty value for one that is not set', () => {
    const empty = { PORT: '', HOST: '', BASE_URL: '', DATABASE_URL: '', DEMO: '', SMTP_URL: '', LOG_LEVEL: '' }
    expect(readSettings({ ...empty, DATA_DIR: folder })).toEqual(readSettings({ DATA_DIR: folder }))
  })

  it('makes no demo world in an operator’s database unless asked', () => {
    const DATABASE_URL = 'postgres://bricka@/bricka?host=/run/postgresql'
    expect(readSettings({ DATA_DIR: folder }).demo).toBe(true)
    expect(readSettings({ DATA_DIR: folder, DATABASE_URL }).demo).toBe(false)
    expect(readSettings({ DATA_DIR: folder, DATABASE_URL, DEMO: '1' }).demo).toBe(true)
  })

  it.each([
    ['PORT', '80a', 'PORT is "80a"; write a whole number from 0 to 65535.'],
    ['BASE_URL', 'bricka.example', /^BASE_URL is "bricka.example"; write an address/],
    ['BASE_URL', 'https://bricka.example/here', /without a path/],
    ['DATABASE_URL', 'mysql://localhost/bricka', /write postgres:\/\/user:password@host:5432\/database/],
    ['DEMO', 'true', 'DEMO is "true"; write 1 for the demo world, or 0.'],
    ['SMTP_URL', 'mail.example:587', /write smtp:\/\//],
    ['SHADOW_EVERY', '-1', /write a whole number such as 1000, or 0 for never/],
    ['LOG_LEVEL', 'loud', /write one of fatal, error/],
    ['FETCH_ALLOW', 'intranet', /^FETCH_ALLOW names "intranet"/],
    ['BRICKA_SECRET', 'short', /at least 32 bytes/],
  ])('says what is wrong with %s=%s', (name, value, message) => {
    expect(() => readSettings({ DATA_DIR: folder, [name]: value })).toThrow(message)
  })

  it('makes the secret once, for its own account alone, and leaves nothing beside it', () => {
    const first = readSettings({ DATA_DIR: folder }).secret
    expect(readSettings({ DATA_DIR: folder }).secret).toEqual(first)
    expect(readdirSync(folder)).toEqual(['secret'])
    expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600)
  })

  it('does not seal with a secret that was cut off', () => {
    writeFileSync(join(folder, 'secret'), 'c2hvcnQ=')
    expect(() => readSettings({ DATA_DIR: folder })).toThrow(/secret is cut off\. Put back the one from your backup/)
  })
})
