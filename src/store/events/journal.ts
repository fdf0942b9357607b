import { mkdir, truncate } from 'node:fs/promises'
import type { Journal, Segment } from './event-store.ts'
import type { JournalFile } from './journal-files.ts'
import { recoverJournal } from './journal-recovery.ts'
import type { Log } from './log.ts'
import type { SegmentLength } from './segment-format.ts'
import { createSegment, type OpenSegment, writeGroup } from './segment-writer.ts'
import { createWriteBuffer, type WriteBuffer } from './write-buffer.ts'

export type JournalOptions = {
  dir: string
  /** A segment is closed at this size. */
  segmentBytesMax: number
  /** Once so many bytes wait for the disk, appends are 'overloaded'. */
  pendingBytesMax: number
  /** Once so many bytes are not settled, appends are 'overloaded'. */
  backlogBytesMax: number
  /** The newest segment the event store knows: new segments are numbered above it even if the folder was emptied. */
  afterSegment?: number
  log: Log
}

/** A journal in a folder, with what the loader, the archive and a rebuild need besides. */
export type FileJournal = Journal & {
  /** Says that every segment up to this number is loaded: they leave the backlog and may be archived. */
  settle(number: number): void
  /** Every closed file, settled or not, oldest first. */
  files(): JournalFile[]
  /** The newest segment that is settled, 0 when none is. */
  settledThrough(): number
  /** Segments from this number on were written since the journal was opened. */
  firstOfRun: number
  /** Puts an archive in the place of the files it covers. */
  replace(archive: JournalFile): void
  dir: string
}

type Group = { content: WriteBuffer; lines: number; bytes: number; answers: ((outcome: 'kept' | 'failed') => void)[] }

/**
 * Opens the journal of a folder, mending what a crash left behind. One writer: everything appended while a write is under
 * way goes to disk together in the next one, and is answered only when it is there.
 */
export async function openJournal(options: JournalOptions): Promise<FileJournal> {
  const { dir, segmentBytesMax, pendingBytesMax, backlogBytesMax, log } = options
  await mkdir(dir, { recursive: true })
  const { files, recovered } = await recoverJournal(dir, log)
  let previous: SegmentLength[] = lengthOf(files.at(-1))
  let nextNumber = Math.max(files.at(-1)?.last ?? 0, options.afterSegment ?? 0) + 1
  let settled = files.filter(file => file.compressed).at(-1)?.last ?? 0
  let backlog = backlogAfter(settled)
  let failures = 0
  let current: OpenSegment | undefined
  // One group is filled while the other one is written.
  let filling = emptyGroup()
  let spare = emptyGroup()
  let pending = 0
  let closed = false
  let turns: Promise<void> = Promise.resolve()
  let writing = false
  // A segment whose failed write could not be cut off yet; it may not be loaded, nor may any after it.
  let uncut: (SegmentLength & { path: string })[] = []

  function segments(): Segment[] {
    const firstUncut = uncut[0]?.number ?? Number.POSITIVE_INFINITY
    return files
      .filter(file => !file.compressed && file.last > settled && file.first < firstUncut)
      .map(file => ({ number: file.first, path: file.path, bytes: file.bytes }))
  }

  function isFull(): boolean {
    return pending >= pendingBytesMax || backlog + (current?.bytes ?? 0) >= backlogBytesMax
  }

  function backlogAfter(number: number): number {
    return files.reduce((sum, file) => sum + (file.compressed || file.last <= number ? 0 : file.bytes), 0)
  }

  /** Everything that touches the current segment takes its turn here, so nothing else can come between. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = turns.then(work)
    turns = turn.catch(() => undefined)
    return turn
  }

  async function endSegment(): Promise<void> {
    const segment = current
    if (segment === undefined) return
    const { number, path, bytes } = segment
    current = undefined
    previous = [{ number, bytes }]
    if (bytes > 0) {
      files.push({ first: number, last: number, path, bytes, compressed: false })
      backlog += bytes
    }
    await segment.file.close()
  }

  async function writeFilled(): Promise<void> {
    writing = false
    const group = filling
    filling = spare
    const outcome = await writeOrUndo(group)
    pending -= group.bytes
    for (const answer of group.answers) answer(outcome)
    group.content.clear()
    spare = emptyGroup(group.content)
  }

  async function writeOrUndo(group: Group): Promise<'kept' | 'failed'> {
    try {
      current ??= await createSegment(dir, nextNumber++, [
        ...previous,
        ...uncut.map(({ number, bytes }) => ({ number, bytes })),
      ])
      await writeGroup(current, group.content, group.lines)
    } catch (error) {
      failures += 1
      // A full disk fails many times a second; the first failure and the recovery say it all.
      if (failures === 1)
        log.error({ err: error, dir }, 'events could not be written to the journal and were not acknowledged')
      await undo()
      return 'failed'
    }
    if (failures > 0) log.info({ dir, failures }, 'the journal can be written again')
    failures = 0
    if (current.bytes >= segmentBytesMax) await endSegment().catch(logged('a journal segment could not be closed'))
    return 'kept'
  }

  async function undo(): Promise<void> {
    const segment = current
    if (segment === undefined) return
    try {
      await segment.file.truncate(segment.bytes)
    } catch (error) {
      logged('a failed write could not be cut off its segment; going on in a new one')(error)
      uncut.push({ number: segment.number, bytes: segment.bytes, path: segment.path })
      await endSegment().catch(logged('a journal segment could not be closed'))
    }
  }

  function logged(message: string): (error: unknown) => void {
    return error => log.error({ err: error, dir }, message)
  }

  async function cutLeftovers(): Promise<void> {
    const remaining: typeof uncut = []
    for (const entry of uncut) {
      try {
        await truncate(entry.path, entry.bytes)
      } catch (error) {
        logged('a failed write is still at the end of its segment; loading waits for it')(error)
        remaining.push(entry)
      }
    }
    uncut = remaining
  }

  return {
    dir,
    firstOfRun: nextNumber,
    settledThrough: () => settled,
    recovered,
    segments,
    append(lines) {
      if (lines.length === 0) return Promise.resolve('kept')
      if (closed) return Promise.resolve('failed')
      if (isFull()) return Promise.resolve('overloaded')
      const bytes = filling.content.add(lines)
      pending += bytes
      filling.bytes += bytes
      filling.lines += lines.reduce((sum, part) => sum + (typeof part === 'string' ? 1 : part.lines), 0)
      return new Promise(answer => {
        filling.answers.push(answer)
        if (writing) return
        writing = true
        void inTurn(writeFilled)
      })
    },
    rotate: () =>
      inTurn(async () => {
        await endSegment()
        if (uncut.length > 0) await cutLeftovers()
      }),
    settle(number) {
      settled = Math.max(settled, number)
      backlog = backlogAfter(settled)
    },
    files: () => [...files],
    replace(archive) {
      const kept = files.filter(file => file.last < archive.first || file.first > archive.last)
      files.splice(0, files.length, ...[...kept, archive].sort((a, b) => a.first - b.first))
    },
    pendingBytes: () => pending,
    isFull,
    async close() {
      closed = true
      await inTurn(endSegment)
    },
  }
}

function emptyGroup(content: WriteBuffer = createWriteBuffer()): Group {
  return { content, lines: 0, bytes: 0, answers: [] }
}

function lengthOf(file: JournalFile | undefined): SegmentLength[] {
  return file === undefined || file.compressed ? [] : [{ number: file.last, bytes: file.bytes }]
}
