import { setUpReports } from './report-shop.ts'
import { setUpExperiments } from './rich-experiments.ts'
import { setUpFlags } from './rich-flags.ts'
import { setUpTelemetry } from './rich-telemetry.ts'
import type { Room } from './room.ts'

/** A shop that has been at it for a while: something to see on every screen. */
export async function setUpRichShop(room: Room, clock: { ms: number }): Promise<void> {
  await setUpReports(room, clock)
  await setUpFlags(room.call)
  await setUpExperiments(room.call)
  await setUpTelemetry(room, clock.ms)
}
