import type { Language } from '@bricka/domain/local-text'
import { CreditUnitId } from '@bricka/domain/merit/credit-unit'
import type { StackForm } from '@bricka/domain/pathway/stack-form'
import { CheckboxGroup, type Choice, Form, RadioGroup, Select, TextField } from '../kit/fields.tsx'
import { Section } from '../kit/layout.tsx'
import type { FormState } from '../kit/page.ts'
import { Button, Callout, LinkButton } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { LocalField } from './local-field.tsx'
import { languagesIn } from './stack-draft.ts'

export type FormProps = {
  form: StackForm
  /** The organisation's own published merits, and those that were searched for. */
  own: readonly Choice[]
  found: readonly Choice[]
  sought: string
  unsaved: boolean
  state: FormState | undefined
  back: string
}

/** The rules of a stack, group by group. Buttons that only change the form save nothing, and the page says so. */
export function StackFormView(props: FormProps) {
  const { say, language } = useWords()
  const { form, own, found, state } = props
  const languages = languagesIn([form.title, ...form.groups.map(({ title }) => title)], language)
  const chosen = new Set(form.groups.flatMap(({ meritIds }) => meritIds))
  const known = [...new Map([...own, ...found].map((one) => [one.value, one])).values()]
  const named = known.filter(({ value }) => chosen.has(value))
  return (
    <Form
      state={state}
      labels={{
        '/title': say('stack.title'),
        '/unit': say('stack.unit'),
        '/total': say('stack.total'),
        '/groups': say('stack.groups'),
        '/mostMonthsOld': say('stack.age'),
      }}
    >
      {props.unsaved && <Callout tone="warning" title={say('stack.unsaved')} status />}
      <LocalField name="title" label={say('stack.title')} languages={languages} value={form.title} />
      <RadioGroup
        name="route"
        legend={say('stack.route')}
        value={form.route}
        choices={(['open', 'elective', 'rigid'] as const).map((value) => ({
          value,
          text: say(`stack.route-${value}`),
          help: say(`stack.route-${value}-means`),
        }))}
      />
      <Select
        name="unit"
        label={say('stack.unit')}
        help={say('stack.unit-help')}
        value={form.unit}
        choices={CreditUnitId.options.map((value) => ({
          value,
          text: value === 'hours' ? say('stack.unit-hours') : value,
        }))}
      />
      <TextField
        name="total:number"
        label={say('stack.total')}
        help={say('stack.total-help')}
        inputMode="decimal"
        value={shown(form.total)}
        optional
      />
      <Select
        name="lowestEqf"
        label={say('stack.lowest')}
        empty={say('stack.no-limit')}
        value={shown(form.lowestEqf)}
        choices={[1, 2, 3, 4, 5, 6, 7, 8].map((level) => ({
          value: String(level),
          text: say('stack.lowest-eqf', { level }),
        }))}
      />
      <TextField
        name="mostMonthsOld:number"
        label={say('stack.age')}
        help={say('stack.age-help')}
        inputMode="numeric"
        value={shown(form.mostMonthsOld)}
        optional
      />
      <Select
        name="meritId"
        label={say('stack.whole')}
        help={say('stack.whole-help')}
        empty={say('stack.whole-none')}
        value={form.meritId}
        choices={own}
      />
      <TextField
        name="decidedBy"
        label={say('stack.decided-by')}
        help={say('stack.decided-by-help')}
        value={form.decidedBy}
        maxLength={200}
        optional
      />
      <Section title={say('stack.groups')} lead={say('stack.groups-lead')} id="f-groups">
        <div className="search-form">
          <TextField name="_find" label={say('stack.find-merits')} value={props.sought} maxLength={200} type="search" />
          <Button name="_act" value="find" look="secondary" icon="search" formNoValidate>
            {say('stack.find')}
          </Button>
        </div>
        {form.groups.map((group, index) => (
          <Group key={group.id} group={group} index={index} languages={languages} known={known} />
        ))}
        <Button name="_act" value="more" look="secondary" icon="plus" formNoValidate>
          {say('stack.add-group')}
        </Button>
      </Section>
      <Limits form={form} choices={named} />
      <div className="actions">
        <Button name="_act" value="save">
          {say('kit.save')}
        </Button>
        <LinkButton href={props.back} look="secondary">
          {say('kit.cancel')}
        </LinkButton>
      </div>
    </Form>
  )
}

const shown = (value: unknown): string | undefined => (value === undefined ? undefined : String(value))

function Group(props: {
  group: StackForm['groups'][number]
  index: number
  languages: readonly Language[]
  known: readonly Choice[]
}) {
  const { say } = useWords()
  const { group, index, known } = props
  const name = `groups/${index}`
  const missing = group.meritIds.filter((id) => !known.some(({ value }) => value === id))
  return (
    <fieldset className="ds-fieldset sheet" id={`f-groups-${index}`}>
      <legend className="ds-label" data-weight="medium">
        {say('stack.group-number', { number: index + 1 })}
      </legend>
      <input type="hidden" name={`${name}/id`} value={group.id} />
      <LocalField
        name={`${name}/title`}
        label={say('stack.group-title')}
        languages={props.languages}
        value={group.title}
      />
      <Select
        name={`${name}/kind`}
        label={say('stack.group-kind')}
        value={group.kind}
        choices={[
          { value: 'parts', text: say('stack.kind-parts') },
          { value: 'credits', text: say('stack.kind-credits') },
        ]}
      />
      <TextField
        name={`${name}/amount:number`}
        label={say('stack.group-amount')}
        inputMode="decimal"
        value={shown(group.amount)}
        required
      />
      <CheckboxGroup
        name={`${name}/meritIds:list`}
        legend={say('stack.group-merits')}
        help={say('stack.group-merits-help')}
        chosen={group.meritIds}
        choices={[...known, ...missing.map((id) => ({ value: id, text: id }))]}
      />
      <TextField
        name={`${name}/skills:lines`}
        label={say('stack.group-skills')}
        help={say('stack.group-skills-help')}
        value={group.skills.join('\n')}
        rows={2}
        optional
      />
      <Button name="_act" value={`remove:${index}`} look="tertiary" icon="bin" formNoValidate>
        {say('stack.remove-group', { number: index + 1 })}
      </Button>
    </fieldset>
  )
}

/** Pairs that count once only, and what must come first: of the merits that are in the groups. */
function Limits({ form, choices }: { form: StackForm; choices: readonly Choice[] }) {
  const { say } = useWords()
  if (choices.length < 2) return null
  return (
    <>
      <Section title={say('stack.overlaps')} lead={say('stack.overlaps-help')}>
        {[...form.overlaps, []].map(([one, other], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, in the server
          <fieldset className="ds-fieldset group" key={index} id={`f-overlaps-${index}`}>
            <legend className="visually-hidden">{say('stack.overlap-number', { number: index + 1 })}</legend>
            <Select
              name={`overlaps/${index}/0`}
              label={say('stack.overlap-one')}
              empty={say('stack.none-chosen')}
              value={one}
              choices={choices}
            />
            <Select
              name={`overlaps/${index}/1`}
              label={say('stack.overlap-other')}
              empty={say('stack.none-chosen')}
              value={other}
              choices={choices}
            />
          </fieldset>
        ))}
      </Section>
      <Section title={say('stack.prerequisites')} lead={say('stack.prerequisites-help')}>
        {[...form.prerequisites, { meritId: '', needs: [] }].map(({ meritId, needs }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, in the server
          <fieldset className="ds-fieldset group" key={index} id={`f-prerequisites-${index}`}>
            <legend className="visually-hidden">{say('stack.prerequisite-number', { number: index + 1 })}</legend>
            <Select
              name={`prerequisites/${index}/meritId`}
              label={say('stack.merit')}
              empty={say('stack.none-chosen')}
              value={meritId}
              choices={choices}
            />
            <Select
              name={`prerequisites/${index}/needs/0`}
              label={say('stack.needs-first-label')}
              empty={say('stack.none-chosen')}
              value={needs[0]}
              choices={choices}
            />
          </fieldset>
        ))}
      </Section>
    </>
  )
}
