import type { ReactElement } from 'react'
import type { Lineage, LineageNode } from '../../contract/lineage.ts'
import { PlaceAnchor } from '../parts/place-anchor.tsx'
import { Section } from '../parts/section.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { connectedWith } from './graph-layout.ts'
import classes from './lineage.module.css'

type Props = { lineage: Lineage; focus: string; addressOf: (id: string) => string }

/** The same in words: what the thing in focus rests on, and what rests on it, nearest first. */
export function LineageList({ lineage, focus, addressOf }: Props): ReactElement {
  const { before, after } = connectedWith(focus, lineage.edges)
  return (
    <div className={classes.lists}>
      <Section title="Rests on">
        <Nodes
          nodes={lineage.nodes.filter(({ id }) => before.has(id))}
          how={id => viaBetween(lineage, id, focus)}
          none="Nothing: it is where things begin."
          addressOf={addressOf}
        />
      </Section>
      <Section title="Feeds">
        <Nodes
          nodes={lineage.nodes.filter(({ id }) => after.has(id))}
          how={id => viaBetween(lineage, focus, id)}
          none="Nothing reads it yet."
          addressOf={addressOf}
        />
      </Section>
    </div>
  )
}

type NodesProps = {
  nodes: LineageNode[]
  how: (id: string) => string | undefined
  none: string
  addressOf: (id: string) => string
}

function Nodes({ nodes, how, none, addressOf }: NodesProps): ReactElement {
  if (nodes.length === 0) return <p className={classes.none}>{none}</p>
  const sorted = nodes
    .map(node => ({ node, via: how(node.id) }))
    .sort((a, b) => Number(a.via === undefined) - Number(b.via === undefined))
  return (
    <ul className={classes.list}>
      {sorted.map(({ node, via }) => (
        <li key={node.id}>
          <span className={classes.noun}>{node.noun}</span>
          <PlaceAnchor address={addressOf(node.id)}>{node.name}</PlaceAnchor>
          {node.status !== 'active' && <StatusBadge status={node.status} />}
          <span className={classes.via}>{via ?? 'through another'}</span>
        </li>
      ))}
    </ul>
  )
}

function viaBetween({ edges }: Lineage, from: string, to: string): string | undefined {
  const found = edges.filter(edge => edge.from === from && edge.to === to).map(({ via }) => via)
  return found.length === 0 ? undefined : found.join(', ')
}
