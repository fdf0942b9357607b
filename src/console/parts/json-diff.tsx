import { Table, Text } from '@mantine/core'
import type { ReactElement } from 'react'
import { differences } from '../../core/model/difference.ts'
import classes from './json-diff.module.css'
import { JsonText } from './json-text.tsx'
import { pointerText } from './pointer-text.ts'

/** What differs between two JSON values, place by place. */
export function JsonDiff({
  before,
  after,
  names = ['Before', 'After'],
}: {
  before: unknown
  after: unknown
  names?: [string, string]
}): ReactElement {
  const found = differences(before, after)
  if (found.length === 0) return <Text c="dimmed">Nothing differs.</Text>
  return (
    <Table withTableBorder className={classes.diff}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Field</Table.Th>
          <Table.Th>{names[0]}</Table.Th>
          <Table.Th>{names[1]}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {found.map(difference => (
          <Table.Tr key={difference.path}>
            <Table.Td>{pointerText(difference.path)}</Table.Td>
            <Table.Td className={difference.before === undefined ? undefined : classes.gone}>
              <JsonText value={difference.before} />
            </Table.Td>
            <Table.Td className={difference.after === undefined ? undefined : classes.come}>
              <JsonText value={difference.after} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
