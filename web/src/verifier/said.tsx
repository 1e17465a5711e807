import type { TransparencyProfile } from '@bricka/domain/transparency/transparency-profile'
import type { ReactNode } from 'react'
import { useWords } from '../kit/scene.tsx'
import type { Words } from '../kit/words.ts'

export type Profile = TransparencyProfile

/** "Not stated", as visible as what is stated. */
export function NotSaid() {
  const { say } = useWords()
  return <span className="absent">{say('kit.not-said')}</span>
}

type MaybeSaid = { readonly stated: boolean }

/** A pair of name and value for `Facts`; says so where nothing is stated. */
export const fact = <Said extends MaybeSaid>(
  name: string,
  said: Said,
  show: (said: Extract<Said, { stated: true }>) => ReactNode,
): readonly [ReactNode, ReactNode] => [name, isStated(said) ? show(said) : <NotSaid key="not-said" />]

/** The same for what nobody misses when it is unsaid. */
export const factIfSaid = <Said extends MaybeSaid>(
  name: string,
  said: Said,
  show: (said: Extract<Said, { stated: true }>) => ReactNode,
): readonly [ReactNode, ReactNode] | undefined => (isStated(said) ? [name, show(said)] : undefined)

const isStated = <Said extends MaybeSaid>(said: Said): said is Extract<Said, { stated: true }> => said.stated

/** Our word for a code that we know, a stranger's own word as it is. */
export const wordOf = (words: Words, list: string, word: { code: string } | { other: string }): string =>
  'code' in word ? (words.find(`domain.${list}.${word.code}`) ?? word.code) : word.other

/** Only addresses that a browser may follow become links. */
export function OuterLink({ href, children }: { href: string | undefined; children: ReactNode }) {
  if (!href || !/^https?:\/\//.test(href)) return children
  return (
    <a href={href} rel="noreferrer nofollow">
      {children}
    </a>
  )
}
