import { Button, Stack } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactElement, useState } from 'react'
import { resources } from '../../contract/routes.ts'
import { useChange } from '../data/use-change.ts'
import { NameAndKey } from '../parts/name-and-key.tsx'
import { paths } from '../paths.ts'
import { EntryFailure } from './entry-failure.tsx'

/** Creates a project from its name; the key follows the name until it is written by hand. */
export function NewProject(): ReactElement {
  const navigate = useNavigate()
  const create = useChange(resources.projects.create, { quiet: true })
  const [{ name, key }, setValue] = useState({ name: '', key: '' })

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
    create.mutate(
      { params: {}, body: { key, name: name.trim(), timeZone } },
      { onSuccess: () => void navigate({ to: paths.home(key) }) },
    )
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        {create.error !== null && <EntryFailure error={create.error} />}
        <NameAndKey value={{ name, key }} onChange={setValue} namePlaceholder="Sneaker shop" />
        <Button type="submit" loading={create.isPending}>
          Create the project
        </Button>
      </Stack>
    </form>
  )
}
