import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { archiveJournal } from '../../../src/jobs/archive-journal.ts'
import { loadJournal } from '../../../src/jobs/load-journal.ts'
import { openEventStore } from '../../../src/store/events/duckdb.ts'
import type { EventStore } from '../../../src/store/events/event-store.ts'
import type { FileJournal } from '../../../src/store/events/journal.ts'
import { readRecords } from '../../../src/store/events/journal-lines.ts'
import { rebuildEventStore } from '../../../src/store/events/rebuild.ts'
import { journalIn, keptLog, line, purchase, unitFields } from './fixture.ts'
import { temporaryFolder } from './folder.ts'

const always = { segmentsMin: 1, bytesMin: 0, archiveBytesMax: 10_000 }

async function idsIn(journal: FileJournal): Promise<string[]> {
  const ids: string[] = []
  for (const file of journal.files()) for await (const record of readRecords(file)) ids.push(record.id)
  return ids
}

async function journalOf(dir: string, ids: string[]): Promise<FileJournal> {
  const journal = await journalIn(dir)
  for (const id of ids) {
    await journal.append([line(id)])
    await journal.rotate()
  }
  return journal
}

const define = (events: EventStore) => events.define('shop', unitFields, [purchase])

describe('archiving', () => {
  test('merges what is settled and nothing else, in order, and grows the archive before', async () => {
    const dir = temporaryFolder()
    const journal = await journalOf(dir, ['a', 'b', 'c', 'd'])
    journal.settle(2)
    expect(await archiveJournal(journal, always)).toBe(2)
    expect(readdirSync(dir)).toEqual(['00000001-00000002.ndjson.gz', '00000003.ndjson', '00000004.ndjson'])
    journal.settle(4)
    expect(await archiveJournal(journal, always)).toBe(2)
    expect(readdirSync(dir)).toEqual(['00000001-00000004.ndjson.gz'])
    expect(await idsIn(journal)).toEqual(['a', 'b', 'c', 'd'])
    expect(await archiveJournal(journal, always)).toBe(0)
    await journal.append([line('e')])
    await journal.close()
    expect(readdirSync(dir)).toEqual(['00000001-00000004.ndjson.gz', '00000005.ndjson'])
  })

  test('waits until there is enough', async () => {
    const journal = await journalOf(temporaryFolder(), ['a', 'b'])
    journal.settle(2)
    expect(await archiveJournal(journal, { segmentsMin: 3, bytesMin: 1e9, archiveBytesMax: 1 })).toBe(0)
    await journal.close()
  })

  test('a crash before the sources were deleted, or before the archive was complete, doubles nothing', async () => {
    const dir = temporaryFolder()
    const journal = await journalOf(dir, ['a', 'b', 'c'])
    journal.settle(2)
    await archiveJournal(journal, always)
    await journal.close()
    writeFileSync(join(dir, '00000002.ndjson'), 'left over')
    writeFileSync(join(dir, '00000001-00000003.ndjson.gz.unfinished'), 'torn')
    const opened = await journalIn(dir)
    expect(readdirSync(dir)).toEqual(['00000001-00000002.ndjson.gz', '00000003.ndjson'])
    expect(opened.segments().map(segment => segment.number)).toEqual([3])
    expect(await idsIn(opened)).toEqual(['a', 'b', 'c'])
    await opened.close()
  })
})

describe('rebuilding', () => {
  test('makes a damaged event store anew from archives, segments and a torn tail', async () => {
    const dir = temporaryFolder()
    const path = join(dir, 'events.duckdb')
    const journalDir = join(dir, 'journal')
    const store = await openEventStore({ path, memory: '500MB', log: keptLog() })
    await define(store)
    const journal = await journalOf(journalDir, ['a', 'b', 'c'])
    await loadJournal({ journal, events: store })
    const before = await store.query('SELECT * FROM project_shop.purchase ORDER BY _id')
    journal.settle(2)
    await archiveJournal(journal, always)
    await journal.append([line('a'), line('d')])
    await journal.close()
    await store.close()
    writeFileSync(path, 'damaged')
    const steps: number[] = []
    const rebuilt = await rebuildEventStore({
      journalDir,
      path,
      memory: '500MB',
      define,
      log: keptLog(),
      progress: ({ files }) => steps.push(files),
    })
    expect(rebuilt).toEqual({ files: 2, events: 4, duplicates: 1, aside: `${path}.aside-1` })
    expect(steps).toEqual([1, 2])
    const again = await openEventStore({ path, memory: '500MB', log: keptLog() })
    expect(await again.query("SELECT * FROM project_shop.purchase WHERE _id <> 'd' ORDER BY _id")).toEqual(before)
    expect(await again.lastLoadedSegment()).toBe(4)
    await again.close()
    expect(existsSync(`${path}.aside-1`)).toBe(true)
  })

  test('leaves everything as it was when it cannot finish', async () => {
    const dir = temporaryFolder()
    const path = join(dir, 'events.duckdb')
    const journalDir = join(dir, 'journal')
    await (await journalOf(journalDir, ['a'])).close()
    writeFileSync(path, 'damaged')
    const options = { journalDir, path, memory: '500MB', log: keptLog(), progress: () => undefined }
    await expect(rebuildEventStore({ ...options, define: async () => undefined })).rejects.toThrow('no table')
    expect(readdirSync(dir)).toEqual(['events.duckdb', 'journal'])
    expect(await rebuildEventStore({ ...options, define })).toMatchObject({ events: 1 })
  })

  test('refuses while another process has the file open', async () => {
    const dir = temporaryFolder()
    const path = join(dir, 'events.duckdb')
    const script = `
      import { openEventStore } from ${JSON.stringify(new URL('../../../src/store/events/duckdb.ts', import.meta.url).href)}
      await openEventStore({ path: ${JSON.stringify(path)}, memory: '100MB', log: console })
      console.log('open')
      process.stdin.resume()`
    const other = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
    await once(other.stdout, 'data')
    const options = {
      journalDir: join(dir, 'journal'),
      path,
      memory: '500MB',
      log: keptLog(),
      progress: () => undefined,
    }
    await expect(rebuildEventStore({ ...options, define })).rejects.toThrow('Another Assay is running')
    other.stdin.end()
    await once(other, 'exit')
    expect(await rebuildEventStore({ ...options, define })).toMatchObject({ files: 0, events: 0 })
  })
})
