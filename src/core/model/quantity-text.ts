const minutesPer = { m: 1, h: 60, d: 1440, w: 10_080 } as const

/** The minutes in a length of time such as `15m`, `12h`, `400d` or `2w`; NaN when it is none. */
export function minutesIn(duration: string): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)([mhdw])$/.exec(duration) ?? []
  return Number(count) * (minutesPer[unit as keyof typeof minutesPer] ?? Number.NaN)
}

/** A length of time in the largest unit it is a whole number of; undefined when it is no whole number of minutes. */
export function durationText(minutes: number): string | undefined {
  if (!Number.isInteger(minutes)) return undefined
  if (minutes % minutesPer.d === 0) return `${minutes / minutesPer.d}d`
  return minutes % minutesPer.h === 0 ? `${minutes / minutesPer.h}h` : `${minutes}m`
}

/** The share in a text such as `<0.5%`, as the decimal number nearest to it; NaN when it is none. */
export function shareIn(text: string): number {
  const digits = /^<?\s*(\d+(?:\.\d+)?)\s*%$/.exec(text)?.[1]
  // Shifting the point in the text, since 0.7 / 100 is not 0.007 in floating point.
  return digits === undefined ? Number.NaN : Number(`${digits}e-2`)
}

/** A share as `<0.5%`; undefined when the text would not say exactly this number. */
export function shareText(share: number): string | undefined {
  const text = `<${Number(`${share}e2`)}%`
  return shareIn(text) === share ? text : undefined
}
