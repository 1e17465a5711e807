import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type Chromium = { executablePath: string; env: Record<string, string> }

const modules = join(import.meta.dirname, '../node_modules')
const packageFolder = join(modules, '@sparticuz/chromium')

/**
 * The browser that the journeys drive: CHROMIUM_PATH, else the one inside the npm package (Linux x64), else the
 * machine's own.
 *
 * The package brings its own NSS libraries and font. Without them a bare Debian starts it and shows all text blank,
 * while the tests pass. Its own unpacking is not used: that goes to a fixed place in the temporary folder, where it
 * breaks other users and the next version.
 */
export async function findChromium(): Promise<Chromium> {
  const env = readEnvironment()
  const chosen = env.CHROMIUM_PATH
  if (chosen) return { executablePath: chosen, env }
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(packageFolder)) {
    const folder = await unpack()
    return {
      executablePath: join(folder, 'chromium'),
      env: {
        ...env,
        LD_LIBRARY_PATH: [join(folder, 'al2023/lib'), env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
        FONTCONFIG_FILE: join(folder, 'fonts.conf'),
      },
    }
  }
  const executablePath = [
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:/Program Files/Google/Chrome/Application/chrome.exe',
  ].find((path) => existsSync(path))
  if (executablePath) return { executablePath, env }
  throw new Error('No Chromium was found. Install Chromium or Chrome and name it: CHROMIUM_PATH=/path/to/it npm test')
}

async function unpack(): Promise<string> {
  const { version }: { version: string } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
  const folder = join(modules, `.cache/chromium-${version}`)
  if (existsSync(folder)) return folder
  const draft = `${folder}.${process.pid}`
  mkdirSync(draft, { recursive: true })
  const { inflate } = await import('@sparticuz/chromium')
  // inflate() unpacks into the temporary folder that the environment names.
  const before = process.env.TMPDIR
  process.env.TMPDIR = draft
  for (const name of ['chromium.br', 'fonts.tar.br', 'al2023.tar.br']) await inflate(join(packageFolder, 'bin', name))
  if (before === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = before
  chmodSync(join(draft, 'chromium'), 0o755)
  writeFileSync(
    join(draft, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fontcache</cachedir></fontconfig>`,
  )
  try {
    renameSync(draft, folder)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}

const readEnvironment = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined))
