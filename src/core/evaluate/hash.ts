/** How far MurmurHash3 has come: the state, the bytes not yet a whole word, and how many bytes in all. */
export type State = { readonly h: number; readonly pending: number; readonly bytes: number }

const start: State = { h: 0, pending: 0, bytes: 0 }

/** Hashes ids under one salt. */
export type Hasher = (id: string) => number

/**
 * MurmurHash3 x86 32-bit, seed 0, of the UTF-8 bytes of `salt + "." + id`, as an unsigned integer. The salt is absorbed
 * once. A lone surrogate counts as U+FFFD, as in TextEncoder.
 */
export function hasher(salt: string): Hasher {
  const salted = saltedState(salt)
  return id => continued(salted, id)
}

/** How far the hash has come after the salt and its dot. */
export function saltedState(salt: string): State {
  return absorb(`${salt}.`, start)
}

/** How many bits are not yet a whole word after so many bytes. */
export function bitsOf(bytes: number): number {
  return (bytes & 3) << 3
}

/** The hash of what was absorbed and this text. */
export function continued(from: State, text: string): number {
  const { h, pending, bytes } = absorb(text, from)
  return finish(h, pending, bytes)
}

// Encodes while it mixes: a word is up to four bytes, lowest first, and joins the bits left over from the word before.
function absorb(text: string, from: State): State {
  let { h, pending, bytes } = from
  let pendingBits = bitsOf(bytes)
  const length = text.length
  for (let i = 0; i < length; ) {
    let word = text.charCodeAt(i++)
    let bits = 8
    if (word >= 0x800) {
      const low = word >= 0xd800 && word < 0xdc00 && i < length ? text.charCodeAt(i) : 0
      if (low >= 0xdc00 && low < 0xe000) {
        const point = ((word & 1023) << 10) + (low & 1023) + 0x10000
        word =
          0x808080f0 | (point >> 18) | (((point >> 12) & 63) << 8) | (((point >> 6) & 63) << 16) | ((point & 63) << 24)
        bits = 32
        i++
      } else {
        const point = word >= 0xd800 && word < 0xe000 ? 0xfffd : word
        word = 0x8080e0 | (point >> 12) | (((point >> 6) & 63) << 8) | ((point & 63) << 16)
        bits = 24
      }
    } else if (word >= 0x80) {
      word = 0x80c0 | (word >> 6) | ((word & 63) << 8)
      bits = 16
    }
    bytes += bits >> 3
    pending |= word << pendingBits
    pendingBits += bits
    if (pendingBits >= 32) {
      h = mix(h, pending)
      pendingBits -= 32
      pending = pendingBits === 0 ? 0 : word >>> (bits - pendingBits)
    }
  }
  return { h, pending, bytes }
}

/** The state after another whole word. */
export function mix(h: number, word: number): number {
  const x = h ^ scramble(word)
  return (Math.imul((x << 13) | (x >>> 19), 5) + 0xe6546b64) | 0
}

function scramble(word: number): number {
  const k = Math.imul(word, 0xcc9e2d51)
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593)
}

/** The hash, from the state, the bytes that are not a whole word, and how many bytes there were in all. */
export function finish(h: number, pending: number, bytes: number): number {
  // Scrambling no bits gives 0, so an empty tail changes nothing.
  let x = h ^ scramble(pending) ^ bytes
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}
