const wordsPerKey = 4
const slotsMin = 512
const loadMax = 0.7

/** A 128-bit key, not zero, as four words of 32 bits. */
export type Key = { k0: number; k1: number; k2: number; k3: number }

/** A set of keys in one typed array: open addressing, about 32 bytes a key. `mix` is always that of the key. */
export type KeyTable = {
  has(key: Key, mix: number): boolean
  /** Adds a key; false when it was there. */
  add(key: Key, mix: number): boolean
  /** Removes a key; false when it was not there. */
  remove(key: Key, mix: number): boolean
}

/** Spreads a key over 32 bits; ids that count up or share a time must not end up next to each other. */
export function mixOf(k0: number, k1: number, k2: number, k3: number): number {
  let mix = Math.imul(k0, 0x9e3779b1) ^ Math.imul(k1, 0x85ebca6b)
  mix = Math.imul(mix ^ (mix >>> 15), 0x2c1b3c6d) ^ Math.imul(k2, 0xc2b2ae35)
  mix = Math.imul(mix ^ (mix >>> 13), 0x297a2d39) ^ Math.imul(k3, 0x27d4eb2f)
  mix = Math.imul(mix ^ (mix >>> 16), 0x7feb352d)
  return mix ^ (mix >>> 15)
}

export function createKeyTable(): KeyTable {
  // Signed words, because V8 keeps those in registers where unsigned ones may become heap numbers.
  let words = new Int32Array(slotsMin * wordsPerKey)
  let size = 0

  /** The place of a key, or of the free slot where it would be. */
  function placeOf(k0: number, k1: number, k2: number, k3: number, mix: number): number {
    const last = words.length - 1
    let place = (mix * wordsPerKey) & last
    for (;;) {
      const w0 = words[place]
      const w1 = words[place + 1]
      const w2 = words[place + 2]
      const w3 = words[place + 3]
      if (w0 === k0 && w1 === k1 && w2 === k2 && w3 === k3) return place
      if (w0 === 0 && w1 === 0 && w2 === 0 && w3 === 0) return place
      place = (place + wordsPerKey) & last
    }
  }

  function isFree(place: number): boolean {
    return words[place] === 0 && words[place + 1] === 0 && words[place + 2] === 0 && words[place + 3] === 0
  }

  function put(place: number, k0: number, k1: number, k2: number, k3: number): void {
    words[place] = k0
    words[place + 1] = k1
    words[place + 2] = k2
    words[place + 3] = k3
  }

  /** Puts the key that was at a place of some words where it belongs now. */
  function putAgain(from: Int32Array, place: number): void {
    const k0 = from[place] ?? 0
    const k1 = from[place + 1] ?? 0
    const k2 = from[place + 2] ?? 0
    const k3 = from[place + 3] ?? 0
    if ((k0 | k1 | k2 | k3) !== 0) put(placeOf(k0, k1, k2, k3, mixOf(k0, k1, k2, k3)), k0, k1, k2, k3)
  }

  function grow(): void {
    const old = words
    words = new Int32Array(old.length * 2)
    for (let place = 0; place < old.length; place += wordsPerKey) putAgain(old, place)
  }

  return {
    has: ({ k0, k1, k2, k3 }, mix) => !isFree(placeOf(k0, k1, k2, k3, mix)),
    add({ k0, k1, k2, k3 }, mix) {
      const place = placeOf(k0, k1, k2, k3, mix)
      if (!isFree(place)) return false
      put(place, k0, k1, k2, k3)
      size += 1
      if (size > (words.length / wordsPerKey) * loadMax) grow()
      return true
    },
    remove({ k0, k1, k2, k3 }, mix) {
      let hole = placeOf(k0, k1, k2, k3, mix)
      if (isFree(hole)) return false
      put(hole, 0, 0, 0, 0)
      size -= 1
      // Keys behind the hole may have been pushed past it; putting each of them again closes it.
      for (;;) {
        hole = (hole + wordsPerKey) & (words.length - 1)
        if (isFree(hole)) return true
        const moved = words.slice(hole, hole + wordsPerKey)
        put(hole, 0, 0, 0, 0)
        putAgain(moved, 0)
      }
    },
  }
}
