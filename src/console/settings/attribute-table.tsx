import type { ReactElement } from 'react'
import { resources } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'
import { actionsColumn } from '../parts/common-columns.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { KeyText } from '../parts/key-text.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { VirtualTable } from '../parts/virtual-table.tsx'
import type { KeptAttribute } from './attribute-form.tsx'
import { RowMenu } from './row-menu.tsx'
import { useArchiveNamed } from './use-archive-named.ts'

type Props = { words: string; mayChange: boolean; onEdit: (attribute: KeptAttribute) => void }

/** What apps say about who asks, and which of it stays on the server. */
export function AttributeTable({ words, mayChange, onEdit }: Props): ReactElement {
  const project = useProject()
  const attributes = usePages(resources.attributes.list, { params: { project } }, { all: true })
  const archive = useArchiveNamed('attributes')
  const rows = attributes.items.filter(one => `${one.key} ${one.description ?? ''}`.toLowerCase().includes(words))
  return (
    <VirtualTable
      label="Attributes"
      one="attribute"
      height="22rem"
      rows={rows}
      rowKey={({ key }) => key}
      loading={attributes.loading}
      error={attributes.error}
      retry={attributes.retry}
      empty={
        attributes.items.length > 0 ? (
          <EmptyState title="No attribute fits">Search for something else.</EmptyState>
        ) : (
          <EmptyState title="No attributes declared">
            Rules may use any attribute; declaring one says its type and keeps private ones on the server.
          </EmptyState>
        )
      }
      columns={[
        { id: 'key', header: 'Attribute', cell: ({ key }) => <KeyText>{key}</KeyText>, sort: ({ key }) => key },
        { id: 'type', header: 'Type', width: '4.25rem', cell: ({ type }) => type, sort: ({ type }) => type },
        {
          id: 'private',
          header: 'Reaches',
          width: '6.25rem',
          cell: one =>
            one.private ? <StatusBadge status="server only" tone="warning" /> : <StatusBadge status="every key" />,
          sort: one => String(one.private),
        },
        {
          id: 'about',
          header: 'Description',
          width: '2fr',
          narrow: 'hidden',
          cell: ({ description }) => description ?? '',
        },
        actionsColumn<KeptAttribute>(one => (
          <RowMenu
            of={one.key}
            acts={[
              { label: 'Change', disabled: !mayChange, act: () => onEdit(one) },
              { label: 'Archive', disabled: !mayChange, danger: true, act: () => void archive(one) },
            ]}
          />
        )),
      ]}
    />
  )
}
