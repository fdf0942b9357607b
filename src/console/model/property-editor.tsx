import { ActionIcon, Checkbox, NumberInput, Select, TagsInput, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { type ReactElement, useEffect, useRef } from 'react'
import type { Treatment } from '../../contract/event-definition.ts'
import { treatmentFits } from '../../core/privacy/treatment.ts'
import { hint } from '../parts/hint.ts'
import type { DraftProperty } from './draft-event.ts'
import classes from './editor.module.css'
import { treatmentText } from './treatment-text.ts'

type Props = {
  property: DraftProperty
  /** Messages by the last piece of a path: name, type, values, purpose, ... */
  faultOf: (field: string) => string | undefined
  focused: boolean
  onChange: (property: DraftProperty) => void
  onRemove: () => void
}

const types = [
  { value: 'string', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'integer', label: 'Whole number' },
  { value: 'boolean', label: 'True or false' },
  { value: 'timestamp', label: 'Moment' },
]
const treatments: readonly Treatment[] = ['keep', 'truncate', 'encrypt', 'hash', 'drop']

/** One property: name, type, whether it must be there, what it may be, and how personal values are treated. */
export function PropertyEditor({ property, faultOf, focused, onChange, onRemove }: Props): ReactElement {
  const frame = useRef<HTMLFieldSetElement>(null)
  const { name, type, required, description, values, privacy } = property
  const set = (change: Partial<DraftProperty>) => onChange({ ...property, ...change })
  useEffect(() => {
    if (!focused) return
    frame.current?.scrollIntoView({ block: 'center' })
    frame.current?.querySelector('input')?.focus({ preventScroll: true })
  }, [focused])
  return (
    <fieldset ref={frame} className={classes.property} data-focused={focused}>
      <legend className={classes.legend}>{name === '' ? 'New property' : name}</legend>
      <div className={classes.propertyRow}>
        <TextInput
          label="Name"
          value={name}
          error={faultOf('name')}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mono)' } }}
          onChange={event => set({ name: event.currentTarget.value })}
        />
        <Select
          label="Type"
          data={types}
          value={type}
          error={faultOf('type')}
          onChange={next => next !== null && set({ type: next as DraftProperty['type'] })}
        />
        <Select
          className={classes.privacy ?? ''}
          label="Privacy"
          data={[
            { value: 'none', label: 'Not personal' },
            { value: 'personal', label: 'Personal' },
            { value: 'sensitive', label: 'Sensitive' },
          ]}
          value={privacy?.class ?? 'none'}
          error={faultOf('privacy')}
          onChange={next => set({ privacy: privacyOf(next, property) })}
        />
        <Checkbox
          className={classes.required ?? ''}
          label="Required"
          checked={required}
          onChange={event => set({ required: event.currentTarget.checked })}
        />
        <ActionIcon
          {...hint('Remove')}
          variant="subtle"
          color="gray"
          className={classes.remove ?? ''}
          aria-label={`Remove ${name || 'the property'}`}
          onClick={onRemove}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </div>
      <div className={classes.fields}>
        <TextInput
          label="What it means (optional)"
          value={description}
          onChange={event => set({ description: event.currentTarget.value })}
        />
        {type === 'string' && (
          <TagsInput
            label="Allowed values (optional)"
            placeholder={values.length === 0 ? 'Any text; type one and press Enter' : ''}
            value={values}
            error={faultOf('values')}
            acceptValueOnBlur
            onChange={next => set({ values: next })}
          />
        )}
      </div>
      {privacy !== undefined && (
        <PrivacyFields type={type} privacy={privacy} faultOf={faultOf} onChange={next => set({ privacy: next })} />
      )}
    </fieldset>
  )
}

type PrivacyProps = {
  type: DraftProperty['type']
  privacy: NonNullable<DraftProperty['privacy']>
  faultOf: Props['faultOf']
  onChange: (privacy: NonNullable<DraftProperty['privacy']>) => void
}

/** How personal values are treated, what for, and how long they are kept. */
function PrivacyFields({ type, privacy, faultOf, onChange }: PrivacyProps): ReactElement {
  return (
    <div className={classes.fields}>
      <Select
        label="Treatment"
        data={treatments
          .filter(one => treatmentFits(type, one))
          .map(value => ({ value, label: `${value}: ${treatmentText(value)}` }))}
        value={privacy.treatment}
        error={faultOf('treatment')}
        onChange={next => next !== null && onChange({ ...privacy, treatment: next as Treatment })}
      />
      <TextInput
        label="What its values are for"
        value={privacy.purpose}
        error={faultOf('purpose')}
        onChange={event => onChange({ ...privacy, purpose: event.currentTarget.value })}
      />
      <NumberInput
        label="Days kept (optional)"
        min={1}
        max={36_500}
        allowDecimal={false}
        value={privacy.retentionDays}
        error={faultOf('retentionDays')}
        onChange={next => onChange({ ...privacy, retentionDays: typeof next === 'number' ? next : '' })}
      />
    </div>
  )
}

function privacyOf(chosen: string | null, { privacy, type }: DraftProperty): DraftProperty['privacy'] {
  if (chosen !== 'personal' && chosen !== 'sensitive') return undefined
  // The strictest treatment that still leaves something is the one to begin with.
  const treatment = treatmentFits(type, 'hash') ? 'hash' : treatmentFits(type, 'truncate') ? 'truncate' : 'drop'
  return { treatment, purpose: '', retentionDays: '', ...privacy, class: chosen }
}
