import type { ReactNode } from 'react'
import { FileField, Form } from '../kit/fields.tsx'
import { Section } from '../kit/layout.tsx'
import type { FormState } from '../kit/page.ts'
import { Button, LinkButton } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'

/** A spreadsheet on its way in: the template to fill in first, then the form that takes the file. */
export function SheetUpload(props: {
  /** Where the template is fetched, without its format: `/api/merit-sheet?language=sv`. */
  template: string
  templateLead: ReactNode
  state: FormState | undefined
  submit: string
  /** Where one goes who does not send anything. */
  back?: string
  /** Fields beside the file. */
  children?: ReactNode
}) {
  const { say } = useWords()
  return (
    <>
      <Section title={say('creator.import-template')} lead={props.templateLead}>
        <div className="actions">
          <LinkButton href={`${props.template}&format=xlsx`} look="secondary" icon="download" download>
            {say('creator.template-xlsx')}
          </LinkButton>
          <LinkButton href={`${props.template}&format=csv`} look="secondary" icon="download" download>
            {say('creator.template-csv')}
          </LinkButton>
        </div>
      </Section>
      <Section title={say('creator.import-file')}>
        <div className="narrow">
          <Form state={props.state} files labels={{ '/file': say('creator.file') }}>
            <FileField
              name="file"
              label={say('creator.file')}
              help={say('creator.file-help')}
              accept=".xlsx,.csv"
              required
            />
            {props.children}
            <div className="actions">
              <Button>{props.submit}</Button>
              {props.back && (
                <LinkButton href={props.back} look="secondary">
                  {say('kit.cancel')}
                </LinkButton>
              )}
            </div>
          </Form>
        </div>
      </Section>
    </>
  )
}
