import type { EventDefinition } from '../contract/event-definition.ts'
import type { TailMessage, TailQuery, TailVerdict } from '../contract/live.ts'
import type { JournalRecord } from '../store/events/event-store.ts'
import { openReader, type Reader } from './reader.ts'
import { isWanted, tailEventOf } from './tail-event.ts'

/** The events of one batch, each with its journal line and what became of it. */
export type TailBatch = { project: string; events: readonly { line: string; verdict: TailVerdict }[] }

/** Who opens a stream: the project and events wanted, and the key that allows it. */
export type TailListener = {
  project: string
  query: TailQuery
  key: string
  preamble: Uint8Array
  disconnect?: (() => void) | undefined
}

/** Everybody watching events as they come. */
export type Tail = {
  open(listener: TailListener): ReadableStream<Uint8Array>
  /** Takes note of a batch and returns at once; what it costs to show is paid later, and by nobody when nobody watches. */
  observe(batch: TailBatch): void
  /** Tells everybody who watches a project something that is not an event. */
  announce(project: string, message: TailMessage): void
  /** Ends the streams whose key does not hold any more. */
  recheck(): void
  /** Rechecks keys, tells idle readers that the connection lives, and lets go of those that stopped reading. */
  beat(): void
  size(): number
  close(): void
}

export type TailOptions = {
  keyHolds(key: string): boolean
  definitionOf(project: string, event: string): EventDefinition | undefined
  /** Messages that wait for a slow reader. */
  waitingMax?: number
  /** Events that wait to be shown. */
  backlogMax?: number
}

/** Events shown before other work gets its turn. */
const turnSize = 200

/** Makes the tail. Batches are shown in the order they came; those that do not fit the backlog are counted as missed. */
export function createTail(options: TailOptions): Tail {
  const { keyHolds, definitionOf, waitingMax = 1000, backlogMax = 20_000 } = options
  const open = new Map<Reader, TailListener>()
  let backlog: TailBatch[] = []
  let backlogEvents = 0
  let position = 0
  let closed = false

  function* readersOf(project: string): Generator<[Reader, TailQuery]> {
    for (const [reader, listener] of open) if (listener.project === project) yield [reader, listener.query]
  }

  function showSome(): void {
    for (let shown = 0; shown < turnSize; shown += 1) {
      const batch = backlog[0]
      if (batch === undefined) return
      const event = batch.events[position]
      if (event === undefined) {
        backlog.shift()
        backlogEvents -= batch.events.length
        position = 0
        continue
      }
      position += 1
      show(batch.project, event)
    }
    setImmediate(showSome)
  }

  function show(project: string, { line, verdict }: TailBatch['events'][number]): void {
    const readers = [...readersOf(project)]
    if (readers.length === 0) return
    const record = JSON.parse(line) as JournalRecord
    const event = tailEventOf(record, verdict, definitionOf(project, record.event))
    for (const [reader, query] of readers) if (isWanted(event, query)) reader.send(event)
  }

  function end(reader: Reader): void {
    open.delete(reader)
    reader.end()
  }

  function recheck(): void {
    for (const [reader, { key }] of open) if (!keyHolds(key)) end(reader)
  }

  return {
    open({ preamble, disconnect, ...listener }) {
      const reader = openReader({ preamble, waitingMax, disconnect, gone: () => open.delete(reader) })
      if (closed) reader.end()
      else open.set(reader, { ...listener, preamble, disconnect })
      return reader.stream
    },
    observe(batch) {
      if (open.size === 0) return
      const [first] = readersOf(batch.project)
      if (first === undefined) return
      if (backlogEvents + batch.events.length > backlogMax) {
        for (const [reader] of readersOf(batch.project)) reader.miss(batch.events.length)
        return
      }
      backlog.push(batch)
      backlogEvents += batch.events.length
      if (backlog.length === 1) setImmediate(showSome)
    },
    announce(project, message) {
      for (const [reader] of readersOf(project)) reader.send(message)
    },
    recheck,
    beat() {
      recheck()
      for (const reader of open.keys()) if (!reader.beat()) end(reader)
    },
    size: () => open.size,
    close() {
      closed = true
      backlog = []
      backlogEvents = 0
      for (const reader of open.keys()) end(reader)
    },
  }
}
