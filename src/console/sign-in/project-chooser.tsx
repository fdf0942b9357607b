import { Button, NavLink, Skeleton, Stack, Text } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { Link, Navigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { resources } from '../../contract/routes.ts'
import { selfProject } from '../../core/model/self-project.ts'
import { lastProject } from '../data/project.ts'
import { useAllowed, useSession } from '../data/session.ts'
import { usePages } from '../data/use-pages.ts'
import { paths } from '../paths.ts'
import { Failed } from '../shell/failed.tsx'
import { Entry } from './entry.tsx'
import { NewProject } from './new-project.tsx'
import { chooserRoute } from './routes.tsx'

/** Leads to the project looked at last, or shows them all. */
export function ProjectChooser(): ReactElement {
  const { choose } = chooserRoute.useSearch()
  const { member } = useSession()
  const mayCreate = useAllowed('admin')
  const [creating, setCreating] = useState(false)
  const bound = member.project
  const projects = usePages(
    resources.projects.list,
    { params: {}, query: { limit: 500 } },
    { enabled: bound === undefined, all: true },
  )
  if (bound !== undefined) return <Navigate to={paths.home(bound)} replace />
  if (projects.error !== null)
    return (
      <Entry title="Projects" wide>
        <Failed error={projects.error} retry={projects.retry} />
      </Entry>
    )
  if (projects.loading)
    return (
      <Entry title="Projects" wide>
        <Skeleton height={80} />
      </Entry>
    )
  // The project Assay keeps about itself is nobody's first choice.
  const [only, ...others] = projects.items.filter(one => one.key !== selfProject)
  const last = projects.items.find(one => one.key === lastProject()) ?? (others.length === 0 ? only : undefined)
  if (choose === undefined && last !== undefined) return <Navigate to={paths.home(last.key)} replace />
  const empty = projects.items.length === 0
  return (
    <Entry
      title={empty ? 'Your first project' : 'Projects'}
      about={
        empty
          ? 'A project holds the flags, experiments and events of one product.'
          : 'Each holds the flags, experiments and events of one product.'
      }
      wide
    >
      <Stack>
        <nav aria-label="Projects">
          {projects.items.map(one => (
            <NavLink
              key={one.key}
              component={Link}
              to={paths.home(one.key)}
              label={one.name}
              description={one.description ?? one.key}
              rightSection={<IconChevronRight size={14} aria-hidden />}
            />
          ))}
        </nav>
        {empty && !mayCreate && <Text>Ask an admin to create one.</Text>}
        {mayCreate &&
          (creating || empty ? (
            <NewProject />
          ) : (
            <Button variant="default" onClick={() => setCreating(true)}>
              New project
            </Button>
          ))}
      </Stack>
    </Entry>
  )
}
