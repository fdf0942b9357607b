import type { JournalLines } from './event-store.ts'

/** Text on its way to the disk, encoded into one growing buffer that is used again and again. */
export type WriteBuffer = {
  /** Adds lines, with the line breaks that texts lack, and returns how many bytes they are. */
  add(lines: readonly JournalLines[]): number
  content(): Buffer
  clear(): void
}

const bytesMin = 64 * 1024
/** UTF-8 takes at most three bytes for each unit of a JavaScript text. */
const bytesPerUnitMax = 3

export function createWriteBuffer(): WriteBuffer {
  let buffer = Buffer.allocUnsafeSlow(bytesMin)
  let used = 0

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
    used += buffer.write(text, used, 'utf8')
  }

  function addBytes(bytes: Uint8Array): void {
    reserve(bytes.length, () => bytes.length)
    buffer.set(bytes, used)
    used += bytes.length
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
    clear() {
      used = 0
    },
  }
}
