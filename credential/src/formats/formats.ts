import { dataIntegrity } from './data-integrity/data-integrity.ts'
import { jades } from './jades/jades.ts'
import { openBadges2 } from './open-badges-2/open-badges-2.ts'
import { sdJwtVc } from './sd-jwt-vc/sd-jwt-vc.ts'
import { vcCose } from './vc-cose/vc-cose.ts'
import { vcJwt } from './vc-jwt/vc-jwt.ts'

/** Every format, in the order in which they are tried. A new one is a folder and a row here. */
export const formats = {
  'sd-jwt-vc': sdJwtVc,
  'vc-jwt': vcJwt,
  'vc-cose': vcCose,
  jades,
  'open-badges-2': openBadges2,
  'data-integrity': dataIntegrity,
} as const

/** What any of them reads; each says by its `format` which row it belongs to. */
export type Envelope = Parameters<(typeof formats)[keyof typeof formats]['checkSignature']>[1]
