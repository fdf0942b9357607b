import { Group, Kbd, Modal, Table } from '@mantine/core'
import type { ReactElement } from 'react'
import { usePlaces } from './use-places.ts'

const everywhere: [string[], string][] = [
  [['Ctrl', 'K'], 'Search and commands'],
  [['/'], 'Search in this list'],
  [['?'], 'These shortcuts'],
  [['↑', '↓'], 'Move in a list'],
  [['Enter'], 'Open what is marked'],
  [['Esc'], 'Close what is open'],
]

/** All keyboard shortcuts. */
export function ShortcutSheet({ onClose }: { onClose: () => void }): ReactElement {
  const places = usePlaces().map(({ label, letter }): [string[], string] => [['g', letter], `Go to ${label}`])
  return (
    <Modal opened onClose={onClose} title="Keyboard shortcuts">
      <Table>
        <Table.Tbody>
          {[...everywhere, ...places].map(([keys, meaning]) => (
            <Table.Tr key={meaning}>
              <Table.Td>{meaning}</Table.Td>
              <Table.Td>
                <Group gap={4} justify="flex-end" wrap="nowrap">
                  {keys.map(key => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  )
}
