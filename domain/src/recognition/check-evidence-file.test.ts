import { describe, expect, it } from 'vitest'
import { checkEvidenceFile, mostEvidenceBytes } from './check-evidence-file.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('a file that is to be evidence', () => {
  it.each([
    ['%PDF-1.7\n1 0 obj <</Type /Catalog>>', 'application/pdf'],
    ['Intyg\nArbetade som undersköterska 2019–2023.', 'text/plain; charset=utf-8'],
  ])('is known by what is in it: %s', (text, mediaType) => {
    expect(checkEvidenceFile(bytes(text))).toEqual({ accepted: true, mediaType })
  })

  it('is a picture by its first bytes, whatever it is called', () => {
    expect(checkEvidenceFile(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))).toEqual({
      accepted: true,
      mediaType: 'image/png',
    })
  })

  it.each([
    '%PDF-1.7 <</OpenAction <</S /JavaScript /JS (app.alert(1))>>>>',
    '%PDF-1.7 <</S /J#61vaScript>>',
    '%PDF-1.7 <</S/Launch/F(cmd.exe)>>',
    '%PDF-1.7 <</Type /EmbeddedFile>>',
  ])('is refused with active content: %s', (text) => {
    expect(checkEvidenceFile(bytes(text))).toEqual({ accepted: false, code: 'file-has-active-content' })
  })

  it.each(['<html><script>', '  <svg onload=x>', '#!/bin/sh', 'MZ\u0000\u0001', 'PK\u0003\u0004'])(
    'is refused as a page, a program or an archive: %s',
    (text) => {
      expect(checkEvidenceFile(bytes(text))).toEqual({ accepted: false, code: 'file-kind-refused' })
    },
  )

  it('has a size', () => {
    expect(checkEvidenceFile(new Uint8Array())).toEqual({ accepted: false, code: 'file-empty' })
    const large = new Uint8Array(mostEvidenceBytes + 1)
    large.set(bytes('%PDF-'), 0)
    expect(checkEvidenceFile(large)).toEqual({ accepted: false, code: 'file-too-large' })
    expect(checkEvidenceFile(large.subarray(0, mostEvidenceBytes)).accepted).toBe(true)
  })
})
