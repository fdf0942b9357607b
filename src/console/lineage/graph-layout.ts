import type { Lineage, LineageEdge, LineageNode } from '../../contract/lineage.ts'

/** A node where it is drawn, in pixels. */
export type PlacedNode = { node: LineageNode; column: number; row: number; x: number; y: number }
/** A line between two nodes that are drawn. */
export type PlacedEdge = { edge: LineageEdge; from: PlacedNode; to: PlacedNode }
export type Layout = {
  nodes: PlacedNode[]
  edges: PlacedEdge[]
  titles: { title: string; x: number }[]
  width: number
  height: number
}

const columns: { title: string; nouns: LineageNode['noun'][] }[] = [
  { title: 'Properties', nouns: ['property'] },
  { title: 'Events', nouns: ['event'] },
  { title: 'Metrics and dimensions', nouns: ['metric', 'dimension'] },
  { title: 'Experiments', nouns: ['experiment', 'holdout'] },
  { title: 'Flags', nouns: ['flag'] },
]

/** Width of a node, the distance of its column and of its row to the next, in pixels. */
export const nodeWidth = 184
export const nodeHeight = 28
const columnStep = 236
const rowStep = 36
const top = 34

/** Places nodes in columns from properties to flags; within a column near to what they are connected with. */
export function layoutOf({ nodes, edges }: Lineage): Layout {
  const used = columns
    .map(column => ({ ...column, nodes: nodes.filter(({ noun }) => column.nouns.includes(noun)) }))
    .filter(column => column.nodes.length > 0)
  const neighbours = neighboursIn(edges)
  const rowOf = new Map<string, number>()
  // Events come first: properties and metrics line up with them.
  const anchor = Math.max(
    0,
    used.findIndex(({ nouns }) => nouns.includes('event')),
  )
  const order = [
    anchor,
    ...[...used.keys()].filter(place => place > anchor),
    ...[...used.keys()].filter(place => place < anchor).reverse(),
  ]
  for (const place of order) {
    const column = used[place]
    if (column === undefined) continue
    const wanted = column.nodes.map((node, index) => ({ node, at: meanRow(node.id, neighbours, rowOf) ?? index }))
    wanted.sort((a, b) => a.at - b.at || a.node.name.localeCompare(b.node.name))
    for (const [row, { node }] of wanted.entries()) rowOf.set(node.id, row)
  }
  const tallest = Math.max(1, ...used.map(column => column.nodes.length))
  const placed = used.flatMap((column, place) => {
    const offset = ((tallest - column.nodes.length) * rowStep) / 2
    return column.nodes.map((node): PlacedNode => {
      const row = rowOf.get(node.id) ?? 0
      return { node, column: place, row, x: place * columnStep, y: top + offset + row * rowStep }
    })
  })
  const at = new Map(placed.map(one => [one.node.id, one]))
  return {
    nodes: placed.sort((a, b) => a.column - b.column || a.row - b.row),
    edges: edges.flatMap(edge => {
      const ends = [at.get(edge.from), at.get(edge.to)]
      const [from, to] = ends
      return from === undefined || to === undefined ? [] : [{ edge, from, to }]
    }),
    titles: used.map(({ title }, place) => ({ title, x: place * columnStep })),
    width: (used.length - 1) * columnStep + nodeWidth,
    height: top + tallest * rowStep,
  }
}

/** The line between two nodes, from the side of one that faces the other. */
export function linePath({ from, to }: Pick<PlacedEdge, 'from' | 'to'>): string {
  const [left, right] = from.x <= to.x ? [from, to] : [to, from]
  const y1 = left.y + nodeHeight / 2
  const y2 = right.y + nodeHeight / 2
  if (left.x === right.x) {
    const x = left.x + nodeWidth
    return `M${x},${y1} C${x + 36},${y1} ${x + 36},${y2} ${x},${y2}`
  }
  const x1 = left.x + nodeWidth
  const x2 = right.x
  const bend = Math.min(60, (x2 - x1) / 2)
  return `M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`
}

/** Everything a node rests on and everything that rests on it, however far. */
export function connectedWith(id: string, edges: readonly LineageEdge[]): { before: Set<string>; after: Set<string> } {
  return {
    before: reached(id, edges, ({ from, to }) => [to, from]),
    after: reached(id, edges, ({ from, to }) => [from, to]),
  }
}

function reached(
  id: string,
  edges: readonly LineageEdge[],
  ends: (edge: LineageEdge) => [string, string],
): Set<string> {
  const next = new Map<string, string[]>()
  for (const [at, to] of edges.map(ends)) next.set(at, [...(next.get(at) ?? []), to])
  const seen = new Set([id])
  for (const one of seen) for (const to of next.get(one) ?? []) seen.add(to)
  seen.delete(id)
  return seen
}

function neighboursIn(edges: readonly LineageEdge[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { from, to } of edges) {
    found.set(from, [...(found.get(from) ?? []), to])
    found.set(to, [...(found.get(to) ?? []), from])
  }
  return found
}

function meanRow(id: string, neighbours: Map<string, string[]>, rowOf: Map<string, number>): number | undefined {
  const rows = (neighbours.get(id) ?? []).flatMap(one => rowOf.get(one) ?? [])
  return rows.length === 0 ? undefined : rows.reduce((sum, row) => sum + row, 0) / rows.length
}
