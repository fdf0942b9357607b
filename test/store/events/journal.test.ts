import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readRecords } from '../../../src/store/events/journal-lines.ts'
import { committedBytes } from '../../../src/store/events/segment-format.ts'
import { journalIn, line } from './fixture.ts'
import { temporaryFolder } from './folder.ts'

async function idsIn(path: string): Promise<string[]> {
  const ids: string[] = []
  for await (const record of readRecords({ path, compressed: path.endsWith('.gz') })) ids.push(record.id)
  return ids
}

describe('the journal', () => {
  test('keeps lines, in order, in a closed segment after rotation', async () => {
    const dir = temporaryFolder()
    const journal = await journalIn(dir)
    expect(await journal.append([line('a'), line('b')])).toBe('kept')
    expect(await journal.append([line('c')])).toBe('kept')
    expect(journal.segments()).toEqual([])
    await journal.rotate()
    const [segment] = journal.segments()
    expect(segment?.number).toBe(1)
    expect(segment?.bytes).toBe(readFileSync(segment?.path ?? '').length)
    expect(await idsIn(segment?.path ?? '')).toEqual(['a', 'b', 'c'])
    await journal.close()
  })

  test('writes appends that arrive together as one group', async () => {
    const dir = temporaryFolder()
    const journal = await journalIn(dir)
    await Promise.all(Array.from({ length: 50 }, (_, index) => journal.append([line(`id${index}`)])))
    await journal.close()
    const commits = readFileSync(join(dir, '00000001.ndjson'), 'utf8')
      .split('\n')
      .filter(text => text.startsWith('{"commit"'))
    expect(commits.length).toBeLessThan(5)
    expect(await idsIn(join(dir, '00000001.ndjson'))).toHaveLength(50)
  })

  test('rotation without events makes no segment, and numbers are never used twice', async () => {
    const dir = temporaryFolder()
    const first = await journalIn(dir)
    await first.rotate()
    await first.append([line('a')])
    await first.close()
    const second = await journalIn(dir)
    await second.append([line('b')])
    await second.close()
    expect(readdirSync(dir)).toEqual(['00000001.ndjson', '00000002.ndjson'])
    const third = await journalIn(dir, { afterSegment: 41 })
    await third.append([line('c')])
    await third.close()
    expect(readdirSync(dir).at(-1)).toBe('00000042.ndjson')
  })

  test('closes a segment at its size', async () => {
    const journal = await journalIn(temporaryFolder(), { segmentBytesMax: 400 })
    await journal.append([line('a'), line('b')])
    await journal.append([line('c')])
    await journal.rotate()
    expect(journal.segments().map(segment => segment.number)).toEqual([1, 2])
    await journal.close()
  })

  test('is overloaded once so many bytes wait, and takes events again when they are written', async () => {
    const journal = await journalIn(temporaryFolder(), { pendingBytesMax: 500 })
    const outcomes = await Promise.all(Array.from({ length: 10 }, (_, index) => journal.append([line(`id${index}`)])))
    expect(outcomes.filter(outcome => outcome === 'kept')).toHaveLength(3)
    expect(outcomes.filter(outcome => outcome === 'overloaded')).toHaveLength(7)
    expect(journal.pendingBytes()).toBe(0)
    expect(await journal.append([line('later')])).toBe('kept')
    await journal.close()
  })

  test('is overloaded beyond the backlog, until segments are settled', async () => {
    const journal = await journalIn(temporaryFolder(), { backlogBytesMax: 300 })
    await journal.append([line('a'), line('b')])
    expect(await journal.append([line('c')])).toBe('overloaded')
    await journal.rotate()
    expect(await journal.append([line('c')])).toBe('overloaded')
    journal.settle(1)
    expect(journal.segments()).toEqual([])
    expect(await journal.append([line('c')])).toBe('kept')
    await journal.close()
  })

  test('answers failed after it is closed', async () => {
    const journal = await journalIn(temporaryFolder())
    await journal.close()
    expect(await journal.append([line('a')])).toBe('failed')
  })
})

describe('recovery', () => {
  test('at every byte offset keeps exactly the complete groups before it', async () => {
    const source = temporaryFolder()
    const journal = await journalIn(source)
    const ends: number[] = []
    const path = join(source, '00000001.ndjson')
    for (const group of [['a'], ['b', 'c'], ['d']]) {
      await journal.append(group.map(id => line(id)))
      ends.push(readFileSync(path).length)
    }
    await journal.close()
    const whole = readFileSync(path)
    const kept = [[], ['a'], ['a', 'b', 'c'], ['a', 'b', 'c', 'd']]
    for (let bytes = 0; bytes <= whole.length; bytes += 1) {
      const dir = temporaryFolder()
      const torn = join(dir, '00000001.ndjson')
      writeFileSync(torn, whole.subarray(0, bytes))
      const opened = await journalIn(dir)
      const groups = ends.filter(end => end <= bytes).length
      const end = ends[groups - 1] ?? 0
      expect(existsSync(torn)).toBe(groups > 0)
      if (groups > 0) expect(await idsIn(torn)).toEqual(kept[groups])
      expect(opened.recovered).toEqual(bytes > end ? { path: torn, bytes: bytes - end } : undefined)
      await opened.close()
    }
  })

  test('cuts garbage off the end, whatever it is', async () => {
    const source = temporaryFolder()
    const journal = await journalIn(source)
    await journal.append([line('a')])
    await journal.close()
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async garbage => {
        const dir = temporaryFolder()
        cpSync(source, dir, { recursive: true })
        appendFileSync(join(dir, '00000001.ndjson'), garbage)
        const opened = await journalIn(dir)
        expect(opened.recovered?.bytes).toBe(garbage.length)
        expect(await idsIn(join(dir, '00000001.ndjson'))).toEqual(['a'])
        await opened.close()
      }),
      { numRuns: 50 },
    )
  })

  test('does not believe a group whose bytes changed', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 255 }), (position, change) => {
        const bytes = Buffer.from(readSample())
        const at = position % bytes.length
        bytes.writeUInt8(bytes.readUInt8(at) ^ change, at)
        expect(committedBytes(bytes)).toBe(0)
      }),
    )
  })

  test('a header tells how long the segments before it are, so a failed write that could not be cut off is cut off later', async () => {
    const dir = temporaryFolder()
    const journal = await journalIn(dir)
    await journal.append([line('a')])
    await journal.rotate()
    await journal.append([line('b')])
    await journal.close()
    const first = join(dir, '00000001.ndjson')
    const honest = readFileSync(first)
    // A second complete group, which was answered 'failed' and could not be removed at that time.
    appendFileSync(first, honest)
    const opened = await journalIn(dir)
    expect(opened.recovered).toEqual({ path: first, bytes: honest.length })
    expect(await idsIn(first)).toEqual(['a'])
    await opened.close()
  })

  test('says so when a closed segment lost bytes', async () => {
    const dir = temporaryFolder()
    const journal = await journalIn(dir)
    await journal.append([line('a')])
    await journal.rotate()
    await journal.append([line('b')])
    await journal.close()
    truncateSync(join(dir, '00000001.ndjson'), 10)
    const lines: string[] = []
    const keep = (_facts: Record<string, unknown>, message: string) => void lines.push(message)
    const opened = await journalIn(dir, { log: { info: keep, warn: keep, error: keep } })
    expect(lines).toContain('a journal segment is shorter than it was; events are missing from it')
    await opened.close()
  })
})

let sample: Buffer | undefined
function readSample(): Buffer {
  sample ??= Buffer.from('{"segment":{"number":1,"lengths":[]}}\n{"project":"p","id":"a"}\n')
  const checksum = crc32(sample)
  return Buffer.concat([sample, Buffer.from(`{"commit":{"lines":2,"crc32":${checksum}}}\n`)])
}
