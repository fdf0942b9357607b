/** How much an event matters when there is no room: `low` goes first, exposures last. */
export type Priority = 'low' | 'normal' | 'high' | 'exposure'

/** An event as it waits: its JSON without the closing brace, so that each attempt can add when it was sent. */
export type Waiting = { readonly json: string; readonly bytes: number; readonly priority: Priority }

/** Events that wait to be sent, at most so many. */
export type Queue = {
  /** Adds an event; true when room had to be made by dropping the oldest of the least important. */
  readonly add: (event: Waiting) => boolean
  /** Takes the next events, most important first, at least one if there is one. */
  readonly take: (eventsMax: number, bytesMax: number) => Waiting[]
  /** Puts back what could not be sent, ahead of its equals; answers how many there was no room for. */
  readonly putBack: (events: readonly Waiting[]) => number
  readonly size: () => number
  readonly bytes: () => number
}

const leastFirst: readonly Priority[] = ['low', 'normal', 'high', 'exposure']
const mostFirst = leastFirst.toReversed()

/** A queue in memory. */
export function createQueue(eventsMax: number): Queue {
  const lanes: Record<Priority, Waiting[]> = { low: [], normal: [], high: [], exposure: [] }
  let size = 0
  let bytes = 0

  function changed(event: Waiting, by: 1 | -1): void {
    size += by
    bytes += by * event.bytes
  }

  function makeRoom(): number {
    let dropped = 0
    while (size > eventsMax) {
      const event = leastFirst
        .map(priority => lanes[priority])
        .find(lane => lane.length > 0)
        ?.shift()
      if (event === undefined) break
      changed(event, -1)
      dropped++
    }
    return dropped
  }

  return {
    add: event => {
      lanes[event.priority].push(event)
      changed(event, 1)
      return makeRoom() > 0
    },
    take: (count, bytesMax) => {
      const taken: Waiting[] = []
      let takenBytes = 0
      for (const priority of mostFirst) {
        const lane = lanes[priority]
        while (taken.length < count) {
          const [next] = lane
          if (next === undefined || (taken.length > 0 && takenBytes + next.bytes > bytesMax)) break
          lane.shift()
          changed(next, -1)
          taken.push(next)
          takenBytes += next.bytes
        }
      }
      return taken
    },
    putBack: events => {
      for (const event of events.toReversed()) {
        lanes[event.priority].unshift(event)
        changed(event, 1)
      }
      return makeRoom()
    },
    size: () => size,
    bytes: () => bytes,
  }
}
