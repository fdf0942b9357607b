const steps: [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ['year', 365.25 * 86_400_000],
  ['month', 30.4375 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' })
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })

/** How long ago, or how soon, in the largest sensible measure. */
export function agoText(ms: number, nowMs: number): string {
  const distanceMs = ms - nowMs
  const step = steps.find(([, stepMs]) => Math.abs(distanceMs) >= stepMs)
  return step === undefined ? 'just now' : relative.format(Math.trunc(distanceMs / step[1]), step[0])
}

/** The moment itself, on the clock of whoever reads, with the offset of that clock where it has one. */
export function exactText(time: string): string {
  const moment = new Date(time)
  const minutes = -moment.getTimezoneOffset()
  const text = `${exact.format(moment)} UTC`
  if (minutes === 0) return text
  const two = (value: number) => String(Math.floor(Math.abs(value))).padStart(2, '0')
  return `${text}${minutes < 0 ? '−' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
}
