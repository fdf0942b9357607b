/** A UUIDv7 (RFC 9562): the time in milliseconds, then random bits, so that ids sort by the moment they were made. */
export function uuidOf(timeMs: number, random: () => number): string {
  const time = Math.max(0, Math.trunc(timeMs)).toString(16).padStart(12, '0').slice(-12)
  const [a, b, c, d] = [hex(random, 3), hex(random, 3), hex(random, 6), hex(random, 6)]
  const variant = Math.floor(8 + random() * 4).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${a}-${variant}${b}-${c}${d}`
}

function hex(random: () => number, digits: number): string {
  return Math.floor(random() * 16 ** digits)
    .toString(16)
    .padStart(digits, '0')
}
