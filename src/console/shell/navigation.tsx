import { ScrollArea } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import classes from './navigation.module.css'
import type { Place } from './places.ts'
import { ProjectSwitch } from './project-switch.tsx'
import { usePlaces } from './use-places.ts'
import { UserMenu } from './user-menu.tsx'

const groups: { key: Place['group']; label?: string }[] = [
  { key: 'work' },
  { key: 'data', label: 'Telemetry' },
  { key: 'house', label: 'House' },
]

/** The left side: project, places, and oneself at the bottom. */
export function Navigation({ project, onShortcuts }: { project: string; onShortcuts: () => void }): ReactElement {
  const places = usePlaces()
  return (
    <div className={classes.frame}>
      <ProjectSwitch project={project} />
      <ScrollArea className={classes.scroll} type="auto">
        <nav aria-label="Main">
          {groups.map(({ key, label }) => {
            const found = places.filter(({ group }) => group === key)
            if (found.length === 0) return null
            return (
              <div key={key} className={classes.group}>
                {label !== undefined && <div className={classes.label}>{label}</div>}
                {found.map(({ label: name, to, icon: Icon, route }) => (
                  <Link
                    key={name}
                    to={to(project)}
                    activeOptions={{ exact: route === '', includeSearch: false }}
                    activeProps={{ 'data-active': true }}
                    className={classes.place ?? ''}
                  >
                    <Icon size={16} stroke={1.6} aria-hidden />
                    {name}
                  </Link>
                ))}
              </div>
            )
          })}
        </nav>
      </ScrollArea>
      <UserMenu onShortcuts={onShortcuts} />
    </div>
  )
}
