import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A file of the journal: one segment (`first` equals `last`), or an archive of several, compressed. */
export type JournalFile = { first: number; last: number; path: string; bytes: number; compressed: boolean }

/** What an archive is called until it is complete. */
export const unfinishedSuffix = '.unfinished'

const segmentName = /^(\d{8,})\.ndjson$/
const archiveName = /^(\d{8,})-(\d{8,})\.ndjson\.gz$/

/** The path of a segment. */
export function segmentPath(dir: string, number: number): string {
  return join(dir, `${padded(number)}.ndjson`)
}

/** The path of the archive of a range of segments. */
export function archivePath(dir: string, first: number, last: number): string {
  return join(dir, `${padded(first)}-${padded(last)}.ndjson.gz`)
}

/** Every segment and archive of a folder, in order, and apart from them those whose content is also in a larger archive. */
export async function listJournal(dir: string): Promise<{ files: JournalFile[]; covered: JournalFile[] }> {
  const found: JournalFile[] = []
  for (const name of await readdir(dir)) {
    const range = rangeOf(name)
    if (range === undefined) continue
    const path = join(dir, name)
    found.push({ ...range, path, bytes: (await stat(path)).size })
  }
  found.sort((a, b) => a.first - b.first || b.last - a.last || Number(b.compressed) - Number(a.compressed))
  const files: JournalFile[] = []
  const covered: JournalFile[] = []
  for (const file of found) {
    const before = files.at(-1)
    if (before !== undefined && file.last <= before.last) covered.push(file)
    else files.push(file)
  }
  return { files, covered }
}

/** Makes creations, renames and deletions in a folder survive a power cut. */
export async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function rangeOf(name: string): Omit<JournalFile, 'path' | 'bytes'> | undefined {
  const segment = segmentName.exec(name)
  if (segment) return { first: Number(segment[1]), last: Number(segment[1]), compressed: false }
  const archive = archiveName.exec(name)
  if (archive) return { first: Number(archive[1]), last: Number(archive[2]), compressed: true }
  return undefined
}

function padded(number: number): string {
  return String(number).padStart(8, '0')
}
