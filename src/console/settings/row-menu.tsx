import { Menu } from '@mantine/core'
import type { ReactElement } from 'react'
import { ActionsMenu } from '../parts/actions-menu.tsx'

type Act = { label: string; act: () => void; disabled?: boolean; danger?: boolean }

/** What can be done about one row, behind three dots; `note` says why something cannot. */
export function RowMenu({ of, acts, note }: { of: string; acts: Act[]; note?: string | undefined }): ReactElement {
  return (
    <ActionsMenu label={`Actions for ${of}`}>
      {acts.map(({ label, act, disabled = false, danger = false }) => (
        <Menu.Item key={label} disabled={disabled} onClick={act} {...(danger ? { c: 'var(--failing)' } : {})}>
          {label}
        </Menu.Item>
      ))}
      {note !== undefined && <Menu.Label maw={230}>{note}</Menu.Label>}
    </ActionsMenu>
  )
}
