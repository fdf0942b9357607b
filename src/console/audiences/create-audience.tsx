import { Button, Group, Input, Modal, Stack } from '@mantine/core'
import { type FormEvent, type ReactElement, useMemo, useState } from 'react'
import { resources } from '../../contract/routes.ts'
import { conditionText, type DraftCondition, isWritten } from '../../core/evaluate/condition-text.ts'
import { ConditionBuilder } from '../conditions/condition-builder.tsx'
import { blankComparison } from '../conditions/draft-group.ts'
import { FaultsContext, faultsOf } from '../conditions/faults.ts'
import { useVocabulary } from '../conditions/use-vocabulary.ts'
import { useProject } from '../data/project.ts'
import { refusalsOf } from '../data/refusals.ts'
import { useChange } from '../data/use-change.ts'
import { NameAndKey } from '../parts/name-and-key.tsx'
import { Failed } from '../shell/failed.tsx'
import classes from './audience.module.css'
import { AudienceSize } from './audience-size.tsx'
import { lackingIn } from './draft-audience.ts'

type Props = { opened: boolean; onClose: () => void; onCreated: (key: string) => void }

/** The dialog that creates an audience; nothing uses it yet, so nothing changes for anybody. */
export function CreateAudience({ opened, onClose, onCreated }: Props): ReactElement {
  return (
    <Modal opened={opened} onClose={onClose} title="New audience" size="xl">
      <CreateForm onClose={onClose} onCreated={onCreated} />
    </Modal>
  )
}

function CreateForm({ onClose, onCreated }: Omit<Props, 'opened'>): ReactElement {
  const project = useProject()
  const vocabulary = useVocabulary()
  const [names, setNames] = useState({ name: '', key: '' })
  const [condition, setCondition] = useState<DraftCondition | undefined>(blankComparison())
  const [tried, setTried] = useState(false)
  const idempotencyKey = useMemo(() => crypto.randomUUID(), [])
  const create = useChange(resources.audiences.create, { quiet: true, done: ({ name }) => `${name} is there` })
  const lacking = lackingIn({ ...names, condition })
  const refused = refusalsOf(create.error)
  const faults = faultsOf([...(tried ? lacking : []), ...refused])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (lacking.length > 0 || condition === undefined || !isWritten(condition)) return
    create.mutate(
      { params: { project }, body: { ...names, condition }, idempotencyKey },
      { onSuccess: () => onCreated(names.key) },
    )
  }
  return (
    <FaultsContext value={faults}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <NameAndKey
            value={names}
            onChange={setNames}
            namePlaceholder="Above 65"
            errors={{ name: faults.get('/name'), key: faults.get('/key') }}
          />
          <Input.Wrapper label="Everyone with" labelElement="div" error={faults.get('/condition')}>
            <ConditionBuilder condition={condition} onChange={setCondition} vocabulary={vocabulary} path="/condition" />
          </Input.Wrapper>
          {condition !== undefined && (
            <>
              <p className={classes.sentence}>{conditionText(condition, vocabulary)}</p>
              <div>
                <span className={classes.soft}>Of recent units: </span>
                <AudienceSize condition={condition} long />
              </div>
            </>
          )}
          {create.error !== null && refused.length === 0 && <Failed error={create.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Create the audience
            </Button>
          </Group>
        </Stack>
      </form>
    </FaultsContext>
  )
}
