import { Menu, UnstyledButton } from '@mantine/core'
import { IconCheck, IconPlus, IconSelector } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { resources } from '../../contract/routes.ts'
import { useAllowed } from '../data/session.ts'
import { useRoute } from '../data/use-route.ts'
import { paths } from '../paths.ts'
import { Mark } from './mark.tsx'
import classes from './navigation.module.css'

/** Which project one is in, and the way to the others. */
export function ProjectSwitch({ project }: { project: string }): ReactElement {
  const navigate = useNavigate()
  const mayCreate = useAllowed('admin')
  const { data } = useRoute(resources.projects.list, { params: {}, query: { limit: 500 } }, { staleMs: 60_000 })
  const projects = data?.body.items ?? []
  const name = projects.find(one => one.key === project)?.name ?? project
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <UnstyledButton className={classes.switch} aria-label={`Project ${name}; choose another`}>
          <Mark size={20} />
          <span className={classes.switchName}>{name}</span>
          <IconSelector size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Projects</Menu.Label>
        {projects.map(one => (
          <Menu.Item
            key={one.key}
            rightSection={one.key === project ? <IconCheck size={14} aria-label="current" /> : undefined}
            onClick={() => void navigate({ to: paths.home(one.key) })}
          >
            {one.name}
          </Menu.Item>
        ))}
        {mayCreate && (
          <>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconPlus size={14} />}
              onClick={() => void navigate({ to: paths.chooser(), search: { choose: 'yes' } } as never)}
            >
              All projects, new project
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
