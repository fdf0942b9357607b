/** A message of a stream: the id a client resumes from, and the bytes every stream shares. */
export type StreamMessage = { id: string; bytes: Uint8Array }

/** Who listens to what, as far as the streams need to know. */
export type Listener = {
  topic: string
  /** The access key it was opened with: the stream ends when the key does. */
  key: string
  /** The id of the last message the client has. */
  lastId: string | undefined
  /** What is sent before any message. */
  preamble: Uint8Array
  /** Cuts the connection of a client that does not read; without it such a stream is only forgotten. */
  disconnect?: (() => void) | undefined
}

/** The open streams of a process, by topic. */
export type EventStreams = {
  /** A new stream: it starts with the current message, unless the client has that one. */
  open(listener: Listener, current: StreamMessage): ReadableStream<Uint8Array>
  /** Sends a message to all streams of a topic that do not have it yet. */
  send(topic: string, message: StreamMessage): void
  /** Topics somebody listens to. */
  topics(): string[]
  /** Ends the streams of a topic. */
  end(topic: string): void
  /** Ends the streams whose key does not hold any more. */
  recheck(): void
  /** Rechecks keys, tells idle clients that the connection lives, and drops those that stopped reading. */
  beat(): void
  size(): number
  /** Ends every stream; those opened later end at once. */
  close(): void
}

type Open = Listener & {
  controller: ReadableStreamDefaultController<Uint8Array>
  /** The newest message the client could not take yet: at most one, since a newer one replaces it. */
  waiting: Uint8Array | undefined
  /** Whether a read is under way, so that bytes go out at once. */
  wanted: boolean
  /** Whether the last beat already found something waiting. */
  late: boolean
}

const heartbeat = new TextEncoder().encode(':\n\n')

/**
 * Makes the streams. Memory is bounded without counting bytes: a stream holds one reference to one shared message, and
 * one that has not taken its message from one beat to the next is dropped.
 */
export function createEventStreams(keyHolds: (key: string) => boolean): EventStreams {
  const open = new Map<string, Set<Open>>()
  let size = 0
  let closed = false

  function* every(): Generator<Open> {
    for (const streams of open.values()) yield* streams
  }

  function forget(stream: Open): void {
    const streams = open.get(stream.topic)
    if (!streams?.delete(stream)) return
    size -= 1
    if (streams.size === 0) open.delete(stream.topic)
  }

  function end(stream: Open): void {
    forget(stream)
    stream.controller.close()
    // Nobody is reading, so nobody would ever see the end.
    if (!stream.wanted) stream.disconnect?.()
  }

  function deliver(stream: Open, bytes: Uint8Array): void {
    stream.wanted = false
    stream.late = false
    stream.controller.enqueue(bytes)
  }

  function recheck(): void {
    const held = new Map<string, boolean>()
    for (const stream of [...every()]) {
      const holds = held.get(stream.key) ?? keyHolds(stream.key)
      held.set(stream.key, holds)
      if (!holds) end(stream)
    }
  }

  return {
    open(listener, current) {
      let stream: Open | undefined
      const known = listener.lastId === current.id
      return new ReadableStream<Uint8Array>(
        {
          start(controller) {
            controller.enqueue(listener.preamble)
            if (closed) return controller.close()
            const waiting = known ? undefined : current.bytes
            stream = { ...listener, lastId: current.id, controller, waiting, wanted: false, late: false }
            const streams = open.get(listener.topic) ?? new Set()
            open.set(listener.topic, streams.add(stream))
            size += 1
          },
          pull() {
            if (stream === undefined) return
            stream.wanted = true
            const { waiting } = stream
            stream.waiting = undefined
            if (waiting) deliver(stream, waiting)
          },
          cancel() {
            if (stream) forget(stream)
          },
        },
        // Nothing is pulled before the connection can take it.
        { highWaterMark: 0 },
      )
    },
    send(topic, { id, bytes }) {
      for (const stream of open.get(topic) ?? []) {
        if (stream.lastId === id) continue
        stream.lastId = id
        if (stream.wanted) deliver(stream, bytes)
        else stream.waiting = bytes
      }
    },
    topics: () => [...open.keys()],
    end(topic) {
      for (const stream of [...(open.get(topic) ?? [])]) end(stream)
    },
    recheck,
    beat() {
      recheck()
      for (const stream of [...every()]) {
        if (stream.wanted) deliver(stream, heartbeat)
        else if (stream.late) end(stream)
        else stream.late = true
      }
    },
    size: () => size,
    close() {
      closed = true
      for (const stream of [...every()]) end(stream)
    },
  }
}
