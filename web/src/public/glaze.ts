/** Which of the six glazes a merit's tile has: always the same for the same merit. */
export function glazeOf(meritId: string): number {
  let sum = 0
  for (const character of meritId) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return sum % 6
}
