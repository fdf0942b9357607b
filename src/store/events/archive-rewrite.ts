import { createWriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { blocksOf } from './archive-lines.ts'
import type { JournalRecord } from './event-store.ts'
import { type JournalFile, syncDirectory, unfinishedSuffix } from './journal-files.ts'
import { isBookkeeping } from './segment-format.ts'

/**
 * A change of journal lines. Only lines that hold one of the texts and pass `concerns` are parsed, since that costs ten times
 * as much as looking; `change` then says what becomes of an event: 'same', 'gone', or what takes its place.
 */
export type Rewrite = {
  texts: readonly string[]
  concerns(line: string): boolean
  change(record: JournalRecord): JournalRecord | 'same' | 'gone'
}

/**
 * Changes lines of an archive and says how many, and the archive as it is now. It is written anew beside itself and takes its
 * own place in one step, so a crash leaves the old one or the new one; an archive without such lines is not touched.
 */
export async function rewriteArchive(
  dir: string,
  archive: JournalFile,
  rewrite: Rewrite,
): Promise<{ lines: number; archive: JournalFile }> {
  let lines = 0
  for await (const block of blocksOf(archive)) lines += rewritten(block, rewrite).lines
  if (lines === 0) return { lines, archive }
  const unfinished = `${archive.path}${unfinishedSuffix}`
  await rm(unfinished, { force: true })
  async function* content(): AsyncGenerator<Buffer> {
    for await (const block of blocksOf(archive)) yield rewritten(block, rewrite).block
  }
  await pipeline(Readable.from(content()), createGzip({ level: 1 }), createWriteStream(unfinished))
  const handle = await open(unfinished, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(unfinished, archive.path)
  await syncDirectory(dir)
  return { lines, archive: { ...archive, bytes: (await stat(archive.path)).size } }
}

/** Commit lines stay: nothing believes them once a segment is complete and archived. */
function rewritten(block: Buffer, { texts, concerns, change }: Rewrite): { block: Buffer; lines: number } {
  if (!texts.some(text => block.includes(text))) return { block, lines: 0 }
  let lines = 0
  const kept: string[] = []
  for (const line of block.toString('utf8').split('\n')) {
    const isConcerned = texts.some(text => line.includes(text)) && !isBookkeeping(line) && concerns(line)
    const outcome = isConcerned ? change(JSON.parse(line)) : 'same'
    if (outcome === 'same') kept.push(line)
    else {
      lines += 1
      if (outcome !== 'gone') kept.push(JSON.stringify(outcome))
    }
  }
  return lines === 0 ? { block, lines } : { block: Buffer.from(kept.join('\n')), lines }
}
