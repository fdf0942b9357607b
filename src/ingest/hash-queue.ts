import { type Hmac, hmacTextBytes, writeHmacText } from './hmac.ts'
import type { Page } from './page.ts'
import { blockBytes, wordsPerBlock, wordsPerState } from './sha256.ts'
import { createLanes, type Lanes, laneCount } from './sha256-lanes.ts'

/** Texts on a page whose hashes are still to be written: side by side they take a third of the time. */
export type HashQueue = {
  /** Leaves room at the end of the lines for the hash of the text between two places, which `run` fills. */
  add(hmac: Hmac, from: number, to: number): void
  run(): void
  clear(): void
}

/** So many bytes fit into one block with the bit that ends them and their length. */
export const queuedBytesMax = blockBytes - 9
const wordBytes = 4
const endBit = 0x80
const digestBytes = wordsPerState * wordBytes
const lengthAt = (wordsPerBlock - 1) * laneCount

/** Makes a queue for one page; without lanes, which not every processor has, one text is hashed after the other. */
export function createHashQueue(page: Page, makeLanes: () => Lanes | undefined = createLanes): HashQueue {
  // Used again and again: only what is before `size` counts.
  const hmacs: Hmac[] = []
  const from: number[] = []
  const to: number[] = []
  const at: number[] = []
  let size = 0
  const digest = new Int32Array(wordsPerState)
  let lanes: Lanes | 'none' | undefined

  /** Puts a text into a lane, as the last block of the message that begins with the key. */
  function putText(block: Int32Array, lane: number, start: number, end: number): void {
    const { view } = page
    const words = (end - start) >> 2
    for (let word = 0; word < words; word += 1) block[word * laneCount + lane] = view.getInt32(start + word * wordBytes)
    let last = 0
    for (let place = start + words * wordBytes; place < end; place += 1) last = (last << 8) | view.getUint8(place)
    const missing = wordBytes - ((end - start) & 3)
    block[words * laneCount + lane] =
      missing === wordBytes ? endBit << 24 : ((last << 8) | endBit) << ((missing - 1) * 8)
    for (let word = words + 1; word < wordsPerBlock - 1; word += 1) block[word * laneCount + lane] = 0
    block[lengthAt + lane] = (blockBytes + end - start) * 8
  }

  function putState(state: Int32Array, lane: number, words: Int32Array | undefined): void {
    for (let word = 0; word < wordsPerState; word += 1) state[word * laneCount + lane] = words?.[word] ?? 0
  }

  function runLanes({ block, state, add }: Lanes, first: number): void {
    const count = Math.min(laneCount, size - first)
    for (let lane = 0; lane < count; lane += 1) {
      putText(block, lane, from[first + lane] ?? 0, to[first + lane] ?? 0)
      putState(state, lane, hmacs[first + lane]?.inner)
    }
    add()
    for (let place = 0; place < state.length; place += 1) block[place] = state[place] ?? 0
    block.fill(0, state.length)
    for (let lane = 0; lane < laneCount; lane += 1) {
      block[state.length + lane] = endBit << 24
      block[lengthAt + lane] = (blockBytes + digestBytes) * 8
      putState(state, lane, hmacs[first + lane]?.outer)
    }
    add()
    for (let lane = 0; lane < count; lane += 1) {
      for (let word = 0; word < wordsPerState; word += 1) digest[word] = state[word * laneCount + lane] ?? 0
      writeHmacText(digest, page.bytes, at[first + lane] ?? 0)
    }
  }

  return {
    add(hmac, start, end) {
      hmacs[size] = hmac
      from[size] = start
      to[size] = end
      at[size] = page.used
      size += 1
      page.used += hmacTextBytes
    },
    run() {
      if (size > 0) lanes ??= makeLanes() ?? 'none'
      const step = lanes === undefined || lanes === 'none' ? 1 : laneCount
      for (let first = 0; first < size; first += step) {
        if (lanes !== undefined && lanes !== 'none') runLanes(lanes, first)
        else hmacs[first]?.write(page.bytes, from[first] ?? 0, to[first] ?? 0, at[first] ?? 0)
      }
      size = 0
    },
    clear() {
      size = 0
    },
  }
}
