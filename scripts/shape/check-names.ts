import { type Finding, isTest, type Source } from './source.ts'

const refused = new Set(
  'utils util helpers helper common misc shared manager service impl abstract data info handle process'.split(' '),
)

/** The standards' own words: JSON-LD calls it context processing. */
const standards = /process-context|data-integrity|data-model/g

/** Names are words that people say, in kebab-case; a file is a verb with its noun, or a noun. */
export function checkNames(paths: readonly string[]): Finding[] {
  return paths.flatMap((path) => {
    const folders = path.split('/')
    const file = folders.pop() ?? ''
    const stem = file.replace(/(\.(test|spec|config|d))?\.[a-z]+$/, '')
    const words = [...folders, stem].flatMap((name) => name.replace(standards, '').split('-'))
    const word = words.find((one) => refused.has(one.toLowerCase()))
    if (word)
      return [
        { path, line: 1, message: `"${word}" says nothing. Name the verb and the noun, as in decide-recognition.` },
      ]
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(stem))
      return [{ path, line: 1, message: 'File names are kebab-case: decide-recognition.ts.' }]
    if (/^index\.tsx?$/.test(file) && path !== 'credential/src/index.ts')
      return [{ path, line: 1, message: 'No barrels: name the file after what it does.' }]
    return []
  })
}

/** No classes but errors. */
export function checkClasses(sources: readonly Source[]): Finding[] {
  return sources.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      if (!/^\s*(export )?(default )?(abstract )?class \w+/.test(line) || / extends \w*(Error|Problem)\b/.test(line))
        return []
      if (/ implements Reporter\b/.test(line) || isTest(path) || path.endsWith('.d.ts')) return []
      return [{ path, line: index + 1, message: 'No classes but errors: write a function, and give it what it needs.' }]
    }),
  )
}
