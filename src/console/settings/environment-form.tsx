import { TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { Meta } from '../../contract/noun.ts'
import type { Environment } from '../../contract/project.ts'
import { KeepForm, NameField } from './keep-form.tsx'
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
  const keeping = useKeeping('environments', { project, current }, (key, name) => name ?? key)
  const { errors } = keeping
  const submit = () => keeping.keep(value, { name: value.name }, description, onDone)
  return (
    <KeepForm
      keeping={keeping}
      action={current === undefined ? 'Create' : 'Save'}
      ready={value.name.trim() !== '' && value.key !== ''}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <NameField
        isNew={current === undefined}
        value={value}
        onChange={setValue}
        errors={errors}
        placeholder="Load test"
      />
      <TextInput
        label="Description"
        value={description}
        error={errors.description}
        onChange={event => setDescription(event.currentTarget.value)}
      />
    </KeepForm>
  )
}
