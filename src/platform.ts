import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { ControlStore } from './store/control/control-store.ts'
import type { EventStore, Journal } from './store/events/event-store.ts'

/** Everything the server depends on, opened elsewhere: the one seam tests replace things at. */
export type Platform = {
  config: Config
  /** Milliseconds since 1970. */
  now(): number
  randomBytes(length: number): Uint8Array
  log: Logger
  control: ControlStore
  journal: Journal
  events: EventStore
  /** Records the looks of an experiment that are due, over everything accepted so far; resolves when they are kept. */
  takeLooks(project: string, experiment: string): Promise<void>
}
