import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconArchive, IconArrowBackUp, IconDots, IconHistory, IconPower } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { KeptFlag } from './draft-flag.ts'

type Props = {
  flag: KeptFlag
  environment: string
  mayChange: boolean
  onSwitch: (on: boolean) => void
  onHistory: () => void
  onArchive: () => void
  onBringBack: () => void
}

/** What can be done with the whole flag; the kill switch is always in sight. */
export function FlagActions(props: Props): ReactElement {
  const { flag, environment, mayChange, onSwitch, onHistory, onArchive, onBringBack } = props
  const archived = flag.meta.status === 'archived'
  const on = flag.environments[environment]?.on === true
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
          <Button
            variant="default"
            leftSection={<IconPower size={15} />}
            {...(on ? { c: 'var(--failing)' } : {})}
            onClick={() => onSwitch(!on)}
          >
            Switch {on ? 'off' : 'on'} in {environment}
          </Button>
          <Menu position="bottom-end" shadow="md">
            <Menu.Target>
              <ActionIcon variant="default" size="2rem" aria-label="More actions">
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconArchive size={15} />} onClick={onArchive}>
                Archive
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      )}
    </>
  )
}
