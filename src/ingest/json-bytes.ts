/** JSON as bytes, read in place. Every function stops at a zero byte, which has to follow what is read. */

export const quote = 0x22
export const comma = 0x2c
export const colon = 0x3a
export const openBrace = 0x7b
export const closeBrace = 0x7d
export const openBracket = 0x5b
export const closeBracket = 0x5d
export const lineBreak = 0x0a
const backslash = 0x5c
const minus = 0x2d
const plus = 0x2b
const dot = 0x2e
const zero = 0x30
const nine = 0x39
const firstPrintable = 0x20

/** No number is a place in a body when there is nothing to be found. */
export const nowhere = -1

/** Zero for the bytes that stand for themselves in a JSON text. */
const special = new Uint8Array(256)
special.fill(1, 0, firstPrintable)
special[quote] = 1
special[backslash] = 1

/** Where the text ends whose first byte is at a place, its closing quote; nowhere when it holds anything but plain characters. */
export function textEnd(bytes: Uint8Array, from: number): number {
  let at = from
  while (special[bytes[at] ?? 0] === 0) at += 1
  return bytes[at] === quote ? at : nowhere
}

/** The first place that is not white space. */
export function afterSpace(bytes: Uint8Array, from: number): number {
  let at = from
  for (;;) {
    const byte = bytes[at] ?? 0
    if (byte > firstPrintable || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) return at
    at += 1
  }
}

/** Where a whole number ends that JavaScript would write just as it stands there; nowhere when it is written in another way. */
export function integerEnd(bytes: Uint8Array, from: number): number {
  const first = bytes[from] === minus ? from + 1 : from
  const end = digitsEnd(bytes, first)
  if (end === first || end - first > digitsMax || hasPart(bytes[end])) return nowhere
  return bytes[first] === zero && (end > first + 1 || first > from) ? nowhere : end
}

/** Where a number ends that JavaScript would write just as it stands there; nowhere when it is written in another way. */
export function numberEnd(bytes: Uint8Array, from: number): number {
  const first = bytes[from] === minus ? from + 1 : from
  const point = digitsEnd(bytes, first)
  if (bytes[point] !== dot) return integerEnd(bytes, from)
  const end = digitsEnd(bytes, point + 1)
  const isPlain =
    point > first &&
    end > point + 1 &&
    end - first <= digitsMax + 1 &&
    bytes[end - 1] !== zero &&
    !hasPart(bytes[end]) &&
    (bytes[first] !== zero || point === first + 1)
  if (!isPlain) return nowhere
  // From 1e-7 on JavaScript writes an exponent.
  return bytes[first] === zero && zerosAt(bytes, point + 1) >= 6 ? nowhere : end
}

function zerosAt(bytes: Uint8Array, from: number): number {
  let at = from
  while (bytes[at] === zero) at += 1
  return at - from
}

/** With so many digits every decimal number is the shortest one for its double, which is what JavaScript writes. */
const digitsMax = 15

function digitsEnd(bytes: Uint8Array, from: number): number {
  let at = from
  while ((bytes[at] ?? 0) >= zero && (bytes[at] ?? 0) <= nine) at += 1
  return at
}

/** Whether a byte goes on a number: a point or an exponent. */
function hasPart(byte: number | undefined): boolean {
  return byte === dot || byte === 0x65 || byte === 0x45
}

/** Where a number ends, however it is written; nowhere when there is none. */
export function anyNumberEnd(bytes: Uint8Array, from: number): number {
  const first = bytes[from] === minus ? from + 1 : from
  let end = digitsEnd(bytes, first)
  if (end === first || (bytes[first] === zero && end > first + 1)) return nowhere
  if (bytes[end] === dot) {
    const fraction = end + 1
    end = digitsEnd(bytes, fraction)
    if (end === fraction) return nowhere
  }
  if (!hasPart(bytes[end]) || bytes[end] === dot) return end
  const sign = bytes[end + 1]
  const exponent = sign === minus || sign === plus ? end + 2 : end + 1
  end = digitsEnd(bytes, exponent)
  return end === exponent ? nowhere : end
}

/**
 * Where the object that starts at a place ends if it is JSON; only JSON.parse of that stretch says whether it is. Nowhere when
 * the bytes end first.
 */
export function objectEnd(bytes: Uint8Array, from: number): number {
  let depth = 0
  for (let at = from; ; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte === 0) return nowhere
    if (byte === quote) {
      at = anyTextEnd(bytes, at + 1)
      if (at === nowhere) return nowhere
    } else if (byte === openBrace || byte === openBracket) depth += 1
    else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
}

function anyTextEnd(bytes: Uint8Array, from: number): number {
  for (let at = from; ; at += 1) {
    if (bytes[at] === backslash) at += 1
    else if (bytes[at] === quote) return at
    if ((bytes[at] ?? 0) === 0) return nowhere
  }
}
