/** A UUIDv7 (RFC 9562): the time in milliseconds, then random bits, so that ids sort by the moment they were made. */
export function uuidOf(timeMs: number, random: () => number): string {
  const hex = (value: number, digits: number) =>
    Math.floor(16 ** digits + value)
      .toString(16)
      .slice(-digits)
  const some = (digits: number) => hex(random() * 16 ** digits, digits)
  const text = `${hex(timeMs, 12)}7${some(3)}${hex(8 + random() * 4, 1)}${some(3)}${some(6)}${some(6)}`
  return text.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
