import { Stack, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import type { List } from '../../contract/audience.ts'
import type { Meta } from '../../contract/noun.ts'
import { plural } from '../../core/report/number-text.ts'
import { NameAndKey } from '../parts/name-and-key.tsx'
import { Failed } from '../shell/failed.tsx'
import { FormActions } from './form-actions.tsx'
import { useKeeping } from './use-keeping.ts'

export type KeptList = List & { meta: Meta }

/** A list of ids or other values, one in a line. */
export function ListForm({
  project,
  current,
  onDone,
  onCancel,
}: {
  project: string
  current?: KeptList
  onDone: () => void
  onCancel: () => void
}): ReactElement {
  const [value, setValue] = useState({ name: current?.name ?? '', key: current?.key ?? '' })
  const [about, setAbout] = useState(current?.description ?? '')
  const [text, setText] = useState((current?.values ?? []).join('\n'))
  const { error, errors, busy, keep } = useKeeping('lists', { project, current }, (key, name) => `List ${name ?? key}`)
  const values = [
    ...new Set(
      text
        .split('\n')
        .map(line => line.trim())
        .filter(Boolean),
    ),
  ]
  const submit = (event: FormEvent) => {
    event.preventDefault()
    keep(value, { name: value.name, values }, about, onDone)
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        {error !== null && Object.keys(errors).length === 0 && <Failed error={error} />}
        {current === undefined ? (
          <NameAndKey value={value} onChange={setValue} errors={errors} namePlaceholder="Beta testers" />
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
        <TextInput label="Description" value={about} onChange={event => setAbout(event.currentTarget.value)} />
        <Textarea
          label="Values"
          description={`One in a line; ${plural(values.length, 'value')}`}
          value={text}
          error={errors.values}
          autosize
          minRows={4}
          maxRows={14}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mono)' } }}
          onChange={event => setText(event.currentTarget.value)}
        />
        <FormActions
          action={current === undefined ? 'Create the list' : 'Save'}
          busy={busy}
          disabled={value.name.trim() === '' || value.key === ''}
          onCancel={onCancel}
        />
      </Stack>
    </form>
  )
}
