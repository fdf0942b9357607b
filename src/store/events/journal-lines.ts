import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import type { JournalRecord } from './event-store.ts'
import { isBookkeeping } from './segment-format.ts'

/** The events of a journal file, in the order they were written. Throws when a line is damaged. */
export async function* readRecords(file: { path: string; compressed: boolean }): AsyncGenerator<JournalRecord> {
  const bytes = createReadStream(file.path)
  const input = file.compressed ? bytes.pipe(createGunzip()) : bytes
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line !== '' && !isBookkeeping(line)) yield JSON.parse(line)
  }
}
