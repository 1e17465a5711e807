import { parseSync } from 'oxc-parser'
import { lineAt, type Source } from './source.ts'

/** One module that a file asks for. `typeOnly`: nothing of it is there when the program runs. */
export type Import = { path: string; line: number; asked: string; typeOnly: boolean; reExport: boolean }

export function readImports({ path, text }: Source): Import[] {
  const { module, errors, program } = parseSync(path, text)
  const broken = errors[0]
  if (broken) throw new Error(`${path} cannot be read: ${broken.message}`)
  const found: Import[] = []
  for (const { moduleRequest, entries, start } of module.staticImports)
    found.push({
      path,
      line: lineAt(text, start),
      asked: moduleRequest.value,
      typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
      reExport: false,
    })
  for (const { entries, start } of module.staticExports)
    for (const { moduleRequest, isType } of entries)
      if (moduleRequest)
        found.push({ path, line: lineAt(text, start), asked: moduleRequest.value, typeOnly: isType, reExport: true })
  for (const { moduleRequest } of module.dynamicImports) {
    const asked = /^['"](.+)['"]$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[1]
    if (asked) found.push({ path, line: lineAt(text, moduleRequest.start), asked, typeOnly: false, reExport: false })
  }
  return program.body.length > 0 ? found : []
}
