import { Checkbox, Select, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { Attribute } from '../../contract/audience.ts'
import type { AttributeType } from '../../contract/condition.ts'
import type { Meta } from '../../contract/noun.ts'
import { KeepForm, KeyField } from './keep-form.tsx'
import { useKeeping } from './use-keeping.ts'

export type KeptAttribute = Attribute & { meta: Meta }

const types: { value: AttributeType; label: string }[] = [
  { value: 'string', label: 'string' },
  { value: 'number', label: 'number' },
  { value: 'boolean', label: 'boolean: true or false' },
  { value: 'date', label: 'date: ISO 8601 or milliseconds' },
  { value: 'semver', label: 'semver: a version such as 2.10.0' },
]

/** What apps say about who asks: the type decides how it is compared. */
export function AttributeForm({
  project,
  current,
  onDone,
  onCancel,
}: {
  project: string
  current?: KeptAttribute
  onDone: () => void
  onCancel: () => void
}): ReactElement {
  const [key, setKey] = useState(current?.key ?? '')
  const [type, setType] = useState<AttributeType>(current?.type ?? 'string')
  const [about, setAbout] = useState(current?.description ?? '')
  const [isPrivate, setPrivate] = useState(current?.private ?? false)
  const keeping = useKeeping('attributes', { project, current }, key => `Attribute ${key}`)
  const { errors } = keeping
  const submit = () => keeping.keep({ key }, { type, private: isPrivate }, about, onDone)
  return (
    <KeepForm
      keeping={keeping}
      action={current === undefined ? 'Create the attribute' : 'Save'}
      ready={key !== ''}
      onSubmit={submit}
      onCancel={onCancel}
    >
      {current === undefined && (
        <KeyField
          label="Name"
          description="As apps give it in the context"
          placeholder="country"
          value={key}
          error={errors.key}
          onChange={setKey}
        />
      )}
      <Select
        label="Type"
        data={types}
        value={type}
        error={errors.type}
        onChange={value => value !== null && setType(value as AttributeType)}
      />
      <TextInput
        label="Description"
        placeholder="in years"
        value={about}
        error={errors.description}
        onChange={event => setAbout(event.currentTarget.value)}
      />
      <Checkbox
        label="Private"
        description="Rules about it never reach browsers: client keys get the outcome from the server alone"
        checked={isPrivate}
        onChange={event => setPrivate(event.currentTarget.checked)}
      />
    </KeepForm>
  )
}
