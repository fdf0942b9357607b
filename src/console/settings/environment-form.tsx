import { Stack, TextInput } from '@mantine/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import type { Meta } from '../../contract/noun.ts'
import type { Environment } from '../../contract/project.ts'
import { NameAndKey } from '../parts/name-and-key.tsx'
import { Failed } from '../shell/failed.tsx'
import { FormActions } from './form-actions.tsx'
import { useKeeping } from './use-keeping.ts'

export type KeptEnvironment = Environment & { meta: Meta }

/** What an environment is called, to make or to change one. */
export function EnvironmentForm({
  project,
  current,
  onDone,
  onCancel,
}: {
  project: string
  current?: KeptEnvironment
  onDone: () => void
  onCancel: () => void
}): ReactElement {
  const [value, setValue] = useState({ name: current?.name ?? '', key: current?.key ?? '' })
  const [description, setDescription] = useState(current?.description ?? '')
  const { error, errors, busy, keep } = useKeeping('environments', { project, current }, (key, name) => name ?? key)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    keep(value, { name: value.name }, description, onDone)
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        {error !== null && Object.keys(errors).length === 0 && <Failed error={error} />}
        {current === undefined ? (
          <NameAndKey value={value} onChange={setValue} errors={errors} namePlaceholder="Load test" />
        ) : (
          <TextInput
            label="Name"
            value={value.name}
            error={errors.name}
            required
            withAsterisk={false}
            onChange={event => setValue({ ...value, name: event.currentTarget.value })}
          />
        )}
        <TextInput
          label="Description"
          value={description}
          error={errors.description}
          onChange={event => setDescription(event.currentTarget.value)}
        />
        <FormActions
          action={current === undefined ? 'Create' : 'Save'}
          busy={busy}
          disabled={value.name.trim() === '' || value.key === ''}
          onCancel={onCancel}
        />
      </Stack>
    </form>
  )
}
