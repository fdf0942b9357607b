import { Checkbox, NumberInput, Select } from '@mantine/core'
import type { ReactElement } from 'react'
import type { EventDefinition } from '../../contract/event-definition.ts'
import type { MetricFormula } from '../../contract/metric.ts'
import classes from './editor.module.css'
import { FunnelFields, withoutProperty } from './funnel-fields.tsx'
import { OccurrenceField, type Reading } from './occurrence-field.tsx'

/** A formula of one kind. */
export type Of<Kind extends MetricFormula['kind']> = Extract<MetricFormula, { kind: Kind }>
/** What the fields of a formula are given. */
export type FormulaProps<Formula = MetricFormula> = {
  formula: Formula
  events: readonly EventDefinition[]
  faultOf: (path: string) => string | undefined
  onChange: (formula: MetricFormula) => void
}

/** The fields of a formula, by its kind. */
export function FormulaFields(props: FormulaProps): ReactElement {
  const { formula, ...rest } = props
  switch (formula.kind) {
    case 'proportion':
      return <Single {...rest} formula={formula} label="Event" />
    case 'mean':
      return <Mean {...rest} formula={formula} />
    case 'ratio':
      return <Ratio {...rest} formula={formula} />
    case 'funnel':
      return <FunnelFields {...rest} formula={formula} />
    case 'retention':
      return <Retention {...rest} formula={formula} />
    case 'quantile':
      return <Quantile {...rest} formula={formula} />
    case 'active':
      return <Active {...rest} formula={formula} />
  }
}

function Single({
  formula,
  events,
  faultOf,
  onChange,
  label,
}: FormulaProps<Of<'proportion'>> & { label: string }): ReactElement {
  return (
    <OccurrenceField
      label={label}
      value={reading(formula)}
      events={events}
      error={faultOf('/formula/event')}
      onChange={({ event, where }) =>
        onChange({ kind: 'proportion', event, ...(where === undefined ? {} : { where }) })
      }
    />
  )
}

function Mean({ formula, events, faultOf, onChange }: FormulaProps<Of<'mean'>>): ReactElement {
  return (
    <>
      <OccurrenceField
        label="Event"
        value={formula.total}
        events={events}
        property={{ label: 'What is added up', none: 'How many there are', error: faultOf('/formula/total/property') }}
        error={faultOf('/formula/total/event')}
        onChange={total => onChange({ ...formula, total })}
      />
      <NumberInput
        label="Cap totals of single units at their quantile (optional)"
        description="0.999 keeps the one in a thousand that is extreme from ruling the mean"
        min={0.5}
        max={0.99999}
        step={0.001}
        value={formula.cap ?? ''}
        error={faultOf('/formula/cap')}
        onChange={cap => {
          const { cap: _cap, ...rest } = formula
          onChange(typeof cap === 'number' ? { ...rest, cap } : rest)
        }}
      />
    </>
  )
}

function Ratio({ formula, events, faultOf, onChange }: FormulaProps<Of<'ratio'>>): ReactElement {
  const side = (name: 'numerator' | 'denominator', label: string) => (
    <OccurrenceField
      label={label}
      value={formula[name]}
      events={events}
      property={{ label: 'What is added up', none: 'How many there are', error: faultOf(`/formula/${name}/property`) }}
      error={faultOf(`/formula/${name}/event`)}
      onChange={total => onChange({ ...formula, [name]: total })}
    />
  )
  return (
    <>
      {side('numerator', 'Event above the line')}
      {side('denominator', 'Event beneath the line')}
    </>
  )
}

function Retention({ formula, events, faultOf, onChange }: FormulaProps<Of<'retention'>>): ReactElement {
  const { start } = formula
  return (
    <>
      <OccurrenceField
        label="The event they come back with"
        value={reading(formula)}
        events={events}
        error={faultOf('/formula/event')}
        onChange={({ event, where }) => {
          const { where: _where, ...rest } = formula
          onChange({ ...rest, event, ...(where === undefined ? {} : { where }) })
        }}
      />
      <NumberInput
        label="On day"
        min={1}
        max={365}
        allowDecimal={false}
        value={formula.day}
        onChange={day => typeof day === 'number' && onChange({ ...formula, day })}
      />
      <Checkbox
        label="Counted from another event"
        checked={start !== undefined}
        onChange={event => {
          const { start: _start, ...rest } = formula
          onChange(event.currentTarget.checked ? { ...rest, start: { event: '' } } : rest)
        }}
      />
      {start !== undefined && (
        <OccurrenceField
          label="The event they start with"
          value={start}
          events={events}
          error={faultOf('/formula/start/event')}
          onChange={changed => onChange({ ...formula, start: withoutProperty(changed) })}
        />
      )}
    </>
  )
}

function Quantile({ formula, events, faultOf, onChange }: FormulaProps<Of<'quantile'>>): ReactElement {
  return (
    <>
      <OccurrenceField
        label="Event"
        value={reading(formula)}
        events={events}
        property={{ label: 'Property', error: faultOf('/formula/property') }}
        error={faultOf('/formula/event')}
        onChange={({ event, property = '', where }) => {
          const { where: _where, ...rest } = formula
          onChange({ ...rest, event, property, ...(where === undefined ? {} : { where }) })
        }}
      />
      <div className={classes.grid}>
        <NumberInput
          label="Quantile"
          description="0.5 is the median, 0.95 the 95th percentile"
          min={0.001}
          max={0.999}
          step={0.05}
          value={formula.q}
          error={faultOf('/formula/q')}
          onChange={q => typeof q === 'number' && onChange({ ...formula, q })}
        />
        <Select
          label="Over"
          description="Whose values are put in order"
          data={[
            { value: 'event', label: 'all events' },
            { value: 'unit', label: 'the sums of units, zeros included' },
          ]}
          value={formula.level}
          onChange={level => level !== null && onChange({ ...formula, level: level as 'event' | 'unit' })}
        />
      </div>
    </>
  )
}

function Active({ formula, events, faultOf, onChange }: FormulaProps<Of<'active'>>): ReactElement {
  const { event } = formula
  return (
    <>
      <Checkbox
        label="Any event counts"
        checked={event === undefined}
        onChange={changed =>
          onChange({ kind: 'active', days: formula.days, ...(changed.currentTarget.checked ? {} : { event: '' }) })
        }
      />
      {event !== undefined && (
        <OccurrenceField
          label="Event"
          value={reading({ ...formula, event })}
          events={events}
          error={faultOf('/formula/event')}
          onChange={changed => onChange({ kind: 'active', days: formula.days, ...withoutProperty(changed) })}
        />
      )}
      <NumberInput
        label="In the last (days)"
        description="1, 7 and 28 are daily, weekly and monthly active units"
        min={1}
        max={90}
        allowDecimal={false}
        value={formula.days}
        onChange={days => typeof days === 'number' && onChange({ ...formula, days })}
      />
    </>
  )
}

function reading({ event, property, where }: Reading): Reading {
  return {
    event,
    ...(property === undefined || property === '' ? {} : { property }),
    ...(where === undefined ? {} : { where }),
  }
}
