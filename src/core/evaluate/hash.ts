/** How far MurmurHash3 has come: the state, the bytes not yet a whole word, how many bits they are, and all bytes so far. */
type State = { h: number; pending: number; pendingBits: number; bytes: number }

/**
 * MurmurHash3 x86 32-bit, seed 0, of the UTF-8 bytes of `salt + "." + id`, as an unsigned integer. The salt is absorbed
 * once. A lone surrogate counts as U+FFFD, as in TextEncoder.
 */
export function hasher(salt: string): (id: string) => number {
  const start = absorb(`${salt}.`, { h: 0, pending: 0, pendingBits: 0, bytes: 0 })
  return id => finish(absorb(id, start))
}

// Encodes while it mixes: a word is up to four bytes, lowest first, and joins the bits left over from the word before.
function absorb(text: string, from: State): State {
  let { h, pending, pendingBits, bytes } = from
  const length = text.length
  for (let i = 0; i < length; ) {
    let word = text.charCodeAt(i++)
    let bits = 8
    if (word < 0x80) {
      if (i + 3 <= length) {
        const second = text.charCodeAt(i)
        const third = text.charCodeAt(i + 1)
        const fourth = text.charCodeAt(i + 2)
        if ((second | third | fourth) < 0x80) {
          word |= (second << 8) | (third << 16) | (fourth << 24)
          bits = 32
          i += 3
        }
      }
    } else if (word < 0x800) {
      word = 0x80c0 | (word >> 6) | ((word & 63) << 8)
      bits = 16
    } else {
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
    }
    bytes += bits >> 3
    pending |= word << pendingBits
    pendingBits += bits
    if (pendingBits >= 32) {
      h ^= scramble(pending)
      h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0
      pendingBits -= 32
      pending = pendingBits === 0 ? 0 : word >>> (bits - pendingBits)
    }
  }
  return { h, pending, pendingBits, bytes }
}

function scramble(word: number): number {
  const k = Math.imul(word, 0xcc9e2d51)
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593)
}

function finish({ h, pending, bytes }: State): number {
  // Scrambling no bits gives 0, so an empty tail changes nothing.
  let x = h ^ scramble(pending) ^ bytes
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}
