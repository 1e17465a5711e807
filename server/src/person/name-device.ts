const browsers = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
] as const

const systems = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'Mac'],
  [/\bLinux\b/, 'Linux'],
] as const

/**
 * A device in the few words by which its owner knows it again, such as "Firefox, Android". What else a browser tells of
 * itself would tell people apart and is not kept.
 */
export function nameDevice(userAgent: string | undefined): string | null {
  const words = [browsers, systems].flatMap(
    (table) => table.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1] ?? [],
  )
  return words.length > 0 ? words.join(', ') : null
}
