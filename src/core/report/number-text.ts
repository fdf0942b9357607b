const minuteMs = 60_000

/** A count with thousands apart: 1,234,567. The same on every machine, whatever its language. */
export function count(value: number): string {
  return fixed(value, 0)
}

/** A number with so many decimals and thousands apart; far too large ones as a power of ten. */
export function fixed(value: number, decimals: number): string {
  if (Math.abs(value) >= 1e15) return value.toExponential(3)
  const digits = value.toFixed(decimals)
  const [whole = '', fraction] = (/[1-9]/.test(digits) ? digits : digits.replace('-', '')).split('.')
  const apart = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? apart : `${apart}.${fraction}`
}

/** The same with its sign in front, except for what rounds to zero. */
export function signed(value: number, decimals: number): string {
  const text = fixed(value, decimals)
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text
}

/** The decimals that show two digits of a size, such as a standard error: more would be noise, fewer would hide it. */
export function decimalsFor(size: number): number {
  if (!Number.isFinite(size) || size <= 0) return 2
  return Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(size))))
}

/** A share as percent, with two digits for small ones: 0.0123 is 1.2 %. */
export function percent(share: number): string {
  return `${fixed(share * 100, decimalsFor(share * 100))} %`
}

/** A p value as people read it: two digits, and never zero. */
export function pValue(p: number): string {
  if (p >= 0.1) return p.toFixed(2)
  if (p >= 0.0001) return p.toFixed(4)
  return p > 0 ? p.toExponential(1) : '< 1e-300'
}

/** A length of time in its largest sensible measure. */
export function span(ms: number): string {
  const minutes = ms / minuteMs
  if (minutes < 1) return 'less than a minute'
  if (minutes < 120) return plural(Math.floor(minutes), 'minute')
  if (minutes < 2880) return plural(Math.floor(minutes / 60), 'hour')
  return plural(Math.floor(minutes / 1440), 'day')
}

/** So many of something: 1 unit, 2,000 units. */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`
}
