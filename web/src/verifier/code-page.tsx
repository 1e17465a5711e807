import { describeBetween, type EmbeddedWords } from '../kit/embedded-words.ts'
import { FileField } from '../kit/fields.tsx'
import { Icon } from '../kit/icon.tsx'
import { PageHead } from '../kit/layout.tsx'
import { definePage, type Visit } from '../kit/page.ts'
import { useWords } from '../kit/scene.tsx'
import { wordsUnder } from '../kit/words.ts'

/**
 * Checks a printed code, which is the whole credential, on the device that scanned it: what stands behind the # of an
 * address is sent to nobody. Once kept, it works without a network.
 */
export const codePage = definePage('/v', {
  get: async (visit) => ({
    kind: 'page',
    title: visit.words.say('verifier.code-title'),
    description: visit.words.say('verifier.code-lead'),
    islands: ['code'],
    body: <CodeForm embedded={JSON.stringify(embed(visit))} />,
  }),
})

const wordsOfCode = ['verifier.', 'codes.check', 'codes.read', 'domain.', 'kit.'] as const

function embed({ words }: Visit): EmbeddedWords {
  const { language } = words
  return { language, words: wordsUnder(language, wordsOfCode), between: describeBetween(words) }
}

function CodeForm({ embedded }: { embedded: string }) {
  const { say } = useWords()
  return (
    <div data-code={embedded}>
      <PageHead title={say('verifier.code-title')} lead={say('verifier.code-lead')} />
      <noscript>
        <p>
          {say('verifier.code-needs-script')} <a href="/verify">{say('verifier.title')}</a>
        </p>
      </noscript>
      <div className="form" data-code-form="" hidden>
        <div className="scanner" data-scanner="" hidden>
          <button type="button" className="ds-button" data-scan="">
            <Icon name="camera" />
            {say('verifier.scan')}
          </button>
        </div>
        <FileField name="file" label={say('verifier.code-file')} />
        <p
          role="status"
          data-scan-status=""
          data-looking={say('verifier.scan-looking')}
          data-refused={say('verifier.scan-refused')}
          data-none={say('verifier.scan-none')}
          data-malformed={say('verifier.code-broken')}
          data-too-new={say('verifier.code-too-new')}
        />
      </div>
      <div data-code-result="" />
      <div className="section sheet" data-code-keep="" hidden>
        <p>{say('verifier.code-keep-help')}</p>
        <p role="status" data-kept-status="" />
        <div className="actions">
          <button type="button" className="ds-button" data-variant="secondary" data-keep="">
            {say('verifier.code-keep')}
          </button>
          <button type="button" className="ds-button" data-variant="tertiary" data-forget="" hidden>
            {say('verifier.code-forget')}
          </button>
        </div>
      </div>
    </div>
  )
}
