import { Button, Menu } from '@mantine/core'
import { IconArchive, IconArrowBackUp, IconHistory } from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import { ActionsMenu } from './actions-menu.tsx'

type Props = {
  archived: boolean
  mayChange: boolean
  onHistory: () => void
  onArchive: () => void
  onBringBack: () => void
  /** What else can be done while it is not archived. */
  children?: ReactNode
}

/** What can be done with a whole definition on its own screen. */
export function DefinitionActions(props: Props): ReactElement {
  const { archived, mayChange, onHistory, onArchive, onBringBack, children } = props
  return (
    <>
      <Button variant="default" leftSection={<IconHistory size={15} />} onClick={onHistory}>
        History
      </Button>
      {mayChange && archived && (
        <Button variant="default" leftSection={<IconArrowBackUp size={15} />} onClick={onBringBack}>
          Bring back
        </Button>
      )}
      {mayChange && !archived && (
        <>
          {children}
          <ActionsMenu label="More actions" framed>
            <Menu.Item leftSection={<IconArchive size={15} />} onClick={onArchive}>
              Archive
            </Menu.Item>
          </ActionsMenu>
        </>
      )}
    </>
  )
}
