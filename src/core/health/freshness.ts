import type { Finding } from './finding.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** Silence of so many times what is allowed is more than late. */
const failingTimes = 3

/** Whether an event was heard of as lately as its definition expects; `unknown` where it expects nothing. */
export function freshnessFinding(
  lastReceivedMs: number | undefined,
  nowMs: number,
  freshnessMinutes: number | undefined,
): Finding {
  const silentMs = lastReceivedMs === undefined ? undefined : Math.max(0, nowMs - lastReceivedMs)
  const finding = {
    check: 'freshness' as const,
    windowHours: Math.round(((silentMs ?? 0) / hourMs) * 100) / 100,
    observed: silentMs === undefined ? 0 : Math.round(silentMs / minuteMs),
    expected: freshnessMinutes ?? 0,
  }
  if (silentMs === undefined) return { ...finding, status: 'unknown', detail: 'it has not arrived in the last weeks' }
  const words = `the last one arrived ${finding.observed} minutes ago`
  if (freshnessMinutes === undefined)
    return { ...finding, status: 'unknown', detail: `${words}; its definition does not say how long it may be silent` }
  const times = silentMs / (freshnessMinutes * minuteMs)
  const status = times <= 1 ? 'ok' : times <= failingTimes ? 'warning' : 'failing'
  return { ...finding, status, detail: `${words}, ${freshnessMinutes} are allowed` }
}
