import type { DraftView } from '@bricka/server/merit/merit-views'
import { idOf } from '../kit/form.ts'
import { useWords } from '../kit/scene.tsx'
import { type DesignList, wordFor } from './design-words.ts'
import { partOf } from './draft-part.ts'

type Finding = { code: string; where: string; detail?: DraftView['check']['advice'][number]['detail'] }

/** What was found in a draft, in plain words, each with a link to the field where it is put right. */
export function DraftFindings(props: { findings: readonly Finding[]; home: string; list?: DesignList }) {
  const words = useWords()
  return (
    <ul className="findings">
      {props.findings.map(({ code, where, detail }) => {
        const part = partOf(where)
        const text = wordFor(words, props.list ?? 'missing', code, { ...noDetail, ...detail })
        const number = /^\/outcomes\/(\d+)/.exec(where)?.[1]
        const said = number === undefined ? text : words.say('creator.in-outcome', { number: Number(number) + 1, text })
        const href = part
          ? `${props.home}?part=${part}#${idOf(where.slice(1))}`
          : `${props.home.split('/').slice(0, 3).join('/')}/settings`
        return (
          <li key={code + where}>
            <a href={href}>{said}</a>
          </li>
        )
      })}
    </ul>
  )
}

/** Sentences may name any of these; a finding brings those that it has. */
const noDetail = {
  value: '',
  unit: '',
  least: '',
  most: '',
  framework: '',
  level: '',
  count: '',
  word: '',
  propose: '',
  due: '',
}
