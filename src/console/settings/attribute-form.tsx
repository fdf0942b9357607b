import { Checkbox, Select, Stack, TextInput } from '@mantine/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import type { Attribute } from '../../contract/audience.ts'
import type { AttributeType } from '../../contract/condition.ts'
import type { Meta } from '../../contract/noun.ts'
import { resources } from '../../contract/routes.ts'
import { etagOf } from '../data/send-change.ts'
import { useChange } from '../data/use-change.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { Failed } from '../shell/failed.tsx'
import { FormActions } from './form-actions.tsx'

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
  const create = useChange(resources.attributes.create, { quiet: true, done: one => `Attribute ${one.key} is there` })
  const save = useChange(resources.attributes.change, { quiet: true, done: one => `Attribute ${one.key} is changed` })
  const error = create.error ?? save.error
  const errors = error === null ? {} : fieldErrors(error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const description = about.trim()
    const done = { onSuccess: onDone }
    const wanted = { type, private: isPrivate }
    if (current === undefined)
      create.mutate(
        { params: { project }, body: { key, ...wanted, ...(description === '' ? {} : { description }) } },
        done,
      )
    else
      save.mutate(
        {
          params: { project, key: current.key },
          body: { ...wanted, description: description === '' ? null : description },
          ifMatch: etagOf(current.meta),
        },
        done,
      )
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        {error !== null && Object.keys(errors).length === 0 && <Failed error={error} />}
        {current === undefined && (
          <TextInput
            label="Name"
            description="As apps give it in the context"
            placeholder="country"
            value={key}
            error={errors.key}
            spellCheck={false}
            required
            withAsterisk={false}
            data-autofocus
            onChange={event => setKey(event.currentTarget.value)}
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
        <FormActions
          action={current === undefined ? 'Create the attribute' : 'Save'}
          busy={create.isPending || save.isPending}
          disabled={key === ''}
          onCancel={onCancel}
        />
      </Stack>
    </form>
  )
}
