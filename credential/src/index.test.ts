import { build } from 'vite'
import { describe, expect, it } from 'vitest'

describe('the public door', () => {
  it('bundles for a browser with nothing of Node in it', async () => {
    const result = await build({
      configFile: false,
      logLevel: 'silent',
      root: new URL('.', import.meta.url).pathname,
      build: {
        write: false,
        minify: false,
        lib: { entry: ['./index.ts', './power/web.ts'], formats: ['es'] },
        rolldownOptions: { external: [] },
      },
    })
    const chunks = [result].flat().flatMap((one) => ('output' in one ? one.output : []))
    const imports = chunks.flatMap((chunk) =>
      chunk.type === 'chunk' ? [...chunk.imports, ...chunk.dynamicImports] : [],
    )
    const names = new Set(chunks.map(({ fileName }) => fileName))
    expect(imports.filter((name) => !names.has(name))).toEqual([])
    const code = chunks.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('\n')
    expect(code).not.toMatch(/from ["']node:|require\(["']node:|__vite-browser-external/)
  }, 60_000)
})
