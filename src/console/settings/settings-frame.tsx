import type { ReactElement, ReactNode } from 'react'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { PlaceTabs } from '../parts/place-tabs.tsx'
import { paths } from '../paths.ts'
import { Screen } from '../shell/screen.tsx'

type Props = { title: string; about: ReactNode; actions?: ReactNode; children: ReactNode }

/** The frame of every place in the settings: its heading, and the way to the others. */
export function SettingsFrame({ title, about, actions, children }: Props): ReactElement {
  const project = useProject()
  const isAdmin = useAllowed('admin')
  const forAdmins = [
    { label: 'Keys', to: paths.keys(project) },
    { label: 'Members', to: paths.members(project) },
  ]
  return (
    <Screen title={title} about={about} {...(actions === undefined ? {} : { actions })}>
      <PlaceTabs
        label="Settings"
        tabs={[
          { label: 'Project', to: paths.settings(project) },
          { label: 'Environments', to: paths.environments(project) },
          ...(isAdmin ? forAdmins : []),
          { label: 'Targeting', to: paths.targeting(project) },
          { label: 'Webhooks', to: paths.webhooks(project) },
          { label: 'Retention', to: paths.retention(project) },
          { label: 'SDK', to: paths.snippets(project) },
          { label: 'Account', to: paths.account(project) },
        ]}
      />
      {children}
    </Screen>
  )
}

/** In place of what only admins may see. */
export function ForAdmins({ what }: { what: string }): ReactElement {
  return <p>{what} are for admins. Ask one of them for what you need; Account says who you are here.</p>
}
