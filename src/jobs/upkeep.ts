import type { ControlStore } from '../store/control/control-store.ts'
import { type Rewrite, rewriteArchive } from '../store/events/archive-rewrite.ts'
import type { EventStore } from '../store/events/event-store.ts'
import type { FileJournal } from '../store/events/journal.ts'
import type { JournalFile } from '../store/events/journal-files.ts'
import type { Turns } from '../store/events/turns.ts'
import { archiveJournal } from './archive-journal.ts'
import { loadJournal } from './load-journal.ts'

/** What work on the whole of the stores needs. Everything that moves or rewrites journal files takes its turn. */
export type Upkeep = {
  control: ControlStore
  journal: FileJournal
  events: EventStore
  inTurn: Turns
  now(): number
  randomBytes(length: number): Uint8Array
}

/** How many lines of a journal file were changed. */
export type RewrittenFile = { file: string; lines: number }

const everything = { segmentsMin: 1, bytesMin: 0, archiveBytesMax: 64 * 1024 * 1024 }

/**
 * Loads and archives everything journalled so far and returns the archives; throws when something cannot be loaded. Part of a
 * turn: between its end and the end of the turn nothing moves them.
 */
export async function archiveEverything({ journal, events }: Upkeep): Promise<JournalFile[]> {
  await journal.rotate()
  const last = journal.files().at(-1)?.last ?? 0
  await loadJournal({ journal, events })
  await archiveJournal(journal, everything)
  const files = journal.files()
  const left = files.find(file => !file.compressed && file.first <= last)
  if (left !== undefined)
    throw new Error(
      `${left.path} cannot be loaded yet, so what is in it cannot be removed; try again when it is loaded`,
    )
  return files.filter(file => file.compressed)
}

/** Rewrites lines wherever they are in the archives; part of a turn. Says which files had any. */
export async function rewriteArchives(
  { journal }: Upkeep,
  archives: readonly JournalFile[],
  rewrite: Rewrite,
): Promise<RewrittenFile[]> {
  const rewritten: RewrittenFile[] = []
  for (const file of archives) {
    const { lines, archive } = await rewriteArchive(journal.dir, file, rewrite)
    if (lines === 0) continue
    journal.replace(archive)
    rewritten.push({ file: file.path.slice(journal.dir.length + 1), lines })
  }
  return rewritten
}
