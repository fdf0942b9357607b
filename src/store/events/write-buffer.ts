/** Text on its way to the disk, encoded into one growing buffer that is used again and again. */
export type WriteBuffer = {
  /** Adds lines, each with its line break, and returns how many bytes they are. */
  add(lines: readonly string[]): number
  content(): Buffer
  clear(): void
}

const bytesMin = 64 * 1024
/** UTF-8 takes at most three bytes for each unit of a JavaScript text. */
const bytesPerUnitMax = 3

export function createWriteBuffer(): WriteBuffer {
  let buffer = Buffer.allocUnsafeSlow(bytesMin)
  let used = 0

  function reserve(text: string): void {
    if (buffer.length - used >= text.length * bytesPerUnitMax) return
    const needed = used + Buffer.byteLength(text)
    if (needed <= buffer.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(buffer.length * 2, needed))
    buffer.copy(grown, 0, 0, used)
    buffer = grown
  }

  return {
    add(lines) {
      let text = ''
      for (const line of lines) text += `${line}\n`
      reserve(text)
      const bytes = buffer.write(text, used, 'utf8')
      used += bytes
      return bytes
    },
    content: () => buffer.subarray(0, used),
    clear() {
      used = 0
    },
  }
}
