import { type ReactElement, useState } from 'react'
import { Ago } from '../../../src/console/parts/ago.tsx'
import { EmptyState } from '../../../src/console/parts/empty-state.tsx'
import { KeyText } from '../../../src/console/parts/key-text.tsx'
import { NumberText } from '../../../src/console/parts/number-text.tsx'
import { Sparkline } from '../../../src/console/parts/sparkline.tsx'
import { StatusBadge } from '../../../src/console/parts/status-badge.tsx'
import { VirtualTable } from '../../../src/console/parts/virtual-table.tsx'
import { Screen } from '../../../src/console/shell/screen.tsx'

const rows = Array.from({ length: 10_000 }, (_, i) => ({ key: `flag-${i}`, rank: (i * 7919) % 10_000 }))

/** Ten thousand rows, and an empty list beneath. */
export function LongList(): ReactElement {
  const [opened, setOpened] = useState<string>()
  return (
    <Screen title="Lists" wide>
      <VirtualTable
        label="Flags"
        one="flag"
        rows={rows}
        rowKey={row => row.key}
        href={row => `/list?opened=${row.key}`}
        height="420px"
        empty={null}
        columns={[
          { id: 'name', header: 'Name', width: '2fr', cell: row => row.key, sort: row => row.key },
          { id: 'key', header: 'Key', cell: row => <KeyText>{row.key}</KeyText>, narrow: 'hidden' },
          { id: 'status', header: 'Status', width: '6rem', cell: row => <StatusBadge status={statusOf(row.rank)} /> },
          {
            id: 'trend',
            header: 'Trend',
            width: '7rem',
            narrow: 'hidden',
            cell: row => <Sparkline values={[1, 3, row.rank % 5, undefined, 4, 2]} label={`trend of ${row.key}`} />,
          },
          {
            id: 'rank',
            header: 'Rank',
            width: '5rem',
            align: 'right',
            cell: row => <NumberText value={row.rank} kind="count" />,
            sort: row => row.rank,
          },
          {
            id: 'seen',
            header: 'Seen',
            width: '8rem',
            cell: () => <Ago time="2026-01-01T00:00:00Z" />,
            narrow: 'hidden',
          },
        ]}
      />
      <VirtualTable
        label="Actions"
        rows={[{ key: 'first' }, { key: 'second' }]}
        rowKey={row => row.key}
        onOpen={row => setOpened(row.key)}
        empty={null}
        columns={[{ id: 'name', header: 'Action', cell: row => row.key }]}
      />
      <p>Opened: {opened ?? 'nothing'}</p>
      <VirtualTable
        label="Nothing"
        rows={[]}
        rowKey={() => ''}
        empty={<EmptyState title="Nothing here yet">Make the first one.</EmptyState>}
        columns={[{ id: 'name', header: 'Name', cell: () => '' }]}
      />
    </Screen>
  )
}

function statusOf(rank: number): string {
  return ['ok', 'warning', 'failing', 'running', 'unknown'][rank % 5] ?? 'unknown'
}
