import type { PassportItem } from '@bricka/server/passport/routes'
import { definePage } from '../../kit/page.ts'
import { glazeOf } from '../../public/glaze.ts'
import { writePaper } from './write-paper.ts'

/** One of one's own merits as a file to print, to send, or to keep for the day when the site is gone. */
export const paperPage = definePage('/passport/:id/paper', {
  get: async (visit) => {
    const id = encodeURIComponent(visit.params.id ?? '')
    const merit = await visit.need<PassportItem>(`/api/passport/credentials/${id}`)
    const text = await writePaper({
      words: visit.words,
      profile: merit.transparency,
      document: merit.document,
      baseUrl: visit.settings.baseUrl,
      glaze: glazeOf(merit.meritId),
      writtenAt: new Date(),
    })
    return { kind: 'text', type: 'application/pdf', text, fileName: `merit-${id}.pdf` }
  },
})
