import { Button, Drawer, Menu } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { ActionsMenu } from '../../../src/console/parts/actions-menu.tsx'
import { hint } from '../../../src/console/parts/hint.ts'
import { KeyText } from '../../../src/console/parts/key-text.tsx'
import { Screen } from '../../../src/console/shell/screen.tsx'

/** What says more when it is pointed at, on the page and in a drawer, and a menu of actions. */
export function Hints(): ReactElement {
  const [opened, setOpened] = useState(false)
  const [gone, setGone] = useState(false)
  const [chosen, setChosen] = useState('nothing')
  return (
    <Screen title="Hints">
      <Button onClick={() => setOpened(true)}>Open the drawer</Button>
      {!gone && (
        <Button {...hint('It goes away for good')} onClick={() => setGone(true)}>
          Remove
        </Button>
      )}
      <KeyText>checkout</KeyText>
      <ActionsMenu label="Actions on checkout">
        <Menu.Item onClick={() => setChosen('history')}>History</Menu.Item>
        <Menu.Item c="var(--failing)" onClick={() => setChosen('archive')}>
          Archive
        </Menu.Item>
      </ActionsMenu>
      <p>Chosen: {chosen}</p>
      <div style={{ height: '200vh' }} />
      <Drawer opened={opened} onClose={() => setOpened(false)} title="Drawer">
        <Button {...hint('Only in here')}>Inside</Button>
      </Drawer>
    </Screen>
  )
}
