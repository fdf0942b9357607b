import { ActionIcon, type ActionIconProps, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { type ReactElement, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'

type Props = {
  /** Whose actions they are. */
  label: string
  /** Among buttons it looks like one of them. */
  framed?: boolean
  /** The items: `Menu.Item`, and what may stand between them. */
  children: ReactNode
}

/** Three dots with a menu of actions. Every row of a list has one, so the menu itself is made on the first press. */
export function ActionsMenu({ label, framed = false, children }: Props): ReactElement {
  const [wanted, want] = useState(false)
  const look: ActionIconProps & { 'aria-label': string } = {
    ...(framed ? { variant: 'default', size: '2rem' } : { variant: 'subtle', color: 'gray' }),
    'aria-label': label,
    children: <IconDots size={16} aria-hidden />,
  }
  if (wanted) return <WantedMenu look={look}>{children}</WantedMenu>
  return <ActionIcon {...look} aria-haspopup="menu" aria-expanded={false} onClick={() => want(true)} />
}

function WantedMenu({ look, children }: { look: ActionIconProps; children: ReactNode }): ReactElement {
  const button = useRef<HTMLButtonElement>(null)
  const [opened, setOpened] = useState(false)
  // This button takes the place of the one that was pressed, and with it the focus, which the menu gives back to it.
  useLayoutEffect(() => button.current?.focus({ preventScroll: true }), [])
  useEffect(() => setOpened(true), [])
  return (
    <Menu position="bottom-end" shadow="md" opened={opened} onChange={setOpened}>
      <Menu.Target>
        <ActionIcon {...look} ref={button} />
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  )
}
