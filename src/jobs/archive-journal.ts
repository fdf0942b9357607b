import { mergeFiles } from '../store/events/archive.ts'
import type { FileJournal } from '../store/events/journal.ts'

export type ArchiveLimits = {
  /** Loaded segments are merged once there are this many of them, */
  segmentsMin: number
  /** or this many bytes. */
  bytesMin: number
  /** An archive below this size takes in the segments after it instead of staying small for ever. */
  archiveBytesMax: number
}

const megabyte = 1024 * 1024

/** A quiet server, one segment a second, makes an archive every quarter of an hour and a large file of them in a few days. */
export const archiveLimits: ArchiveLimits = {
  segmentsMin: 1000,
  bytesMin: 128 * megabyte,
  archiveBytesMax: 64 * megabyte,
}

/** Merges loaded segments into an archive if there are enough of them; says how many went into it. */
export async function archiveJournal(journal: FileJournal, limits: ArchiveLimits = archiveLimits): Promise<number> {
  const files = journal.files()
  const segments = files.filter(file => !file.compressed && file.last <= journal.settledThrough())
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0)
  if (segments.length === 0 || (segments.length < limits.segmentsMin && bytes < limits.bytesMin)) return 0
  const before = files.filter(file => file.compressed).at(-1)
  const growing = before !== undefined && before.bytes < limits.archiveBytesMax ? [before] : []
  const archive = await mergeFiles(journal.dir, [...growing, ...segments])
  if (archive) journal.replace(archive)
  return segments.length
}
