import { Select } from '@mantine/core'
import type { ReactElement } from 'react'
import type { EventDefinition } from '../../contract/event-definition.ts'
import type { Where } from '../../contract/metric.ts'
import classes from './editor.module.css'
import { WhereFields } from './where-fields.tsx'

/** An event, perhaps with a property that is read and values it is narrowed to. */
export type Reading = { event: string; property?: string | undefined; where?: Where | undefined }

type Props = {
  label: string
  value: Reading
  events: readonly EventDefinition[]
  /** Whether a property is summed, and what stands for none. */
  property?: { label: string; none?: string; error: string | undefined }
  error: string | undefined
  onChange: (value: Reading) => void
}

/** Chooses an event, the property that is read of it, and the values it is narrowed to. */
export function OccurrenceField({ label, value, events, property, error, onChange }: Props): ReactElement {
  const { event, where = {} } = value
  const properties = events.find(({ key }) => key === event)?.properties ?? {}
  const names = Object.keys(properties)
  const numeric = names.filter(name => ['number', 'integer'].includes(properties[name]?.type ?? ''))
  const setWhere = (next: Where) => {
    const { where: _where, ...rest } = value
    onChange(Object.keys(next).length === 0 ? rest : { ...rest, where: next })
  }
  return (
    <div className={classes.plan}>
      <div className={classes.grid}>
        <Select
          label={label}
          placeholder="Choose an event"
          searchable
          data={events.map(({ key }) => key)}
          value={event || null}
          error={error}
          onChange={next => next !== null && onChange({ event: next })}
        />
        {property !== undefined && (
          <Select
            label={property.label}
            placeholder="Choose a property"
            data={[
              ...(property.none === undefined ? [] : [{ value: '', label: property.none }]),
              ...numeric.map(name => ({ value: name, label: property.none === undefined ? name : `Sum of ${name}` })),
            ]}
            value={value.property ?? (property.none === undefined ? null : '')}
            error={property.error}
            onChange={next => {
              const { property: _property, ...rest } = value
              onChange(next === null || next === '' ? rest : { ...rest, property: next })
            }}
          />
        )}
      </div>
      {event !== '' && <WhereFields where={where} properties={properties} onChange={setWhere} />}
    </div>
  )
}
