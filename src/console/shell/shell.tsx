import { ActionIcon, Drawer, Kbd, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconMenu2, IconSearch } from '@tabler/icons-react'
import { Outlet, useLocation } from '@tanstack/react-router'
import { lazy, type ReactElement, Suspense, useEffect } from 'react'
import { useProject } from '../data/project.ts'
import { Breadcrumbs } from './breadcrumbs.tsx'
import { EnvironmentSwitch } from './environment-switch.tsx'
import { Navigation } from './navigation.tsx'
import { openPalette, usePaletteOpened } from './palette-store.ts'
import { PendingScreen } from './pending-screen.tsx'
import classes from './shell.module.css'
import { useShortcuts } from './use-shortcuts.ts'

const Palette = lazy(() => import('./palette.tsx').then(module => ({ default: module.Palette })))
const ShortcutSheet = lazy(() => import('./shortcut-sheet.tsx').then(module => ({ default: module.ShortcutSheet })))

const paletteKeys = /Mac|iP(hone|ad)/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'

/** What stands around every screen of a project: navigation, where one is, the environment, search. */
export function Shell(): ReactElement {
  const project = useProject()
  const { pathname } = useLocation()
  const [menuOpened, menu] = useDisclosure(false)
  const [sheetOpened, sheet] = useDisclosure(false)
  const paletteOpened = usePaletteOpened()
  useShortcuts(project, sheet.open)
  const closeMenu = menu.close
  // Whoever chose a place wants to see it.
  useEffect(() => {
    if (pathname !== '') closeMenu()
  }, [pathname, closeMenu])

  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        Skip to the content
      </a>
      <div className={`${classes.side} no-print`}>
        <Navigation project={project} onShortcuts={sheet.open} />
      </div>
      <Drawer.Root opened={menuOpened} onClose={menu.close} position="left" size={264} padding={0}>
        <Drawer.Overlay />
        <Drawer.Content aria-label="Navigation">
          <Drawer.Body>
            <Navigation project={project} onShortcuts={sheet.open} />
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
      <div className={classes.column}>
        <div className={`${classes.bar} no-print`}>
          <ActionIcon
            className={classes.burger}
            variant="subtle"
            color="gray"
            aria-label="Open the navigation"
            onClick={menu.open}
          >
            <IconMenu2 size={18} />
          </ActionIcon>
          <Breadcrumbs project={project} />
          <UnstyledButton className={classes.search} onClick={openPalette}>
            <IconSearch size={14} aria-hidden />
            <span className={classes.searchText}>Search</span>
            <Kbd size="xs" className={classes.searchKey} aria-hidden>
              {paletteKeys}
            </Kbd>
          </UnstyledButton>
          <EnvironmentSwitch />
        </div>
        <main id="content" tabIndex={-1} className={classes.content}>
          <Suspense fallback={<PendingScreen />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      {paletteOpened && (
        <Suspense fallback={null}>
          <Palette project={project} onShortcuts={sheet.open} />
        </Suspense>
      )}
      {sheetOpened && (
        <Suspense fallback={null}>
          <ShortcutSheet onClose={sheet.close} />
        </Suspense>
      )}
    </div>
  )
}
