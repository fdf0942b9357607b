import { Button, Group, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import type { EventDefinition } from '../../contract/event-definition.ts'
import type { Metric } from '../../contract/metric.ts'
import { resources } from '../../contract/routes.ts'
import { call } from '../data/client.ts'
import { failureOf } from '../data/failure.ts'
import { usePages } from '../data/use-pages.ts'
import { ask } from '../parts/ask.tsx'
import { fieldErrors } from '../parts/field-errors.ts'
import { formulaText } from '../parts/formula-text.ts'
import { NameAndKey } from '../parts/name-and-key.tsx'
import { Failed } from '../shell/failed.tsx'
import { blankMetric, formulaOf, metricFaults, metricOf, needsProperty } from './metric-draft.ts'
import { MetricFields } from './metric-fields.tsx'

/** Asks for a new metric and creates it; undefined when it was given up. */
export function newMetric(project: string, owner: string): Promise<Metric | undefined> {
  return ask<Metric>(
    'New metric',
    (answer, cancel) => <MetricForm project={project} owner={owner} onDone={answer} onCancel={cancel} />,
    'lg',
  )
}

// Dialogs stand outside of the address, so the project is handed in.
type Props = { project: string; owner: string; onDone: (metric: Metric) => void; onCancel: () => void }

function MetricForm({ project, owner, onDone, onCancel }: Props): ReactElement {
  const client = useQueryClient()
  const [draft, setDraft] = useState(blankMetric)
  const [tried, setTried] = useState(false)
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<unknown>()
  const events = usePages(resources.events.list, { params: { project }, query: { limit: 500 } }, { all: true })
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part })
  const known = events.items.find(({ key }) => key === draft.event)
  const own = metricFaults(draft)
  const faults = { ...(error === undefined ? {} : refused(error)), ...(tried ? own : {}) }
  const submit = async (submitted: FormEvent) => {
    submitted.preventDefault()
    setTried(true)
    if (Object.keys(own).length > 0) return
    setPending(true)
    try {
      if (known === undefined)
        await call(resources.events.create, { params: { project }, body: eventFor(draft, owner) })
      const body = metricOf(draft, owner)
      await call(resources.metrics.create, { params: { project }, body })
      await client.invalidateQueries()
      onDone(body)
    } catch (failure) {
      setError(failure)
      await client.invalidateQueries()
    } finally {
      setPending(false)
    }
  }
  return (
    <form onSubmit={event => void submit(event)} noValidate>
      <Stack>
        <NameAndKey
          value={draft}
          onChange={change}
          namePlaceholder="Purchase rate"
          errors={{ name: faults.name, key: faults.key }}
        />
        <MetricFields draft={draft} onChange={change} events={events.items} loading={events.loading} faults={faults} />
        {Object.keys(own).length === 0 && <Text c="dimmed">{formulaText(formulaOf(draft))}</Text>}
        {error !== undefined && Object.keys(refused(error)).length === 0 && <Failed error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={pending} disabled={events.loading}>
            Create and add
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** The least an event definition says; whoever owns it says more in the model. */
function eventFor({ event, kind, property }: typeof blankMetric, owner: string): EventDefinition {
  return {
    key: event,
    owner: owner === '' ? 'experiments' : owner,
    purpose: 'experiments',
    priority: 'normal',
    source: 'any',
    properties: needsProperty(kind) ? { [property]: { type: 'number', required: false } } : {},
  }
}

function refused(error: unknown): Record<string, string> {
  const found = fieldErrors(error)
  if (failureOf(error).title.includes('exists')) return { key: 'there is one of this key already; choose another' }
  return Object.fromEntries(
    Object.entries(found).map(([path, message]) => [
      path.includes('property') ? 'property' : path.startsWith('formula') ? 'event' : path,
      message,
    ]),
  )
}
