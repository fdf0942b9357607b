import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readRecords } from '../../../src/store/events/journal-lines.ts'
import { committedBytes } from '../../../src/store/events/segment-format.ts'
import { journalIn } from './fixture.ts'
import { temporaryFolder } from './folder.ts'

test('a write the kernel refuses acknowledges nothing, leaves nothing behind, and ends when there is space', async () => {
  const dir = temporaryFolder()
  const writer = new URL('./disk-full-writer.ts', import.meta.url).pathname
  // No file of the child may grow beyond 64 blocks of 1,024 bytes: a real EFBIG after a real short write.
  const printed = execFileSync('bash', ['-c', `ulimit -f 64; exec "$0" "$1" "$2"`, process.execPath, writer, dir], {
    encoding: 'utf8',
  })
  const { kept, outcomes, logged } = JSON.parse(printed)
  expect(outcomes).toEqual(['failed', 'failed', 'failed', 'failed', 'kept', 'kept'])
  expect(logged).toContain('the journal can be written again')
  const journal = await journalIn(dir)
  expect(journal.recovered).toBeUndefined()
  const ids: string[] = []
  for (const file of journal.files()) {
    const bytes = readFileSync(file.path)
    expect(committedBytes(bytes)).toBe(bytes.length)
    for await (const record of readRecords(file)) ids.push(record.id)
  }
  expect(ids).toEqual(kept)
  expect(kept.length).toBeGreaterThan(100)
  await journal.close()
})
