/** How much an event matters when there is no room: `low` goes first, exposures last. */
export type Priority = 'low' | 'normal' | 'high' | 'exposure'

/** Events written to the storage together: under which name, how many characters, and how many are not settled. */
export type Chunk = { readonly name: string; readonly size: number; left: number }

/** An event as it waits: its JSON without the closing brace, so that each attempt can add when it was sent. */
export type Waiting = {
  readonly json: string
  /** In UTF-8, with what an attempt adds. */
  readonly bytes: number
  readonly priority: Priority
  chunk?: Chunk | undefined
}

/** Events that wait to be sent, at most so many. */
export type Queue = {
  readonly add: (event: Waiting) => void
  /** Takes the next events, most important first, at least one if there is one. */
  readonly take: (eventsMax: number, bytesMax: number) => Waiting[]
  /** Puts back what could not be sent, ahead of its equals. */
  readonly putBack: (events: readonly Waiting[]) => void
  /** Everything, most important first. */
  readonly all: () => Waiting[]
  readonly size: () => number
  readonly bytes: () => number
}

const leastFirst: readonly Priority[] = ['low', 'normal', 'high', 'exposure']

/** A queue in memory. `drop` is told of every event there was no room for: the oldest of the least important. */
export function createQueue(eventsMax: number, drop: (event: Waiting) => void): Queue {
  const lanes = leastFirst.map((): Waiting[] => [])
  let size = 0
  let bytes = 0

  function removeFirst(lane: Waiting[] | undefined): Waiting | undefined {
    const event = lane?.shift()
    if (event) {
      size--
      bytes -= event.bytes
    }
    return event
  }

  function put(event: Waiting, how: 'push' | 'unshift'): void {
    // Apps and storages may hand in a priority that is none.
    const lane = lanes[leastFirst.indexOf(event.priority)] ?? lanes[1]
    lane?.[how](event)
    size++
    bytes += event.bytes
    if (size <= eventsMax) return
    const dropped = removeFirst(lanes.find(lane => lane.length))
    if (dropped) drop(dropped)
  }

  return {
    add: event => put(event, 'push'),
    take: (count, bytesMax) => {
      const taken: Waiting[] = []
      let left = bytesMax
      for (const lane of lanes.toReversed()) {
        for (
          let next = lane[0];
          next && taken.length < count && (next.bytes <= left || !taken.length);
          next = lane[0]
        ) {
          left -= next.bytes
          taken.push(next)
          removeFirst(lane)
        }
      }
      return taken
    },
    putBack: events => {
      for (const event of events.toReversed()) put(event, 'unshift')
    },
    all: () => lanes.toReversed().flat(),
    size: () => size,
    bytes: () => bytes,
  }
}
