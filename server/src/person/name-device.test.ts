import { describe, expect, it } from 'vitest'
import { nameDevice } from './name-device.ts'

describe('naming the device of a session', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Linux'],
    [
      'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
      'Chrome, Android',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari, iPhone',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
      'Edge, Windows',
    ],
  ])('keeps browser and system, and nothing by which people are told apart: %s', (userAgent, named) => {
    expect(nameDevice(userAgent)).toBe(named)
  })

  it('names nothing that it does not know', () => {
    expect(nameDevice('curl/8.5.0 <script>')).toBeNull()
    expect(nameDevice(undefined)).toBeNull()
  })
})
