import { Link } from '@tanstack/react-router'
import type { KeyboardEvent, ReactElement } from 'react'
import { linkTo } from '../link-to.ts'
import { nodeHeight, nodeWidth, type PlacedNode } from './graph-layout.ts'
import classes from './lineage.module.css'

type Props = {
  placed: PlacedNode
  address: string
  /** How it stands to what is in focus. */
  shownAs: 'plain' | 'focus' | 'before' | 'after' | 'dim'
  /** The Tab key stops here. */
  stop: boolean
  sick: boolean
  onKeyDown: (event: KeyboardEvent) => void
}

/** One node of the graph: a link that puts it into focus. */
export function GraphNode({ placed: { node, x, y }, address, shownAs, stop, sick, onKeyDown }: Props): ReactElement {
  const { noun, status } = node
  const name = noun === 'property' ? node.key : node.name
  const waits = status === 'pending'
  return (
    <Link
      {...linkTo(address)}
      replace
      resetScroll={false}
      data-node={node.id}
      data-as={shownAs}
      data-noun={noun}
      data-status={status}
      aria-current={shownAs === 'focus' ? 'true' : undefined}
      aria-label={`${noun} ${name}${status === 'active' ? '' : `, ${status}`}${sick ? ', incident open' : ''}`}
      tabIndex={stop ? 0 : -1}
      className={classes.node ?? ''}
      style={{ left: x, top: y, width: nodeWidth, height: nodeHeight }}
      title={name}
      onKeyDown={onKeyDown}
    >
      <span>{node.name}</span>
      {(waits || sick || status === 'missing') && (
        <span className={classes.dot} data-tone={waits && !sick ? 'warning' : 'failing'} aria-hidden="true" />
      )}
    </Link>
  )
}
