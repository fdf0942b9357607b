import { NumberInput, Select, TagsInput, TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import type { AttributeType } from '../../contract/condition.ts'
import type { DraftComparison } from '../../core/evaluate/condition-text.ts'
import { useFault, useFaultBelow } from './faults.ts'
import { literalOf } from './literal.ts'
import { inputOf, valueTypeOf } from './operators.ts'

type Props = {
  comparison: DraftComparison
  onChange: (comparison: DraftComparison) => void
  type: AttributeType | undefined
  lists: ReadonlyMap<string, string>
  /** Where the comparison stands, for what is wrong with it. */
  path: string
}

/** What an attribute is compared with: a field of the type the operator wants. */
export function ValueInput(props: Props): ReactElement | null {
  const { comparison, onChange, lists, path } = props
  const listFault = useFault(`${path}/list`)
  switch (inputOf(comparison.op)) {
    case 'none':
      return null
    case 'many':
      return <ManyValues {...props} />
    case 'range':
      return <RangeValues {...props} />
    case 'list':
      return (
        <Select
          aria-label="List"
          placeholder={lists.size === 0 ? 'There is no list yet' : 'Choose a list'}
          data={[...lists].map(([value, label]) => ({ value, label }))}
          value={comparison.list ?? null}
          error={listFault}
          searchable
          onChange={list => onChange({ ...comparison, list: list ?? undefined })}
        />
      )
    default:
      return <OneValue {...props} />
  }
}

function OneValue({ comparison, onChange, type, path }: Props): ReactElement {
  const fault = useFault(`${path}/value`)
  const { op, value } = comparison
  const wanted = valueTypeOf(op, type)
  const set = (next: DraftComparison['value']) => onChange({ ...comparison, value: next })
  if (wanted === 'boolean') {
    return (
      <Select
        aria-label="Value"
        data={['true', 'false']}
        value={value === undefined ? null : String(value)}
        error={fault}
        onChange={next => set(next === null ? undefined : next === 'true')}
      />
    )
  }
  if (wanted === 'number') {
    return (
      <NumberInput
        aria-label="Value"
        placeholder="Number"
        hideControls
        value={typeof value === 'number' ? value : ''}
        error={fault}
        onChange={next => set(typeof next === 'number' ? next : undefined)}
      />
    )
  }
  if (wanted === 'date') {
    return (
      <TextInput
        aria-label="Moment, UTC"
        type="datetime-local"
        value={localOf(value)}
        error={fault}
        rightSection="UTC"
        rightSectionWidth={44}
        onChange={event => set(event.currentTarget.value === '' ? undefined : `${event.currentTarget.value}:00Z`)}
      />
    )
  }
  return (
    <TextInput
      aria-label="Value"
      placeholder={wanted === 'semver' ? '2.10.0' : op === 'matches' ? 'regular expression' : 'Value'}
      value={value === undefined ? '' : String(value)}
      error={fault}
      spellCheck={false}
      autoComplete="off"
      onChange={event => set(literalOf(event.currentTarget.value, wanted))}
    />
  )
}

function ManyValues({ comparison, onChange, type, path }: Props): ReactElement {
  const values = comparison.values ?? []
  const fault = useFaultBelow(`${path}/values`)
  const wanted = valueTypeOf(comparison.op, type)
  return (
    <TagsInput
      aria-label="Values"
      placeholder={values.length === 0 ? 'Type, then Enter or comma' : ''}
      value={values.map(String)}
      error={fault}
      splitChars={[',', ';']}
      acceptValueOnBlur
      onChange={texts => onChange({ ...comparison, values: texts.map(text => literalOf(text, wanted)) })}
    />
  )
}

function RangeValues({ comparison, onChange, path }: Props): ReactElement {
  const { low, high } = comparison
  const faults = { low: useFault(`${path}/low`), high: useFault(`${path}/high`) }
  return (
    <div style={{ display: 'grid', gridTemplateColumns: '1fr auto 1fr', gap: '0.5rem', alignItems: 'baseline' }}>
      <NumberInput
        aria-label="Lowest"
        placeholder="Number"
        hideControls
        value={low ?? ''}
        error={faults.low}
        onChange={next => onChange({ ...comparison, low: typeof next === 'number' ? next : undefined })}
      />
      and
      <NumberInput
        aria-label="Highest"
        placeholder="Number"
        hideControls
        value={high ?? ''}
        error={faults.high}
        onChange={next => onChange({ ...comparison, high: typeof next === 'number' ? next : undefined })}
      />
    </div>
  )
}

/** A moment as the field for it wants it; what cannot be read is shown as empty and said to be wrong. */
function localOf(value: DraftComparison['value']): string {
  if (value === undefined || typeof value === 'boolean') return ''
  const moment = new Date(value)
  return Number.isNaN(moment.getTime()) ? '' : moment.toISOString().slice(0, 16)
}
