import { brickaTerms } from '@bricka/domain/issuing/bricka-terms'
import { PageHead } from '../kit/layout.tsx'
import { definePage } from '../kit/page.ts'
import { useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'

/** The words of `https://w3id.org/bricka#`, for whoever reads one of our credentials with another program. */
export const vocabularyPage = definePage('/about/vocabulary', {
  get: async (visit) => ({ kind: 'page', title: visit.words.say('public.vocabulary'), body: <Vocabulary /> }),
})

function Vocabulary() {
  const { say } = useWords()
  return (
    <>
      <PageHead title={say('public.vocabulary')} lead={say('public.vocabulary-lead')} />
      <Table
        caption={say('public.vocabulary')}
        rows={Object.entries(brickaTerms)}
        keyOf={([term]) => term}
        columns={[
          {
            head: say('public.vocabulary-term'),
            cell: ([term]) => <code id={term}>{term}</code>,
          },
          { head: say('public.vocabulary-on'), cell: ([, [standsOn]]) => <span lang="en">{standsOn}</span> },
          { head: say('public.vocabulary-means'), cell: ([, [, meaning]]) => <span lang="en">{meaning}</span> },
        ]}
      />
    </>
  )
}
