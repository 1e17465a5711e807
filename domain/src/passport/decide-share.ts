export type ShareState =
  | { state: 'open'; until: string }
  | { state: 'expired'; at: string }
  | { state: 'withdrawn'; at: string }

/**
 * How a share link stands at one moment.
 *
 * It says nothing of the merits behind it: a link that has expired leaves them as valid as before. Withdrawal is told
 * before expiry, for it is what the holder decided.
 */
export function decideShare(
  share: { readonly expiresAt: string; readonly withdrawnAt?: string | null | undefined },
  on: Date,
): ShareState {
  const at = on.getTime()
  if (share.withdrawnAt && Date.parse(share.withdrawnAt) <= at) return { state: 'withdrawn', at: share.withdrawnAt }
  if (Date.parse(share.expiresAt) <= at) return { state: 'expired', at: share.expiresAt }
  return { state: 'open', until: share.expiresAt }
}
