import { Autocomplete, Group, Radio, SegmentedControl, TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import type { EventDefinition } from '../../contract/event-definition.ts'
import { type MetricDraft, needsProperty, type SimpleKind, simpleKinds } from './metric-draft.ts'

type Props = {
  draft: MetricDraft
  onChange: (part: Partial<MetricDraft>) => void
  events: readonly EventDefinition[]
  loading: boolean
  faults: Readonly<Record<string, string>>
}

/** What a metric counts: the event, what of it, and what is better. */
export function MetricFields({ draft, onChange, events, loading, faults }: Props): ReactElement {
  const known = events.find(({ key }) => key === draft.event)
  const numbers = Object.entries(known?.properties ?? {}).flatMap(([name, { type }]) =>
    type === 'number' || type === 'integer' ? [name] : [],
  )
  return (
    <>
      <Autocomplete
        label="Event"
        placeholder="purchase_complete"
        description={
          known === undefined && draft.event !== '' && !loading
            ? 'Not defined yet: it is defined along with the metric. Your app has to send it.'
            : 'What people do'
        }
        data={events.map(({ key }) => key)}
        value={draft.event}
        error={faults.event}
        spellCheck={false}
        autoComplete="off"
        onChange={event => onChange({ event, property: '' })}
      />
      <Radio.Group label="What of it" value={draft.kind} onChange={kind => onChange({ kind: kind as SimpleKind })}>
        <Group mt={6} gap="md">
          {simpleKinds.map(({ value, label }) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </Group>
      </Radio.Group>
      {needsProperty(draft.kind) && (
        <Group grow align="flex-start">
          <Autocomplete
            label="Number that is added up"
            placeholder="amount"
            data={numbers}
            value={draft.property}
            error={faults.property}
            spellCheck={false}
            autoComplete="off"
            onChange={property => onChange({ property })}
          />
          <TextInput
            label="Counted in (optional)"
            placeholder="EUR"
            value={draft.measure}
            maxLength={40}
            onChange={event => onChange({ measure: event.currentTarget.value })}
          />
        </Group>
      )}
      <SegmentedControl
        aria-label="What is better"
        data={[
          { value: 'up', label: 'More is better' },
          { value: 'down', label: 'Less is better' },
        ]}
        value={draft.better}
        onChange={better => onChange({ better: better as 'up' | 'down' })}
      />
    </>
  )
}
