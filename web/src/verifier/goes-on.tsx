import { useWords } from '../kit/scene.tsx'
import { OuterLink } from './said.tsx'

/** Who goes on where an organisation has ended: a successor here, or another house. */
export function GoesOn({
  successor,
  movedTo,
}: {
  successor: { slug: string; legalName: string } | null
  movedTo: string | null
}) {
  const { say } = useWords()
  return (
    <>
      {successor && (
        <p>
          {say('estate.successor')}: <a href={`/organisations/${successor.slug}`}>{successor.legalName}</a>
        </p>
      )}
      {movedTo && (
        <p>
          {say('estate.moved-to')}: <OuterLink href={movedTo}>{movedTo}</OuterLink>
        </p>
      )}
    </>
  )
}
