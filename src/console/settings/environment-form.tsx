import { Stack, TextInput } from '@mantine/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import type { Meta } from '../../contract/noun.ts'
import type { Environment } from '../../contract/project.ts'
import { resources } from '../../contract/routes.ts'
import { etagOf } from '../data/send-change.ts'
import { useChange } from '../data/use-change.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { NameAndKey } from '../parts/name-and-key.tsx'
import { Failed } from '../shell/failed.tsx'
import { FormActions } from './form-actions.tsx'

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
  const create = useChange(resources.environments.create, { done: ({ name }) => `${name} is there`, quiet: true })
  const save = useChange(resources.environments.change, { done: ({ name }) => `${name} is changed`, quiet: true })
  const error = create.error ?? save.error
  const errors = error === null ? {} : fieldErrors(error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const about = description.trim()
    const done = { onSuccess: onDone }
    if (current === undefined)
      create.mutate({ params: { project }, body: { ...value, ...(about === '' ? {} : { description: about }) } }, done)
    else
      save.mutate(
        {
          params: { project, key: current.key },
          body: { name: value.name, description: about === '' ? null : about },
          ifMatch: etagOf(current.meta),
        },
        done,
      )
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
          busy={create.isPending || save.isPending}
          disabled={value.name.trim() === '' || value.key === ''}
          onCancel={onCancel}
        />
      </Stack>
    </form>
  )
}
