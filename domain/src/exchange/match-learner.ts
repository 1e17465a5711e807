/** Who a transcript says it is of, and who asks for it. */
export type Learner = {
  readonly givenNames: string
  readonly familyName: string
  readonly birthDate?: string | undefined
}
export type Holder = { readonly name: string; readonly birthDate?: string | undefined }

/** `ask`: a person decides, and is told why; a transcript is never refused only because names are spelt in two ways. */
export type LearnerMatch =
  | { readonly match: 'same' }
  | { readonly match: 'ask'; readonly reasons: readonly LearnerDoubt[] }
  | { readonly match: 'other'; readonly reasons: readonly ['birth-date-differs'] }
export type LearnerDoubt = 'name-differs' | 'name-in-part' | 'birth-date-unknown'

/**
 * Whether a transcript is of the person who fetched it. Names are compared without marks, in any order and in the
 * spellings that systems without Nordic letters use (å as aa, ö as oe or o); a birth date is compared as it is, and
 * where both are known and differ it is someone else's.
 */
export function matchLearner(learner: Learner, holder: Holder): LearnerMatch {
  // xs:date may carry a time zone.
  const born = learner.birthDate?.slice(0, 10)
  if (born && holder.birthDate && born !== holder.birthDate) return { match: 'other', reasons: ['birth-date-differs'] }
  const reasons: LearnerDoubt[] = []
  const name = compareNames(`${learner.givenNames} ${learner.familyName}`, holder.name)
  if (name !== 'same') reasons.push(name)
  if (!born || !holder.birthDate) reasons.push('birth-date-unknown')
  return reasons.length === 0 ? { match: 'same' } : { match: 'ask', reasons }
}

/** Whether two names are one, but for marks, order and spelling; a part of a name is not enough. */
export const isSameName = (one: string | undefined, other: string | null): boolean =>
  one !== undefined && other !== null && compareNames(one, other) === 'same'

function compareNames(one: string, other: string): 'same' | 'name-in-part' | 'name-differs' {
  const [few, many] = [words(one), words(other)].sort((a, b) => a.length - b.length)
  if (!few || !many || few.length === 0) return 'name-differs'
  const left = [...many]
  for (const word of few) {
    const at = left.findIndex((candidate) =>
      spellings(word).some((spelling) => spellings(candidate).includes(spelling)),
    )
    if (at < 0) return 'name-differs'
    left.splice(at, 1)
  }
  if (left.length === 0) return 'same'
  // One shared word is too little: there are many of every first name.
  return few.length > 1 ? 'name-in-part' : 'name-differs'
}

const words = (name: string): readonly string[] =>
  name
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}]+/u)
    .filter((word) => word !== '')

/** A word with each letter written as one system or another would: without its mark, or in two letters. */
function spellings(word: string): readonly string[] {
  const long = fold(word.replace(/[åäæöøüðþß]/g, (letter) => twoLetters[letter] ?? letter))
  const short = fold(word.replace(/[æøðþßłđı]/g, (letter) => oneLetter[letter] ?? letter))
  return [long, short]
}

const fold = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '')

const twoLetters: Readonly<Record<string, string>> = {
  å: 'aa',
  ä: 'ae',
  æ: 'ae',
  ö: 'oe',
  ø: 'oe',
  ü: 'ue',
  ð: 'dh',
  þ: 'th',
  ß: 'ss',
}
const oneLetter: Readonly<Record<string, string>> = {
  æ: 'a',
  ø: 'o',
  ð: 'd',
  þ: 't',
  ß: 's',
  ł: 'l',
  đ: 'd',
  ı: 'i',
}
