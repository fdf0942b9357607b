import type { TailMessage } from '../contract/live.ts'

/** Somebody reading the stream: takes messages as fast as its connection does, and never makes anyone wait. */
export type Reader = {
  stream: ReadableStream<Uint8Array>
  send(message: TailMessage): void
  /** Notes events that went by without being sent. */
  miss(events: number): void
  /** Says that the connection lives; false when nothing was read since two beats and the reader should go. */
  beat(): boolean
  end(): void
}

export type ReaderOptions = {
  preamble: Uint8Array
  /** Messages that wait for a connection; what comes beyond them is missed. */
  waitingMax: number
  /** Cuts the connection of a reader that does not read. */
  disconnect: (() => void) | undefined
  gone(): void
}

const heartbeat = new TextEncoder().encode(':\n\n')

/** Opens a reader. Its memory is bounded by `waitingMax` messages, however slow its connection is. */
export function openReader({ preamble, waitingMax, disconnect, gone }: ReaderOptions): Reader {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  let waiting: Uint8Array[] = []
  let missed = 0
  let wanted = false
  let idleBeats = 0

  function flush(): void {
    if (controller === undefined || !wanted) return
    noteMissed()
    if (waiting.length === 0) return
    wanted = false
    idleBeats = 0
    const bytes = Buffer.concat(waiting)
    waiting = []
    controller.enqueue(bytes)
  }

  /** Put where the gap is, before anything that comes after it. */
  function noteMissed(): void {
    if (missed === 0) return
    waiting.push(encoded({ type: 'missed', events: missed }))
    missed = 0
  }

  const stream = new ReadableStream<Uint8Array>(
    {
      start(made) {
        controller = made
        made.enqueue(preamble)
      },
      pull() {
        wanted = true
        flush()
      },
      cancel() {
        controller = undefined
        gone()
      },
    },
    // Nothing is pulled before the connection can take it.
    { highWaterMark: 0 },
  )

  return {
    stream,
    send(message) {
      if (waiting.length >= waitingMax) {
        missed += 1
        return
      }
      noteMissed()
      waiting.push(encoded(message))
      flush()
    },
    miss(events) {
      missed += events
      flush()
    },
    beat() {
      if (wanted) {
        wanted = false
        idleBeats = 0
        controller?.enqueue(heartbeat)
        return true
      }
      idleBeats += 1
      return idleBeats <= 2
    },
    end() {
      const reading = wanted
      controller?.close()
      controller = undefined
      // Nobody is reading, so nobody would ever see the end.
      if (!reading) disconnect?.()
    },
  }
}

function encoded(message: TailMessage): Uint8Array {
  return Buffer.from(`data: ${JSON.stringify(message)}\n\n`)
}
