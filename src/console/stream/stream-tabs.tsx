import type { ReactElement } from 'react'
import { quarantine } from '../../contract/telemetry-routes.ts'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { useRoute } from '../data/use-route.ts'
import { PlaceTabs } from '../parts/place-tabs.tsx'
import { paths } from '../paths.ts'

/** The live stream and what was kept aside of it, with how many groups wait for a fix. */
export function StreamTabs(): ReactElement {
  const project = useProject()
  const maySee = useAllowed('analyst')
  const groups = useRoute(quarantine.groups, { params: { project }, query: { limit: 500 } }, { enabled: maySee })
  return (
    <PlaceTabs
      label="Stream"
      tabs={[
        { label: 'Live', to: paths.stream(project) },
        { label: 'Quarantine', to: paths.quarantine(project), count: groups.data?.body.items.length },
      ]}
    />
  )
}
