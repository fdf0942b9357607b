import { Menu } from '@mantine/core'
import { IconArchive, IconArrowBackUp, IconCopy, IconHistory, IconPower } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { ActionsMenu } from '../parts/actions-menu.tsx'
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

/** What can be done with a flag right from the list: the switch is first. */
export function FlagRowMenu(props: Props): ReactElement {
  const { flag, environment, mayChange, onSwitch, onHistory, onArchive, onBringBack } = props
  const archived = flag.meta.status === 'archived'
  const on = flag.environments[environment]?.on === true
  return (
    <ActionsMenu label={`Actions on ${flag.name}`}>
      {mayChange && !archived && (
        <Menu.Item
          leftSection={<IconPower size={15} />}
          {...(on ? { c: 'var(--failing)' } : {})}
          onClick={() => onSwitch(!on)}
        >
          Switch {on ? 'off' : 'on'} in {environment}
        </Menu.Item>
      )}
      {mayChange && archived && (
        <Menu.Item leftSection={<IconArrowBackUp size={15} />} onClick={onBringBack}>
          Bring back
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconHistory size={15} />} onClick={onHistory}>
        History
      </Menu.Item>
      <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => void navigator.clipboard.writeText(flag.key)}>
        Copy the key
      </Menu.Item>
      {mayChange && !archived && (
        <>
          <Menu.Divider />
          <Menu.Item leftSection={<IconArchive size={15} />} onClick={onArchive}>
            Archive
          </Menu.Item>
        </>
      )}
    </ActionsMenu>
  )
}
