import { Button, Group, ScrollArea, Stack, Table, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import type { ReactElement } from 'react'
import type { Meta } from '../../contract/noun.ts'
import { differences } from '../../core/model/difference.ts'
import type { Conflict, ConflictChoice } from '../data/conflict.ts'
import { Ago } from './ago.tsx'
import { JsonText } from './json-text.tsx'
import { pointerText } from './pointer-text.ts'

/** Opens the dialog over two versions and resolves with what was chosen; closing it goes on editing. */
export function openConflict(conflict: Conflict): Promise<ConflictChoice> {
  return new Promise(resolve => {
    let choice: ConflictChoice = 'edit'
    const id = modals.open({
      title: 'Somebody changed this meanwhile',
      size: 'xl',
      onClose: () => resolve(choice),
      children: (
        <ConflictChoices
          conflict={conflict}
          onChoose={chosen => {
            choice = chosen
            modals.close(id)
          }}
        />
      ),
    })
  })
}

type Row = { path: string; mine: unknown; theirs: unknown }

function ConflictChoices({
  conflict,
  onChoose,
}: {
  conflict: Conflict
  onChoose: (choice: ConflictChoice) => void
}): ReactElement {
  const { mine, theirs, base } = conflict
  const { meta } = theirs as { meta?: Meta }
  const rows = rowsOf(conflict)
  return (
    <Stack>
      <Text>
        {meta ? (
          <>
            {meta.updatedBy} saved version {meta.version} <Ago time={meta.updatedAt} />.
          </>
        ) : (
          'There is a newer version.'
        )}{' '}
        {mine === undefined
          ? 'This is what they changed; look at it before you go on.'
          : rows.length === 0
            ? 'Both versions say the same.'
            : 'These are the places where yours and theirs differ.'}
      </Text>
      {rows.length > 0 && (
        <ScrollArea.Autosize mah={360}>
          <Table withTableBorder>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Field</Table.Th>
                <Table.Th>{mine === undefined ? 'Before' : 'Yours'}</Table.Th>
                <Table.Th>Theirs</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(row => (
                <Table.Tr key={row.path}>
                  <Table.Td>{pointerText(row.path)}</Table.Td>
                  <Table.Td>
                    <JsonText value={row.mine} />
                  </Table.Td>
                  <Table.Td>
                    <JsonText value={row.theirs} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea.Autosize>
      )}
      {mine === undefined && base === undefined && <Text c="dimmed">The earlier version is not loaded here.</Text>}
      <Group justify="flex-end">
        <Button variant="default" onClick={() => onChoose('edit')}>
          {mine === undefined ? 'Cancel' : 'Go on editing'}
        </Button>
        <Button variant="default" onClick={() => onChoose('theirs')}>
          Take theirs
        </Button>
        <Button onClick={() => onChoose('mine')}>{mine === undefined ? 'Do it anyway' : 'Keep mine'}</Button>
      </Group>
    </Stack>
  )
}

/** The places that differ, without the server's own fields. */
function rowsOf({ mine, theirs, base }: Conflict): Row[] {
  const left = mine ?? base
  if (left === undefined) return []
  return differences(written(left), written(theirs)).map(({ path, before, after }) => ({
    path,
    mine: before,
    theirs: after,
  }))
}

function written(value: unknown): unknown {
  const { meta: _meta, ...rest } = value as { meta?: unknown }
  return rest
}
