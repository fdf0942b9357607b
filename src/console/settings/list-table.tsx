import type { ReactElement } from 'react'
import { resources } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'
import { actionsColumn, changedColumn } from '../parts/common-columns.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { KeyText } from '../parts/key-text.tsx'
import { numberText } from '../parts/number-text.tsx'
import { VirtualTable } from '../parts/virtual-table.tsx'
import type { KeptList } from './list-form.tsx'
import { RowMenu } from './row-menu.tsx'
import { useArchiveNamed } from './use-archive-named.ts'

type Props = { words: string; mayChange: boolean; onEdit: (list: KeptList) => void }

/** Lists of ids or other values; they never leave the server for a client key. */
export function ListTable({ words, mayChange, onEdit }: Props): ReactElement {
  const project = useProject()
  const lists = usePages(resources.lists.list, { params: { project } }, { all: true })
  const archive = useArchiveNamed('lists')
  const rows = lists.items.filter(one => `${one.key} ${one.name}`.toLowerCase().includes(words))
  return (
    <VirtualTable
      label="Lists"
      one="list"
      height="22rem"
      rows={rows}
      rowKey={({ key }) => key}
      loading={lists.loading}
      error={lists.error}
      retry={lists.retry}
      empty={
        lists.items.length > 0 ? (
          <EmptyState title="No list fits">Search for something else.</EmptyState>
        ) : (
          <EmptyState title="No lists yet">
            A list names who a rule is for, one by one: testers, partners, shops.
          </EmptyState>
        )
      }
      columns={[
        { id: 'name', header: 'List', width: '1.5fr', cell: ({ name }) => name, sort: ({ name }) => name },
        {
          id: 'key',
          header: 'Key',
          narrow: 'hidden',
          cell: ({ key }) => <KeyText>{key}</KeyText>,
          sort: ({ key }) => key,
        },
        {
          id: 'values',
          header: 'Values',
          width: '4rem',
          align: 'right',
          cell: ({ values }) => numberText(values.length, 'count'),
          sort: ({ values }) => values.length,
        },
        changedColumn<KeptList>(one => one),
        actionsColumn<KeptList>(one => (
          <RowMenu
            of={one.name}
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
