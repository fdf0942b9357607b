import { crc32 } from 'node:zlib'

/** The start of a commit line and of a header; no event line may start like them. */
const commitStart = Buffer.from('{"commit":')
const headerStart = '{"segment":'

const lineBreak = 10

/** The last line of a group: recovery believes a group only if its lines and checksum agree with this. */
export function commitLine(lines: number, checksum: number): string {
  return JSON.stringify({ commit: { lines, crc32: checksum } })
}

/** How many bytes of a segment count; anything behind them was never acknowledged. */
export type SegmentLength = { number: number; bytes: number }

/** What a segment's first line says: its number, and the true lengths of segments before it. */
export type SegmentHeader = { number: number; lengths: SegmentLength[] }

/** The first line of a segment. It outlives a disk that could not even cut off a failed write. */
export function headerLine(header: SegmentHeader): string {
  return `${JSON.stringify({ segment: header })}\n`
}

/** Whether a line is the journal's own, not an event. */
export function isBookkeeping(line: string): boolean {
  return line.startsWith('{"commit":') || line.startsWith(headerStart)
}

/** The header at the start of a segment, undefined when there is none to be read. */
export function parseHeader(text: string): SegmentHeader | undefined {
  const end = text.indexOf('\n')
  if (end < 0 || !text.startsWith(headerStart)) return undefined
  const value: unknown = parse(text.slice(0, end))
  return isRecord(value) && isHeader(value.segment) ? value.segment : undefined
}

/** How many leading bytes of a segment are complete groups; what follows was never acknowledged. */
export function committedBytes(segment: Buffer): number {
  let committed = 0
  let groupStart = 0
  let lines = 0
  let position = 0
  while (position < segment.length) {
    const end = segment.indexOf(lineBreak, position)
    if (end < 0) break
    if (segment.subarray(position, position + commitStart.length).equals(commitStart)) {
      const commit = parseCommit(segment.toString('utf8', position, end))
      if (commit?.lines === lines && commit.crc32 === crc32(segment.subarray(groupStart, position))) committed = end + 1
      groupStart = end + 1
      lines = 0
    } else {
      lines += 1
    }
    position = end + 1
  }
  return committed
}

function parseCommit(line: string): { lines: unknown; crc32: unknown } | undefined {
  const value = parse(line)
  if (!isRecord(value) || !isRecord(value.commit)) return undefined
  return { lines: value.commit.lines, crc32: value.commit.crc32 }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A torn line is what the reader is looking for, not a failure.
    return undefined
  }
}

function isHeader(value: unknown): value is SegmentHeader {
  if (!isRecord(value) || typeof value.number !== 'number' || !Array.isArray(value.lengths)) return false
  return value.lengths.every(
    entry => isRecord(entry) && typeof entry.number === 'number' && typeof entry.bytes === 'number',
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
