import { Skeleton } from '@mantine/core'
import type { ReactElement } from 'react'
import type { LineageNode } from '../../contract/lineage.ts'
import { measurement } from '../../contract/understanding-routes.ts'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { addressOfNode } from '../lineage/node-address.ts'
import { PlaceAnchor } from '../parts/place-anchor.tsx'
import { Section } from '../parts/section.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { paths } from '../paths.ts'
import { Failed } from '../shell/failed.tsx'
import classes from './event-screen.module.css'

const headings = [
  ['metric', 'Metrics'],
  ['dimension', 'Dimensions'],
  ['experiment', 'Experiments'],
  ['flag', 'Flags'],
  ['webhook', 'Webhooks that hear of its incidents'],
] as const

/** Everything that rests on one event or metric, directly or through another. */
export function UsedBy({ noun, of }: { noun: 'event' | 'metric'; of: string }): ReactElement {
  const project = useProject()
  const query = noun === 'event' ? { event: of } : { metric: of }
  const { data, error, refetch } = useRoute(measurement.lineage, { params: { project }, query })
  const own = `${noun}:${of}`
  const lineage = data?.body
  const after = lineage === undefined ? [] : downstream(own, lineage)
  const groups = headings
    .map(([kind, title]) => ({ title, nodes: after.filter(node => node.noun === kind) }))
    .filter(({ nodes }) => nodes.length > 0)
  return (
    <Section
      title="Used by"
      actions={
        <PlaceAnchor address={`${paths.lineage(project)}?focus=${encodeURIComponent(own)}`}>
          Show in the lineage
        </PlaceAnchor>
      }
    >
      {error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : lineage === undefined ? (
        <Skeleton height={60} />
      ) : groups.length === 0 ? (
        <p className={classes.none}>Nothing reads it yet.</p>
      ) : (
        groups.map(({ title, nodes }) => (
          <div key={title} className={classes.group}>
            <h3>{title}</h3>
            <ul>
              {nodes.map(node => (
                <li key={node.id}>
                  <PlaceAnchor address={addressOfNode(project, node)}>{node.name}</PlaceAnchor>
                  {node.status !== 'active' && <StatusBadge status={node.status} />}
                </li>
              ))}
            </ul>
          </div>
        ))
      )}
    </Section>
  )
}

function downstream(start: string, { nodes, edges }: { nodes: LineageNode[]; edges: { from: string; to: string }[] }) {
  const seen = new Set([start])
  for (const id of seen) for (const edge of edges) if (edge.from === id) seen.add(edge.to)
  return nodes.filter(({ id }) => id !== start && seen.has(id))
}
