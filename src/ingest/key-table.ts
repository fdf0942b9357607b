const wordsPerKey = 4
const keysMin = 256
const loadMax = 0.7
const growth = 1.5
const placeBits = 24
const placeMask = 2 ** placeBits - 1
/** The bits of a mix that stand in a slot beside a place; those below choose the slot. */
const printShift = 18
const printMask = 255

/** So many keys a table can hold. */
export const keysPerTableMax = placeMask - 1

/** A 128-bit key, not zero, as four words of 32 bits. */
export type Key = { k0: number; k1: number; k2: number; k3: number }

/**
 * A set of keys, about 32 bytes a key: the keys stand one after the other as they came, and slots (open addressing) say where. A
 * slot is four bytes with eight bits of the key's mix, so looking for a key that is not there hardly ever touches more than
 * its slot. `mix` is always that of the key.
 */
export type KeyTable = {
  /** Adds a key; false when it was there. */
  add(key: Key, mix: number): boolean
  /** Removes a key; false when it was not there. */
  remove(key: Key, mix: number): boolean
  /** How many keys came so far. */
  came(): number
  /** Forgets the keys that were among the first so many that came. */
  forget(came: number): void
}

/** Spreads a key over 32 bits; ids that count up or share a time must not end up next to each other. */
export function mixOf(k0: number, k1: number, k2: number, k3: number): number {
  let mix = Math.imul(k0, 0x9e3779b1) ^ Math.imul(k1, 0x85ebca6b)
  mix = Math.imul(mix ^ (mix >>> 15), 0x2c1b3c6d) ^ Math.imul(k2, 0xc2b2ae35)
  mix = Math.imul(mix ^ (mix >>> 13), 0x297a2d39) ^ Math.imul(k3, 0x27d4eb2f)
  mix = Math.imul(mix ^ (mix >>> 16), 0x7feb352d)
  return mix ^ (mix >>> 15)
}

/** An empty table. What was forgotten keeps its room until the table is full, and is then left out when it is made anew. */
export function createKeyTable(): KeyTable {
  // Signed words, because V8 keeps those in registers where unsigned ones may become heap numbers.
  let keys = new Int32Array(keysMin * wordsPerKey)
  // Of each place plus one, below its key's print; 0 when free.
  let slots = new Int32Array(slotsFor(keysMin))
  // Places below `used` have a key, or four zeros where one was removed; those below `alive` are forgotten.
  let used = 0
  let alive = 0
  // How many keys came before the one at place 0.
  let before = 0

  /** The slot of a key, or the free one where it would be. */
  function slotOf({ k0, k1, k2, k3 }: Key, mix: number): number {
    const last = slots.length - 1
    const print = printOf(mix)
    let slot = mix & last
    for (;;) {
      const entry = slots[slot] ?? 0
      if (entry === 0) return slot
      if (entry >>> placeBits === print) {
        const place = (entry & placeMask) - 1
        const at = place * wordsPerKey
        const isKey = keys[at] === k0 && keys[at + 1] === k1 && keys[at + 2] === k2 && keys[at + 3] === k3
        if (isKey && place >= alive) return slot
      }
      slot = (slot + 1) & last
    }
  }

  function putSlot(mix: number, place: number): void {
    const last = slots.length - 1
    let slot = mix & last
    while (slots[slot] !== 0) slot = (slot + 1) & last
    slots[slot] = (printOf(mix) << placeBits) | (place + 1)
  }

  function mixAt(place: number): number {
    const at = place * wordsPerKey
    return mixOf(keys[at] ?? 0, keys[at + 1] ?? 0, keys[at + 2] ?? 0, keys[at + 3] ?? 0)
  }

  function isHole(place: number): boolean {
    const at = place * wordsPerKey
    return ((keys[at] ?? 0) | (keys[at + 1] ?? 0) | (keys[at + 2] ?? 0) | (keys[at + 3] ?? 0)) === 0
  }

  /** Leaves out what is forgotten and makes room for half as many keys again. */
  function renew(): void {
    const left = keys.subarray(alive * wordsPerKey, used * wordsPerKey)
    before += alive
    used -= alive
    alive = 0
    const room = Math.min(keysPerTableMax, Math.max(keysMin, Math.ceil(used * growth)))
    if (used === room) throw new RangeError(`a table of keys holds at most ${keysPerTableMax}`)
    keys = new Int32Array(room * wordsPerKey)
    keys.set(left)
    slots = new Int32Array(slotsFor(room))
    for (let place = 0; place < used; place += 1) if (!isHole(place)) putSlot(mixAt(place), place)
  }

  return {
    add(key, mix) {
      let slot = slotOf(key, mix)
      if (slots[slot] !== 0) return false
      if (used * wordsPerKey === keys.length) {
        renew()
        slot = slotOf(key, mix)
      }
      const at = used * wordsPerKey
      keys[at] = key.k0
      keys[at + 1] = key.k1
      keys[at + 2] = key.k2
      keys[at + 3] = key.k3
      used += 1
      slots[slot] = (printOf(mix) << placeBits) | used
      return true
    },
    remove(key, mix) {
      const slot = slotOf(key, mix)
      const entry = slots[slot] ?? 0
      if (entry === 0) return false
      const at = ((entry & placeMask) - 1) * wordsPerKey
      keys.fill(0, at, at + wordsPerKey)
      // Keys behind the hole may have been pushed past it, so the slot stays taken, by a place that no key is equal to.
      return true
    },
    came: () => before + used,
    forget(came) {
      alive = Math.max(alive, Math.min(used, came - before))
    },
  }
}

function printOf(mix: number): number {
  return (mix >>> printShift) & printMask
}

function slotsFor(keys: number): number {
  return 2 ** Math.ceil(Math.log2(keys / loadMax))
}
