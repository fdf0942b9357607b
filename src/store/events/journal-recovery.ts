import { open, readdir, readFile, truncate, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type JournalFile, listJournal, syncDirectory, unfinishedSuffix } from './journal-files.ts'
import type { Log } from './log.ts'
import { committedBytes, parseHeader, type SegmentLength } from './segment-format.ts'

const headerBytesMax = 65_536

/** What start-up left of the journal: its files in order, and the tail that was cut off, if there was one. */
export type RecoveredJournal = { files: JournalFile[]; recovered: { path: string; bytes: number } | undefined }

/** Leaves only complete groups behind: cuts torn tails and deletes segments whose content is already in an archive. */
export async function recoverJournal(dir: string, log: Log): Promise<RecoveredJournal> {
  for (const name of await readdir(dir)) if (name.endsWith(unfinishedSuffix)) await unlink(join(dir, name))
  const { files, covered } = await listJournal(dir)
  for (const file of covered) {
    await unlink(file.path)
    log.info({ path: file.path }, 'removed a journal file whose content is in an archive')
  }
  let recovered: RecoveredJournal['recovered']
  const last = files.at(-1)
  if (last !== undefined && !last.compressed) recovered = await cut(last, committedBytes(await readFile(last.path)))
  for (const file of files) {
    const lengths = file.compressed ? [] : await lengthsIn(file)
    for (const { number, bytes } of lengths) {
      const before = files.find(known => !known.compressed && known.first === number)
      if (before === undefined) continue
      if (before.bytes < bytes) {
        const facts = { path: before.path, bytes: before.bytes, expected: bytes }
        log.error(facts, 'a journal segment is shorter than it was; events are missing from it')
      }
      recovered = (await cut(before, bytes)) ?? recovered
    }
  }
  if (recovered !== undefined) log.warn(recovered, 'cut an unacknowledged tail off a journal segment')
  const kept: JournalFile[] = []
  for (const file of files) {
    if (file.bytes > 0) kept.push(file)
    else await unlink(file.path)
  }
  await syncDirectory(dir)
  return { files: kept, recovered }
}

async function cut(file: JournalFile, bytes: number): Promise<RecoveredJournal['recovered']> {
  if (file.bytes <= bytes) return undefined
  const tail = { path: file.path, bytes: file.bytes - bytes }
  await truncate(file.path, bytes)
  file.bytes = bytes
  return tail
}

async function lengthsIn(file: JournalFile): Promise<SegmentLength[]> {
  const handle = await open(file.path, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headerBytesMax), 0, headerBytesMax, 0)
    return parseHeader(buffer.toString('utf8', 0, bytesRead))?.lengths ?? []
  } finally {
    await handle.close()
  }
}
