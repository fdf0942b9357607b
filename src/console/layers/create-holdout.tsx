import { Button, Group, MultiSelect, NumberInput, Select, Stack } from '@mantine/core'
import { type FormEvent, type ReactElement, useMemo, useState } from 'react'
import { resources } from '../../contract/routes.ts'
import { failureOf } from '../data/failure.ts'
import { useChange } from '../data/use-change.ts'
import { usePages } from '../data/use-pages.ts'
import { useRoute } from '../data/use-route.ts'
import { ask } from '../parts/ask.tsx'
import { fieldErrors } from '../parts/field-errors.ts'
import { NameAndKey } from '../parts/name-and-key.tsx'
import { Failed } from '../shell/failed.tsx'

/** Asks for a new holdout in an environment and creates it. */
export async function createHoldout(project: string, environment: string): Promise<void> {
  await ask<true>('New holdout', (answer, cancel) => (
    <HoldoutForm project={project} environment={environment} onDone={() => answer(true)} onCancel={cancel} />
  ))
}

// Dialogs stand outside of the address, so the project is handed in.
type Props = { project: string; environment: string; onDone: () => void; onCancel: () => void }

function HoldoutForm({ project, environment: here, onDone, onCancel }: Props): ReactElement {
  const environments = useRoute(resources.environments.list, { params: { project } }).data?.body.items ?? []
  const layers = usePages(resources.layers.list, { params: { project }, query: { limit: 500 } }, { all: true })
  const { data } = useRoute(resources.projects.read, { params: { key: project } })
  const [names, setNames] = useState({ name: '', key: '' })
  const [environment, setEnvironment] = useState(here)
  const [unit, setUnit] = useState('user')
  const [coverage, setCoverage] = useState<number | string>(5)
  const [within, setWithin] = useState<string[]>([])
  const idempotencyKey = useMemo(() => crypto.randomUUID(), [])
  const create = useChange(resources.holdouts.create, {
    quiet: true,
    done: ({ name }) => `The holdout ${name} is there`,
  })
  const errors = create.error === null ? {} : fieldErrors(create.error)
  const taken = create.error !== null && failureOf(create.error).title.includes('exists')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (typeof coverage !== 'number') return
    const body = { ...names, environment, unit, coverage, ...(within.length === 0 ? {} : { layers: within }) }
    create.mutate({ params: { project }, body, idempotencyKey }, { onSuccess: onDone })
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <NameAndKey
          value={names}
          onChange={setNames}
          namePlaceholder="Nothing new in 2027"
          errors={{ name: errors.name, key: errors.key ?? (taken ? 'there is one of this key already' : undefined) }}
        />
        <Group grow align="flex-start">
          <NumberInput
            label="Kept out"
            suffix=" %"
            min={0}
            max={100}
            decimalScale={3}
            hideControls
            value={coverage}
            error={errors.coverage}
            onChange={setCoverage}
          />
          <Select
            label="Of every"
            data={Object.keys(data?.body.units ?? { user: '' })}
            value={unit}
            error={errors.unit}
            onChange={next => next !== null && setUnit(next)}
          />
          <Select
            label="Environment"
            data={environments.map(({ key, name }) => ({ value: key, label: name }))}
            value={environment}
            error={errors.environment}
            onChange={next => next !== null && setEnvironment(next)}
          />
        </Group>
        <MultiSelect
          label="Of the experiments of these layers"
          placeholder={within.length === 0 ? 'Every experiment of the environment' : ''}
          data={layers.items.map(({ key, name }) => ({ value: key, label: name }))}
          value={within}
          error={errors.layers}
          onChange={setWithin}
        />
        {create.error !== null && !taken && Object.keys(errors).length === 0 && <Failed error={create.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={create.isPending}
            disabled={names.name === '' || names.key === '' || typeof coverage !== 'number'}
          >
            Create the holdout
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
