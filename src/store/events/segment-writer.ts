import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { segmentPath, syncDirectory } from './journal-files.ts'
import { commitLine, headerLine, type SegmentLength } from './segment-format.ts'
import type { WriteBuffer } from './write-buffer.ts'

/** With O_DSYNC a write returns when it is on disk: one trip to a thread instead of two for write and fdatasync. */
const newAndSynchronous = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_DSYNC

/** The segment being written: everything before `bytes` is on disk and acknowledged. */
export type OpenSegment = { number: number; path: string; file: FileHandle; bytes: number; lengths: SegmentLength[] }

/** Creates an empty segment whose name survives a power cut. `lengths` are those of segments before it. */
export async function createSegment(dir: string, number: number, lengths: SegmentLength[]): Promise<OpenSegment> {
  const path = segmentPath(dir, number)
  const file = await open(path, newAndSynchronous)
  try {
    await syncDirectory(dir)
  } catch (error) {
    await file.close()
    throw error
  }
  return { number, path, file, bytes: 0, lengths }
}

/** Writes lines as one group and returns when it is on disk. Throws when it is not; the segment's `bytes` then still end before it. */
export async function writeGroup(segment: OpenSegment, content: WriteBuffer, lines: number): Promise<void> {
  const { number, lengths } = segment
  const header = Buffer.from(segment.bytes === 0 ? headerLine({ number, lengths }) : '')
  const checksum = header.length === 0 ? content.checksum() : crc32(content.content(), crc32(header))
  content.add([commitLine(lines + (header.length > 0 ? 1 : 0), checksum)])
  const group = content.content()
  await writeAll(segment.file, header, segment.bytes)
  await writeAll(segment.file, group, segment.bytes + header.length)
  segment.bytes += header.length + group.length
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written)
    written += bytesWritten
  }
}
