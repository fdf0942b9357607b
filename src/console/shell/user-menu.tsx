import { Menu, SegmentedControl, UnstyledButton, useMantineColorScheme, VisuallyHidden } from '@mantine/core'
import { IconBook2, IconKeyboard, IconLogout, IconSelector, IconUserCircle } from '@tabler/icons-react'
import { useNavigate, useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { sessions } from '../../contract/session-routes.ts'
import { call } from '../data/client.ts'
import { useProject } from '../data/project.ts'
import { forgetSession, useSession } from '../data/session.ts'
import { paths } from '../paths.ts'
import classes from './navigation.module.css'
import { sayFailure } from './say.tsx'

const schemes = [
  { value: 'auto', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

/** Oneself: role, colours, shortcuts, signing out. */
export function UserMenu({ onShortcuts }: { onShortcuts: () => void }): ReactElement {
  const { member } = useSession()
  const project = useProject()
  const router = useRouter()
  const navigate = useNavigate()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const hasAccount = Object.keys(router.routesByPath).includes('/p/$project/settings/account')

  const signOut = async () => {
    try {
      await call(sessions.end, {})
      forgetSession()
      await navigate({ to: paths.signIn() })
    } catch (error) {
      sayFailure(error)
    }
  }

  return (
    <Menu position="top-start" width={240}>
      <Menu.Target>
        <UnstyledButton className={classes.switch}>
          <IconUserCircle size={20} stroke={1.5} aria-hidden />
          <span className={classes.switchName}>
            {member.name}
            <span className={classes.soft}>{member.role}</span>
          </span>
          <VisuallyHidden>account and appearance</VisuallyHidden>
          <IconSelector size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Appearance</Menu.Label>
        <SegmentedControl
          fullWidth
          data={schemes}
          value={colorScheme}
          aria-label="Appearance"
          onChange={scheme => setColorScheme(scheme as 'auto' | 'light' | 'dark')}
        />
        <Menu.Divider />
        {hasAccount && (
          <Menu.Item
            leftSection={<IconUserCircle size={14} />}
            onClick={() => void navigate({ to: paths.account(project) })}
          >
            Account
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconKeyboard size={14} />} onClick={onShortcuts}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Item leftSection={<IconBook2 size={14} />} component="a" href="/docs">
          API reference
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={14} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
