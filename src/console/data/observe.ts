import { observation } from '../../contract/observation-routes.ts'
import { call } from './client.ts'
import { failureOf } from './failure.ts'

/** What the console tells about itself: patterns of addresses and names of steps, never what a person wrote or who they are. */
export type ConsoleEvent =
  | { event: 'screen_viewed'; properties: { screen: string; width: 'narrow' | 'medium' | 'wide' } }
  | { event: 'wizard_step_reached'; properties: { step: string } }
  | {
      event: 'console_error'
      properties: { screen: string; name: string; during: 'render' | 'script' | 'promise' }
    }

type Client = { track(event: string, units: Record<string, string>, properties: Record<string, string>): void }

const choiceName = 'assay-observe'
const waitingMax = 50
let waiting: ConsoleEvent[] = []
let client: Promise<Client | undefined> | undefined
let screen = '/'

/** Whether this browser may tell how the console is used. */
export function mayObserve(): boolean {
  return localStorage.getItem(choiceName) !== 'off'
}

/** Lets this browser tell how the console is used, or stops it at once. */
export function allowObserving(allowed: boolean): void {
  localStorage.setItem(choiceName, allowed ? 'on' : 'off')
  if (!allowed) waiting = []
}

/** Counts a use of the console. Until somebody is signed in, a few events wait. */
export function observe(told: ConsoleEvent): void {
  if (!mayObserve()) return
  if (waiting.length < waitingMax) waiting.push(told)
  if (client !== undefined) void client.then(send)
}

/** Where the console is now, by the pattern of the address. */
export function keepScreen(pattern: string): void {
  screen = pattern
}

/** Counts a failure of the console itself, by the name of the error and the screen; what the server refused is not one. */
export function observeFailure(error: unknown, during: 'render' | 'script' | 'promise'): void {
  if (failureOf(error).kind !== 'console') return
  const name = error instanceof Error && /^[A-Za-z]{1,60}$/.test(error.name) ? error.name : 'unknown'
  observe({ event: 'console_error', properties: { screen, name, during } })
}

/** Begins to send what is told, once somebody is signed in. */
export function beginObserving(): void {
  if (client !== undefined || !mayObserve()) return
  client = connect()
  void client.then(send)
}

function send(to: Client | undefined): void {
  const told = waiting
  waiting = []
  // The choice may have been made since.
  if (!mayObserve()) return
  for (const { event, properties } of told) to?.track(event, {}, properties)
}

/** The SDK, used as every app does; undefined where this installation does not observe itself or cannot be asked. */
async function connect(): Promise<Client | undefined> {
  try {
    const { sends } = (await call(observation.begin, {})).body
    if (sends === undefined) return undefined
    const { createClient } = await import('@assay/sdk/remote')
    // No flags are asked for, and nothing outlives the page but an id that says nothing about anybody.
    return createClient({ url: location.origin, key: sends.key, pollIntervalMs: 0 })
  } catch {
    // Being counted must never get in anybody's way.
    return undefined
  }
}
