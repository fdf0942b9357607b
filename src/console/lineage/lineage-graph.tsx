import { type KeyboardEvent, type ReactElement, type RefObject, useEffect, useRef } from 'react'
import type { Lineage } from '../../contract/lineage.ts'
import { connectedWith, layoutOf, linePath, nodeHeight, nodeWidth, type PlacedNode } from './graph-layout.ts'
import { GraphNode } from './graph-node.tsx'
import classes from './lineage.module.css'

type Props = {
  lineage: Lineage
  focus: string | undefined
  /** Events with an open incident. */
  sick: ReadonlySet<string>
  addressOf: (id: string) => string
}

/**
 * What feeds what, drawn in columns. A press on a node puts it into focus: what it rests on and what rests on it stand
 * out. Arrow keys walk: up and down within a column, left and right along a line.
 */
export function LineageGraph({ lineage, focus, sick, addressOf }: Props): ReactElement {
  const frame = useRef<HTMLDivElement>(null)
  const { nodes, edges, titles, width, height } = layoutOf(lineage)
  const { before, after } =
    focus === undefined ? { before: new Set(), after: new Set() } : connectedWith(focus, lineage.edges)
  const shownAs = (id: string) =>
    focus === undefined ? 'plain' : id === focus ? 'focus' : before.has(id) ? 'before' : after.has(id) ? 'after' : 'dim'
  const isOn = (from: string, to: string) =>
    (from === focus || before.has(from)) && (to === focus || before.has(to))
      ? true
      : (from === focus || after.has(from)) && after.has(to)
  // What a metric measures is drawn only for what is in focus; else every line would be there twice.
  const drawn = edges.filter(
    ({ edge, from, to }) =>
      from.node.noun !== 'property' || (focus !== undefined && isOn(edge.from, edge.to)) || to.node.noun === 'event',
  )
  const stop = nodes.some(({ node }) => node.id === focus) ? focus : nodes[0]?.node.id

  useInSight(
    frame,
    nodes.find(({ node }) => node.id === focus),
  )

  const walk = (event: KeyboardEvent, from: PlacedNode) => {
    const to = neighbourOf(event.key, from, nodes, lineage)
    if (to === undefined) return
    event.preventDefault()
    frame.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(to.node.id)}"]`)?.focus()
  }
  return (
    <section ref={frame} className={classes.frame} aria-label="Lineage graph">
      <div className={classes.canvas} style={{ width, height }}>
        <svg width={width} height={height} className={classes.lines} aria-hidden="true">
          {drawn.map(({ edge, from, to }) => (
            <path
              key={`${edge.from} ${edge.to} ${edge.via}`}
              d={linePath({ from, to })}
              data-on={focus !== undefined && isOn(edge.from, edge.to)}
              data-dim={focus !== undefined && !isOn(edge.from, edge.to)}
            />
          ))}
        </svg>
        {titles.map(({ title, x }) => (
          <span key={title} className={classes.columnTitle} style={{ left: x, width: nodeWidth }}>
            {title}
          </span>
        ))}
        {nodes.map(placed => (
          <GraphNode
            key={placed.node.id}
            placed={placed}
            address={addressOf(placed.node.id)}
            shownAs={shownAs(placed.node.id)}
            stop={placed.node.id === stop}
            sick={sick.has(placed.node.id)}
            onKeyDown={event => walk(event, placed)}
          />
        ))}
      </div>
    </section>
  )
}

/** Scrolls the frame, not the page, so that the node in focus is in sight where there is little room. */
function useInSight(frame: RefObject<HTMLElement | null>, focused: PlacedNode | undefined): void {
  const left = focused?.x
  const up = focused?.y
  useEffect(() => {
    const { current } = frame
    if (current === null || left === undefined || up === undefined) return
    if (left < current.scrollLeft || left + nodeWidth > current.scrollLeft + current.clientWidth)
      current.scrollLeft = left - (current.clientWidth - nodeWidth) / 2
    if (up < current.scrollTop || up + nodeHeight > current.scrollTop + current.clientHeight)
      current.scrollTop = up - current.clientHeight / 2
  }, [frame, left, up])
}

function neighbourOf(key: string, from: PlacedNode, nodes: PlacedNode[], { edges }: Lineage): PlacedNode | undefined {
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const step = key === 'ArrowUp' ? -1 : 1
    return nodes.find(one => one.column === from.column && one.row === from.row + step)
  }
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined
  const near = new Set(
    edges.flatMap(({ from: a, to: b }) => (a === from.node.id ? [b] : b === from.node.id ? [a] : [])),
  )
  const side = nodes.filter(
    one => near.has(one.node.id) && (key === 'ArrowLeft' ? one.column < from.column : one.column > from.column),
  )
  return side.sort(
    (a, b) =>
      Math.abs(a.column - from.column) - Math.abs(b.column - from.column) ||
      Math.abs(a.y - from.y) - Math.abs(b.y - from.y),
  )[0]
}
