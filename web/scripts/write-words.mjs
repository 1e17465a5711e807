// words/<language>/<audience>.json (ICU MessageFormat) -> words/generated: typed keys and arguments, and one compiled
// catalogue per language. Every key begins with the name of its file, so that a word is found where it is written.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { compileMessage } from '@lingui/message-utils/compileMessage'

const source = join(import.meta.dirname, '../src/words')
const target = join(import.meta.dirname, '../src/words/generated')
mkdirSync(target, { recursive: true })
const languages = ['sv', 'da', 'nb', 'fi', 'is', 'en']
const faults = []

const catalogues = Object.fromEntries(languages.map((language) => [language, readLanguage(language)]))
compareKeys()
if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\n`)
  process.exit(1)
}
const types = Object.entries(catalogues.sv).map(([key, text]) => `  '${key}': ${describeArguments(text)}`)
writeFileSync(join(target, 'messages.ts'), `export type Messages = {\n${types.join('\n')}\n}\n`)
for (const [language, words] of Object.entries(catalogues)) {
  writeFileSync(join(target, `${language}.json`), `${JSON.stringify(words, undefined, 2)}\n`)
  const compiled = Object.fromEntries(Object.entries(words).map(([key, text]) => [key, compileMessage(text)]))
  writeFileSync(join(target, `${language}.compiled.json`), JSON.stringify(compiled))
}

function readLanguage(language) {
  const words = {}
  for (const file of readdirSync(join(source, language)).sort()) {
    const audience = file.replace('.json', '')
    const entries = Object.entries(JSON.parse(readFileSync(join(source, language, file), 'utf8')))
    for (const [key, text] of entries) {
      if (!key.startsWith(`${audience}.`)) faults.push(`${language}/${file}: ${key} must begin with "${audience}."`)
      try {
        parse(text)
        words[key] = text
      } catch (error) {
        faults.push(`${language}/${file}: ${key} is no ICU message (${error.message})`)
      }
    }
  }
  return words
}

/** Swedish is the first language; the others have its keys with its arguments, no more and no fewer. */
function compareKeys() {
  for (const language of languages) {
    for (const key of Object.keys(catalogues.sv))
      if (!(key in catalogues[language])) faults.push(`${language}: ${key} is missing`)
      else if (describeArguments(catalogues[language][key]) !== describeArguments(catalogues.sv[key]))
        faults.push(`${language}: ${key} takes other arguments than in Swedish`)
    for (const key of Object.keys(catalogues[language]))
      if (!(key in catalogues.sv)) faults.push(`${language}: ${key} is not in Swedish`)
  }
}

function describeArguments(text) {
  const found = [...findArguments(parse(text))].sort(([one], [other]) => (one < other ? -1 : 1))
  return found.length > 0 ? `{ ${found.map(([name, type]) => `${name}: ${type}`).join('; ')} }` : 'undefined'
}

function findArguments(nodes, found = new Map()) {
  for (const node of nodes) {
    if (node.type === TYPE.argument) found.set(node.value, found.get(node.value) ?? 'string | number')
    if (node.type === TYPE.number || node.type === TYPE.plural) found.set(node.value, 'number')
    if (node.type === TYPE.select) found.set(node.value, 'string')
    for (const option of Object.values(node.options ?? {})) findArguments(option.value, found)
  }
  return found
}
