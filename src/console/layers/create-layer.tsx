import { Button, Group, Stack, Textarea } from '@mantine/core'
import { type FormEvent, type ReactElement, useMemo, useState } from 'react'
import { resources } from '../../contract/routes.ts'
import { failureOf } from '../data/failure.ts'
import { useChange } from '../data/use-change.ts'
import { ask } from '../parts/ask.tsx'
import { fieldErrors } from '../parts/field-errors.ts'
import { NameAndKey } from '../parts/name-and-key.tsx'
import { Failed } from '../shell/failed.tsx'

/** Asks for a new layer and creates it; answers its key, or undefined when it was given up. */
export function createLayer(project: string): Promise<string | undefined> {
  return ask<string>('New layer', (answer, cancel) => <LayerForm project={project} onDone={answer} onCancel={cancel} />)
}

// Dialogs stand outside of the address, so the project is handed in.
type Props = { project: string; onDone: (key: string) => void; onCancel: () => void }

function LayerForm({ project, onDone, onCancel }: Props): ReactElement {
  const [names, setNames] = useState({ name: '', key: '' })
  const [description, setDescription] = useState('')
  const idempotencyKey = useMemo(() => crypto.randomUUID(), [])
  const create = useChange(resources.layers.create, { quiet: true, done: ({ name }) => `The layer ${name} is there` })
  const errors = create.error === null ? {} : fieldErrors(create.error)
  const taken = create.error !== null && failureOf(create.error).title.includes('exists')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = { ...names, ...(description === '' ? {} : { description }) }
    create.mutate({ params: { project }, body, idempotencyKey }, { onSuccess: () => onDone(names.key) })
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <NameAndKey
          value={names}
          onChange={setNames}
          namePlaceholder="Checkout"
          errors={{ name: errors.name, key: errors.key ?? (taken ? 'there is one of this key already' : undefined) }}
        />
        <Textarea
          label="What belongs in it? (optional)"
          placeholder="Experiments on the way from the cart to the payment"
          autosize
          minRows={2}
          value={description}
          onChange={event => setDescription(event.currentTarget.value)}
        />
        {create.error !== null && !taken && Object.keys(errors).length === 0 && <Failed error={create.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={names.name === '' || names.key === ''}>
            Create the layer
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
