import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import type { ReactElement } from 'react'

type Act = { label: string; act: () => void; disabled?: boolean; danger?: boolean }

/** What can be done about one row, behind three dots; `note` says why something cannot. */
export function RowMenu({ of, acts, note }: { of: string; acts: Act[]; note?: string | undefined }): ReactElement {
  return (
    <Menu position="bottom-end" width={230} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${of}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {acts.map(({ label, act, disabled = false, danger = false }) => (
          <Menu.Item key={label} disabled={disabled} onClick={act} {...(danger ? { color: 'red' } : {})}>
            {label}
          </Menu.Item>
        ))}
        {note !== undefined && <Menu.Label>{note}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  )
}
