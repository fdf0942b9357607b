import type { ReactElement } from 'react'
import { proposals } from '../../contract/model-routes.ts'
import { privacy } from '../../contract/privacy-routes.ts'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { PlaceTabs } from '../parts/place-tabs.tsx'
import { paths } from '../paths.ts'

/** The places of the model, with how many reviews and proposals wait. */
export function ModelTabs(): ReactElement {
  const project = useProject()
  const reviews = useRoute(privacy.reviews, { params: { project }, query: { status: 'pending' } })
  const open = useRoute(proposals.list, { params: { project }, query: { status: 'open' } })
  return (
    <PlaceTabs
      label="Model"
      tabs={[
        { label: 'Catalogue', to: paths.model(project) },
        { label: 'Lineage', to: paths.lineage(project) },
        { label: 'Privacy reviews', to: paths.reviews(project), count: reviews.data?.body.items.length },
        { label: 'Proposals', to: paths.proposals(project), count: open.data?.body.items.length, rooms: true },
      ]}
    />
  )
}
