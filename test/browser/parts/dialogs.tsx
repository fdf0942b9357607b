import { Button, Group } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { askWhy } from '../../../src/console/parts/ask-why.tsx'
import { confirmByName } from '../../../src/console/parts/confirm-by-name.tsx'
import { reveal } from '../../../src/console/parts/reveal.tsx'
import { Screen } from '../../../src/console/shell/screen.tsx'

/** Every dialog, and what came of it. */
export function Dialogs(): ReactElement {
  const [said, setSaid] = useState('nothing')
  const say = (value: unknown) => setSaid(JSON.stringify(value) ?? 'cancelled')
  return (
    <Screen title="Dialogs">
      <Group>
        <Button
          onClick={async () =>
            say(
              await confirmByName({
                title: 'Archive the flag?',
                name: 'checkout',
                consequences: 'Apps get the default from now on. A rollback brings it back.',
                action: 'Archive the flag',
              }),
            )
          }
        >
          Archive
        </Button>
        <Button onClick={async () => say(await askWhy({ title: 'Start?', action: 'Start', required: true }))}>
          Start
        </Button>
        <Button
          onClick={async () => say(await reveal({ title: 'New key', label: 'Secret', secret: 'assay_token_x.y' }))}
        >
          Reveal
        </Button>
      </Group>
      <p>Answer: {said}</p>
    </Screen>
  )
}
