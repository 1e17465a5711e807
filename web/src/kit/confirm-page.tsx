import type { ReactNode } from 'react'
import { Form } from './fields.tsx'
import { PageHead } from './layout.tsx'
import type { FormState, PageAnswer } from './page.ts'
import { Button, LinkButton } from './pieces.tsx'
import { useWords } from './scene.tsx'

type Question = {
  title: string
  what: ReactNode
  confirm: string
  back: string
  state?: FormState | undefined
  labels?: Readonly<Record<string, string>>
  /** Fields that the act needs, such as a reason. */
  children?: ReactNode
}

/** The whole answer of an address that asks first. */
export const askFirst = (question: Question): PageAnswer => ({
  kind: 'page',
  title: question.title,
  hidden: true,
  status: question.state?.problem.status ?? 200,
  body: <ConfirmPage {...question} />,
})

/** Asks before something that cannot be undone, or that others will notice. The form posts to the page itself. */
export function ConfirmPage(props: Question) {
  const { say } = useWords()
  return (
    <div className="narrow">
      <PageHead title={props.title} />
      <div className="confirm-what">{props.what}</div>
      <Form state={props.state} labels={props.labels ?? {}}>
        {props.children}
        <div className="actions">
          <Button danger>{props.confirm}</Button>
          <LinkButton href={props.back} look="secondary">
            {say('kit.cancel')}
          </LinkButton>
        </div>
      </Form>
    </div>
  )
}
