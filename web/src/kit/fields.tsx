import { createContext, type ReactNode, useContext } from 'react'
import { idOf, pointerOf } from './form.ts'
import { Icon } from './icon.tsx'
import type { FormState } from './page.ts'
import { wordFieldProblem, wordProblem } from './problem-words.ts'
import { useWords } from './scene.tsx'

const FormContext = createContext<FormState | undefined>(undefined)
/** Goes before each field's id, so that several forms of a page may have fields of the same name. */
const ScopeContext = createContext('')

/**
 * A form that posts to its own page. With `state` it shows again what was written, and what was wrong.
 *
 * Fields take their first value from `value`; what was just posted wins over it.
 */
export function Form(props: {
  state?: FormState | undefined
  action?: string
  method?: 'post' | 'get'
  files?: boolean
  /** Labels by pointer, so that the summary can name fields: `{ '/email': 'E-post' }`. */
  labels?: Readonly<Record<string, string>>
  className?: string
  label?: string
  role?: 'search'
  data?: string
  /** Tells the fields of this form from those of the page's other forms. */
  scope?: string | undefined
  children: ReactNode
}) {
  return (
    <FormContext value={props.state}>
      <form
        method={props.method ?? 'post'}
        action={props.action}
        encType={props.files ? 'multipart/form-data' : undefined}
        className={props.className ?? 'form'}
        aria-label={props.label}
        role={props.role}
        data-island={props.data}
      >
        <ScopeContext value={props.scope ?? ''}>
          {props.state && <ErrorSummary state={props.state} labels={props.labels ?? {}} />}
          {props.children}
        </ScopeContext>
      </form>
    </FormContext>
  )
}

/** All that was wrong, first, with links to where it is. */
function ErrorSummary({ state, labels }: { state: FormState; labels: Readonly<Record<string, string>> }) {
  const words = useWords()
  const scope = useContext(ScopeContext)
  const { problem } = state
  const names = new Map([...state.posted.values.keys()].map((name) => [pointerOf(name), name]))
  return (
    <div className="ds-error-summary" role="alert" tabIndex={-1} id="errors">
      <h2>{wordProblem(words, problem)}</h2>
      {problem.errors && problem.errors.length > 0 && (
        <ul className="ds-list">
          {problem.errors.map((error) => {
            const name = names.get(error.pointer)
            const label = labels[error.pointer]
            const text = `${label ? `${label}: ` : ''}${wordFieldProblem(words, error)}`
            return (
              <li key={error.pointer + error.code}>
                {name ? (
                  <a className="ds-link" href={`#${idOf(scope + (name.split(':')[0] ?? name))}`}>
                    {text}
                  </a>
                ) : (
                  text
                )}
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}

type FieldProps = {
  name: string
  label: ReactNode
  help?: ReactNode
  value?: string | number | undefined
  required?: boolean
  lang?: string
  /** Shown beside the label where it may be left out. */
  optional?: boolean
}

function useField({ name, value, help }: Pick<FieldProps, 'name' | 'value' | 'help'>) {
  const state = useContext(FormContext)
  const words = useWords()
  const id = idOf(useContext(ScopeContext) + (name.split(':')[0] ?? name))
  const posted = state?.posted.values.get(name)
  const problems = state?.problem.errors?.filter(({ pointer }) => pointer === pointerOf(name)) ?? []
  const error = problems[0] && wordFieldProblem(words, problems[0])
  const described = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return {
    id,
    value: posted ? posted[0] : value,
    posted,
    error,
    aria: {
      'aria-describedby': described || undefined,
      'aria-invalid': error ? ('true' as const) : undefined,
    },
  }
}

/** Label, help, control, and what is wrong with it, tied together. */
function Field(props: FieldProps & { id: string; error: string | undefined; children: ReactNode }) {
  const { say } = useWords()
  return (
    <div className="ds-field field">
      <label className="ds-label" htmlFor={props.id} data-weight="medium">
        {props.label}
        {props.optional && <span className="optional"> {say('kit.optional')}</span>}
      </label>
      {props.help && (
        <p data-field="description" id={`${props.id}-help`}>
          {props.help}
        </p>
      )}
      {props.children}
      {props.error && (
        <p className="field-error" id={`${props.id}-error`}>
          <Icon name="warning" />
          {props.error}
        </p>
      )}
    </div>
  )
}

export function TextField(
  props: FieldProps & {
    type?: 'text' | 'email' | 'password' | 'url' | 'date' | 'datetime-local' | 'search' | 'tel'
    rows?: number
    autoComplete?: string
    inputMode?: 'decimal' | 'numeric' | 'email' | 'url'
    maxLength?: number
    mono?: boolean
    list?: string
    min?: string
    max?: string
  },
) {
  const field = useField(props)
  const shared = {
    id: field.id,
    name: props.name,
    className: props.mono ? 'ds-input mono' : 'ds-input',
    // What is secret is not sent back, also where the form is shown again.
    defaultValue: props.type === 'password' ? '' : (field.value ?? ''),
    required: props.required,
    maxLength: props.maxLength,
    lang: props.lang,
    ...field.aria,
  }
  return (
    <Field {...props} id={field.id} error={field.error}>
      {props.rows ? (
        <textarea {...shared} rows={props.rows} spellCheck={!props.mono} />
      ) : (
        <input
          {...shared}
          type={props.type ?? 'text'}
          autoComplete={props.autoComplete}
          inputMode={props.inputMode}
          list={props.list}
          min={props.min}
          max={props.max}
        />
      )}
    </Field>
  )
}

export type Choice = { value: string; text: string; help?: string }

export function Select(props: FieldProps & { choices: readonly Choice[]; empty?: string }) {
  const field = useField(props)
  return (
    <Field {...props} id={field.id} error={field.error}>
      <select
        id={field.id}
        name={props.name}
        className="ds-input"
        defaultValue={field.value ?? ''}
        required={props.required}
        {...field.aria}
      >
        {props.empty !== undefined && <option value="">{props.empty}</option>}
        {props.choices.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </Field>
  )
}

export function FileField(props: FieldProps & { accept?: string }) {
  const field = useField(props)
  return (
    <Field {...props} id={field.id} error={field.error}>
      <input
        id={field.id}
        name={props.name}
        type="file"
        className="file-input"
        accept={props.accept}
        required={props.required}
        {...field.aria}
      />
    </Field>
  )
}

export function Checkbox(props: {
  name: string
  label: ReactNode
  help?: ReactNode
  value?: string
  checked?: boolean | undefined
}) {
  const state = useContext(FormContext)
  const value = props.value ?? 'true'
  const id = `${idOf(useContext(ScopeContext) + props.name)}-${value.replace(/[^A-Za-z0-9]+/g, '-')}`
  const checked = state ? (state.posted.values.get(props.name)?.includes(value) ?? false) : props.checked
  return (
    <div className="ds-field choice">
      <input
        type="checkbox"
        className="ds-input"
        id={id}
        name={props.name}
        value={value}
        defaultChecked={checked}
        aria-describedby={props.help ? `${id}-help` : undefined}
      />
      <label className="ds-label" htmlFor={id}>
        {props.label}
      </label>
      {props.help && (
        <p data-field="description" id={`${id}-help`}>
          {props.help}
        </p>
      )}
    </div>
  )
}

type GroupProps = { name: string; legend: ReactNode; help?: ReactNode; choices: readonly Choice[] }

/** Several may be chosen; the name should end in `:list`. An empty field tells "none" from "not asked". */
export function CheckboxGroup({ chosen = [], ...props }: GroupProps & { chosen?: readonly string[] }) {
  return (
    <Group {...props}>
      <input type="hidden" name={props.name} value="" />
      {props.choices.map(({ value, text, help }) => (
        <Checkbox
          key={value}
          name={props.name}
          value={value}
          label={text}
          help={help}
          checked={chosen.includes(value)}
        />
      ))}
    </Group>
  )
}

export function RadioGroup(props: GroupProps & { value?: string | undefined; required?: boolean }) {
  const field = useField(props)
  return (
    <Group {...props}>
      {props.choices.map(({ value, text, help }) => (
        <div className="ds-field choice" key={value}>
          <input
            type="radio"
            className="ds-input"
            id={`${field.id}-${value}`}
            name={props.name}
            value={value}
            defaultChecked={field.value === value}
            required={props.required}
            aria-describedby={help ? `${field.id}-${value}-help` : undefined}
          />
          <label className="ds-label" htmlFor={`${field.id}-${value}`}>
            {text}
          </label>
          {help && (
            <p data-field="description" id={`${field.id}-${value}-help`}>
              {help}
            </p>
          )}
        </div>
      ))}
    </Group>
  )
}

function Group(props: GroupProps & { children: ReactNode }) {
  const field = useField({ ...props, value: undefined })
  return (
    <fieldset className="ds-fieldset group" id={field.id} aria-describedby={field.aria['aria-describedby']}>
      <legend className="ds-label" data-weight="medium">
        {props.legend}
      </legend>
      {props.help && (
        <p id={`${field.id}-help`} className="group-help">
          {props.help}
        </p>
      )}
      <div className="group-choices">{props.children}</div>
      {field.error && (
        <p className="field-error" id={`${field.id}-error`}>
          <Icon name="warning" />
          {field.error}
        </p>
      )}
    </fieldset>
  )
}
