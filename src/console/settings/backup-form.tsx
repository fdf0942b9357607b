import { Alert, Button, Stack, TextInput } from '@mantine/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import { backups } from '../../contract/privacy-routes.ts'
import { plural } from '../../core/report/number-text.ts'
import { useChange } from '../data/use-change.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { KeyText } from '../parts/key-text.tsx'
import { numberText } from '../parts/number-text.tsx'
import { Failed } from '../shell/failed.tsx'

const megabyte = 1024 * 1024

/** Copies everything into a folder of the server's machine. */
export function BackupForm(): ReactElement {
  const [folder, setFolder] = useState('')
  const backup = useChange(backups.create, { quiet: true })
  const errors = backup.error === null ? {} : fieldErrors(backup.error)
  const made = backup.data?.body
  const submit = (event: FormEvent) => {
    event.preventDefault()
    backup.mutate({ body: { folder: folder.trim() } })
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        {backup.error !== null && errors.folder === undefined && <Failed error={backup.error} />}
        <TextInput
          label="Folder"
          description="An absolute path on the machine of the server; new or empty"
          placeholder="/var/backups/assay-monday"
          value={folder}
          error={errors.folder}
          spellCheck={false}
          onChange={event => setFolder(event.currentTarget.value)}
        />
        <div>
          <Button type="submit" variant="default" loading={backup.isPending} disabled={folder.trim() === ''}>
            Back up now
          </Button>
        </div>
        <div role="status">
          {made !== undefined && (
            <Alert variant="light" color="green" title="The backup is complete">
              {plural(made.files, 'file')}, {numberText(made.bytes / megabyte, { unit: 'MB', decimals: 1 })}, in{' '}
              <KeyText>{made.folder}</KeyText>
            </Alert>
          )}
        </div>
      </Stack>
    </form>
  )
}
