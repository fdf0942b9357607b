import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm, stat, unlink } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { archivePath, type JournalFile, syncDirectory, unfinishedSuffix } from './journal-files.ts'

/**
 * Merges neighbouring journal files into one compressed archive. At every moment the folder holds each event at least
 * once: the sources go only after the archive is complete under its name, and start-up removes what a crash left of them.
 */
export async function mergeFiles(dir: string, files: readonly JournalFile[]): Promise<JournalFile | undefined> {
  const first = files[0]?.first
  const last = files.at(-1)?.last
  if (first === undefined || last === undefined) return undefined
  const path = archivePath(dir, first, last)
  const unfinished = `${path}${unfinishedSuffix}`
  await rm(unfinished, { force: true })
  // Compressed data may simply follow compressed data, so an archive is taken over as it is.
  const archives = files.filter(file => file.compressed)
  const segments = files.filter(file => !file.compressed)
  if (archives.length > 0) await pipeline(contentOf(archives), createWriteStream(unfinished, { flags: 'a' }))
  await pipeline(contentOf(segments), createGzip({ level: 1 }), createWriteStream(unfinished, { flags: 'a' }))
  await syncFile(unfinished)
  await rename(unfinished, path)
  await syncDirectory(dir)
  for (const file of files) if (file.path !== path) await unlink(file.path)
  await syncDirectory(dir)
  return { first, last, path, bytes: (await stat(path)).size, compressed: true }
}

async function* contentOf(files: readonly JournalFile[]): AsyncGenerator<Buffer> {
  for (const file of files) {
    if (file.bytes > 0) for await (const chunk of createReadStream(file.path, { end: file.bytes - 1 })) yield chunk
  }
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
