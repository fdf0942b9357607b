const wordsPerKey = 4
const slotsMin = 512
const loadMax = 0.7
const growth = 1.5
const placeBits = 24
const placeMask = 2 ** placeBits - 1
/** The bits of a mix that stand in a slot beside a place; those below choose the slot. */
const printShift = 18
const printMask = 255

/** A 128-bit key, not zero, as four words of 32 bits. */
export type Key = { k0: number; k1: number; k2: number; k3: number }

/**
 * A set of keys, about 32 bytes a key: the keys stand one after the other, and slots (open addressing) say where. A slot is four
 * bytes with eight bits of the key's mix, so looking for a key that is not there hardly ever touches more than its slot.
 * `mix` is always that of the key.
 */
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

/** Holds at most 2^24 keys. */
export function createKeyTable(): KeyTable {
  // Signed words, because V8 keeps those in registers where unsigned ones may become heap numbers.
  let keys = new Int32Array(slotsMin * wordsPerKey)
  // Of each place, its key's print above the place plus one; 0 when free.
  let slots = new Int32Array(slotsMin)
  let size = 0
  // Places below `used` that hold no key any more.
  const freed: number[] = []
  let used = 0

  /** The slot of a key, or the free one where it would be. */
  function slotOf({ k0, k1, k2, k3 }: Key, mix: number): number {
    const last = slots.length - 1
    const print = printOf(mix)
    let slot = mix & last
    for (;;) {
      const entry = slots[slot] ?? 0
      if (entry === 0) return slot
      if (entry >>> placeBits === print) {
        const at = ((entry & placeMask) - 1) * wordsPerKey
        if (keys[at] === k0 && keys[at + 1] === k1 && keys[at + 2] === k2 && keys[at + 3] === k3) return slot
      }
      slot = (slot + 1) & last
    }
  }

  function freeSlotFrom(start: number): number {
    const last = slots.length - 1
    let slot = start & last
    while (slots[slot] !== 0) slot = (slot + 1) & last
    return slot
  }

  function mixAt(place: number): number {
    const at = place * wordsPerKey
    return mixOf(keys[at] ?? 0, keys[at + 1] ?? 0, keys[at + 2] ?? 0, keys[at + 3] ?? 0)
  }

  function keep({ k0, k1, k2, k3 }: Key): number {
    const place = freed.pop() ?? used++
    const at = place * wordsPerKey
    if (at === keys.length) {
      const grown = new Int32Array(Math.ceil((keys.length / wordsPerKey) * growth) * wordsPerKey)
      grown.set(keys)
      keys = grown
    }
    keys[at] = k0
    keys[at + 1] = k1
    keys[at + 2] = k2
    keys[at + 3] = k3
    return place
  }

  function growSlots(): void {
    const old = slots
    slots = new Int32Array(old.length * 2)
    for (const entry of old) if (entry !== 0) slots[freeSlotFrom(mixAt((entry & placeMask) - 1))] = entry
  }

  return {
    has: (key, mix) => slots[slotOf(key, mix)] !== 0,
    add(key, mix) {
      const slot = slotOf(key, mix)
      if (slots[slot] !== 0) return false
      slots[slot] = (printOf(mix) << placeBits) | (keep(key) + 1)
      size += 1
      if (size > slots.length * loadMax) growSlots()
      return true
    },
    remove(key, mix) {
      let hole = slotOf(key, mix)
      const entry = slots[hole] ?? 0
      if (entry === 0) return false
      slots[hole] = 0
      freed.push((entry & placeMask) - 1)
      size -= 1
      // Keys behind the hole may have been pushed past it; putting each of them again closes it.
      for (;;) {
        hole = (hole + 1) & (slots.length - 1)
        const moved = slots[hole] ?? 0
        if (moved === 0) return true
        slots[hole] = 0
        slots[freeSlotFrom(mixAt((moved & placeMask) - 1))] = moved
      }
    },
  }
}

function printOf(mix: number): number {
  return (mix >>> printShift) & printMask
}
