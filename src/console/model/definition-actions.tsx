import { Button, Menu } from '@mantine/core'
import { IconArchive, IconArrowBackUp, IconCopyPlus, IconHistory } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { Meta } from '../../contract/noun.ts'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { linkTo } from '../link-to.ts'
import { ActionsMenu } from '../parts/actions-menu.tsx'
import { paths } from '../paths.ts'
import { useArchiveDefinition } from './use-archive-definition.ts'

type Props = { noun: 'events' | 'metrics'; kept: { key: string; meta: Meta }; onHistory: () => void }

/** What can be done with an event or a metric: edit (or propose a change), history, copy, archive. */
export function DefinitionActions({ noun, kept, onHistory }: Props): ReactElement {
  const project = useProject()
  const navigate = useNavigate()
  const mayChange = useAllowed('editor')
  const mayPropose = useAllowed('analyst')
  const archive = useArchiveDefinition(noun)
  const { key, meta } = kept
  const isEvent = noun === 'events'
  const archived = meta.status === 'archived'
  const copy = `${isEvent ? paths.newEvent(project) : paths.newMetric(project)}?like=${encodeURIComponent(key)}`
  return (
    <>
      {mayPropose && !archived && (
        <Button component={Link} to={isEvent ? paths.editEvent(project, key) : paths.editMetric(project, key)}>
          {mayChange ? 'Edit' : 'Propose a change'}
        </Button>
      )}
      <ActionsMenu label={`Actions on ${key}`} framed>
        <Menu.Item leftSection={<IconHistory size={15} />} onClick={onHistory}>
          History
        </Menu.Item>
        {mayPropose && (
          <Menu.Item leftSection={<IconCopyPlus size={15} />} onClick={() => void navigate(linkTo(copy))}>
            Make one like it
          </Menu.Item>
        )}
        {archived && mayChange && (
          <Menu.Item leftSection={<IconArrowBackUp size={15} />} onClick={onHistory}>
            Bring back a version
          </Menu.Item>
        )}
        {mayChange && !archived && (
          <>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconArchive size={15} />}
              onClick={() => void archive(kept, () => void navigate({ to: paths.model(project) }))}
            >
              Archive
            </Menu.Item>
          </>
        )}
      </ActionsMenu>
    </>
  )
}
