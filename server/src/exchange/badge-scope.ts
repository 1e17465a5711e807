const base = 'https://purl.imsglobal.org/spec/ob/v3p0/scope/'

/** What an app may ask for (Open Badges 3.0, 6.2.1), by the short name that is kept. */
export const badgeScopes = ['credential.readonly', 'credential.upsert', 'profile.readonly', 'profile.update'] as const
export type BadgeScope = (typeof badgeScopes)[number]

export const scopeUrl = (scope: BadgeScope): string => `${base}${scope}`

/** The known ones of what is asked for, unknown ones left out (RFC 6749, 3.3). */
export function readScopes(text: string | undefined): readonly BadgeScope[] {
  const asked = (text ?? '').split(' ')
  return badgeScopes.filter((scope) => asked.includes(scopeUrl(scope)))
}

export const writeScopes = (scopes: readonly BadgeScope[]): string => scopes.map(scopeUrl).join(' ')

export const isBadgeScope = (text: string): text is BadgeScope => badgeScopes.some((scope) => scope === text)
