/** How far MurmurHash3 has come: the state, the bytes not yet a whole word, how many bits they are, and all bytes so far. */
type State = { readonly h: number; readonly pending: number; readonly pendingBits: number; readonly bytes: number }

const start: State = { h: 0, pending: 0, pendingBits: 0, bytes: 0 }

/**
 * MurmurHash3 x86 32-bit, seed 0, of the UTF-8 bytes of `salt + "." + id`, as an unsigned integer. The salt is absorbed
 * once. A lone surrogate counts as U+FFFD, as in TextEncoder.
 */
export function hasher(salt: string): (id: string) => number {
  const salted = absorb(`${salt}.`, start)
  const { pendingBits, bytes } = salted

  // Nearly every id is ASCII, where four characters are a word; one that is not is absorbed from its beginning again.
  return id => {
    let { h, pending } = salted
    const length = id.length
    let i = 0
    for (; i + 4 <= length; i += 4) {
      const first = id.charCodeAt(i)
      const second = id.charCodeAt(i + 1)
      const third = id.charCodeAt(i + 2)
      const fourth = id.charCodeAt(i + 3)
      if ((first | second | third | fourth) > 0x7f) return slowly(id, salted)
      const word = first | (second << 8) | (third << 16) | (fourth << 24)
      h = mix(h, pending | (word << pendingBits))
      pending = pendingBits === 0 ? 0 : word >>> (32 - pendingBits)
    }
    let word = 0
    let bits = 0
    for (; i < length; i++, bits += 8) {
      const code = id.charCodeAt(i)
      if (code > 0x7f) return slowly(id, salted)
      word |= code << bits
    }
    pending |= word << pendingBits
    bits += pendingBits
    if (bits >= 32) {
      h = mix(h, pending)
      pending = word >>> (32 - pendingBits)
    }
    return finish(h, pending, bytes + length)
  }
}

function slowly(id: string, salted: State): number {
  const { h, pending, bytes } = absorb(id, salted)
  return finish(h, pending, bytes)
}

// Encodes while it mixes: a word is up to four bytes, lowest first, and joins the bits left over from the word before.
function absorb(text: string, from: State): State {
  let { h, pending, pendingBits, bytes } = from
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
  return { h, pending, pendingBits, bytes }
}

function mix(h: number, word: number): number {
  const x = h ^ scramble(word)
  return (Math.imul((x << 13) | (x >>> 19), 5) + 0xe6546b64) | 0
}

function scramble(word: number): number {
  const k = Math.imul(word, 0xcc9e2d51)
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593)
}

function finish(h: number, pending: number, bytes: number): number {
  // Scrambling no bits gives 0, so an empty tail changes nothing.
  let x = h ^ scramble(pending) ^ bytes
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}
