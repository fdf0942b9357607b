import { Textarea, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { List } from '../../contract/audience.ts'
import type { Meta } from '../../contract/noun.ts'
import { plural } from '../../core/report/number-text.ts'
import { KeepForm, NameField } from './keep-form.tsx'
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
  const keeping = useKeeping('lists', { project, current }, (key, name) => `List ${name ?? key}`)
  const { errors } = keeping
  const values = [
    ...new Set(
      text
        .split('\n')
        .map(line => line.trim())
        .filter(Boolean),
    ),
  ]
  const submit = () => keeping.keep(value, { name: value.name, values }, about, onDone)
  return (
    <KeepForm
      keeping={keeping}
      action={current === undefined ? 'Create the list' : 'Save'}
      ready={value.name.trim() !== '' && value.key !== ''}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <NameField
        isNew={current === undefined}
        value={value}
        onChange={setValue}
        errors={errors}
        placeholder="Beta testers"
      />
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
    </KeepForm>
  )
}
