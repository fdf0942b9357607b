import { crc32 } from 'node:zlib'
import type { JournalLines } from './event-store.ts'

/** Text on its way to the disk, encoded into one growing buffer that is used again and again. */
export type WriteBuffer = {
  /** Adds lines, with the line breaks that texts lack, and returns how many bytes they are. */
  add(lines: readonly JournalLines[]): number
  content(): Buffer
  /** The CRC-32 of the content. */
  checksum(): number
  clear(): void
}

const bytesMin = 64 * 1024
/** UTF-8 takes at most three bytes for each unit of a JavaScript text. */
const bytesPerUnitMax = 3

export function createWriteBuffer(): WriteBuffer {
  let buffer = Buffer.allocUnsafeSlow(bytesMin)
  let used = 0
  // Of each part as it is added, since it is in the processor's caches then.
  let checksum = 0

  function reserve(bytesMax: number, bytes: () => number): void {
    if (buffer.length - used >= bytesMax) return
    const needed = used + bytes()
    if (needed <= buffer.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(buffer.length * 2, needed))
    buffer.copy(grown, 0, 0, used)
    buffer = grown
  }

  function addText(text: string): void {
    if (text === '') return
    reserve(text.length * bytesPerUnitMax, () => Buffer.byteLength(text))
    const from = used
    used += buffer.write(text, used, 'utf8')
    checksum = crc32(buffer.subarray(from, used), checksum)
  }

  function addBytes(bytes: Uint8Array): void {
    reserve(bytes.length, () => bytes.length)
    buffer.set(bytes, used)
    used += bytes.length
    checksum = crc32(bytes, checksum)
  }

  return {
    add(lines) {
      const before = used
      let text = ''
      for (const part of lines) {
        if (typeof part === 'string') text += `${part}\n`
        else {
          addText(text)
          text = ''
          addBytes(part.bytes)
        }
      }
      addText(text)
      return used - before
    },
    content: () => buffer.subarray(0, used),
    checksum: () => checksum,
    clear() {
      used = 0
      checksum = 0
    },
  }
}
