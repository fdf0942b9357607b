import { Button, Group, Modal, Stack } from '@mantine/core'
import { type FormEvent, type ReactElement, useMemo, useState } from 'react'
import { resources } from '../../contract/routes.ts'
import { FaultsContext, faultsOf } from '../conditions/faults.ts'
import { useEnvironments, useProject } from '../data/project.ts'
import { refusalsOf } from '../data/refusals.ts'
import { useChange } from '../data/use-change.ts'
import { Failed } from '../shell/failed.tsx'
import { draftOf, type NewFlag, newIssues, startOf } from './create-draft.ts'
import { CreateFields } from './create-fields.tsx'
import { isWrittenFlag } from './draft-flag.ts'

type Props = { opened: boolean; onClose: () => void; onCreated: (key: string) => void }

/** The dialog that creates a flag. It starts off everywhere, so nothing changes for anybody. */
export function CreateFlag({ opened, onClose, onCreated }: Props): ReactElement {
  return (
    <Modal opened={opened} onClose={onClose} title="New flag" size="lg">
      <CreateForm onClose={onClose} onCreated={onCreated} />
    </Modal>
  )
}

const blank: NewFlag = { name: '', key: '', description: '', owner: '', tags: [], ...startOf('boolean') }

function CreateForm({ onClose, onCreated }: Omit<Props, 'opened'>): ReactElement {
  const project = useProject()
  const environments = useEnvironments()
  const [flag, setFlag] = useState(blank)
  const [tried, setTried] = useState(false)
  const idempotencyKey = useMemo(() => crypto.randomUUID(), [])
  const create = useChange(resources.flags.create, {
    quiet: true,
    done: ({ name }) => `${name} is there, off everywhere`,
  })
  const draft = draftOf(flag, environments)
  const own = newIssues(draft)
  const refused = refusalsOf(create.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (own.length > 0 || !isWrittenFlag(draft)) return
    create.mutate({ params: { project }, body: draft, idempotencyKey }, { onSuccess: () => onCreated(draft.key) })
  }
  return (
    <FaultsContext value={faultsOf([...(tried ? own : []), ...refused])}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <CreateFields
            flag={flag}
            onChange={next => {
              create.reset()
              setFlag(next)
            }}
          />
          {create.error !== null && refused.length === 0 && <Failed error={create.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Create the flag
            </Button>
          </Group>
        </Stack>
      </form>
    </FaultsContext>
  )
}
