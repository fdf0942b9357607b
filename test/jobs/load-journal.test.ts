import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadJournal, startLoading } from '../../src/jobs/load-journal.ts'
import type { Segment } from '../../src/store/events/event-store.ts'
import { journalIn, keptLog, line } from '../store/events/fixture.ts'
import { temporaryFolder } from '../store/events/folder.ts'

/** An event store that only notes which segments it is given. */
function recording(loaded: number[]) {
  return {
    async load(segment: Segment) {
      loaded.push(segment.number)
      return 'loaded' as const
    },
  }
}

/** A clock that only moves when told: every sleep is kept with its length, and ends when released or aborted. */
function heldSleep() {
  const sleeps: { ms: number; release: () => void }[] = []
  const sleep = (ms: number, signal: AbortSignal) =>
    new Promise<void>(release => {
      sleeps.push({ ms, release })
      signal.addEventListener('abort', () => release())
    })
  const nextSleep = async () => {
    await expect.poll(() => sleeps.length).toBeGreaterThan(0)
    const next = sleeps.shift()
    if (next === undefined) throw new Error('nobody sleeps')
    return next
  }
  return { sleep, nextSleep }
}

test('loads what is journalled, oldest first, and settles it', async () => {
  const journal = await journalIn(temporaryFolder())
  const loaded: number[] = []
  const events = recording(loaded)
  await journal.append([line('a')])
  await journal.rotate()
  await journal.append([line('b')])
  await loadJournal({ journal, events })
  expect(loaded).toEqual([1, 2])
  expect(journal.segments()).toEqual([])
  await journal.close()
})

test('after a failure waits longer each time, keeps the order, says why, and recovers', async () => {
  const journal = await journalIn(temporaryFolder())
  const log = keptLog()
  const { sleep, nextSleep } = heldSleep()
  let broken = true
  const tried: number[] = []
  const counted: string[] = []
  const events = {
    load: async (segment: Segment) => {
      tried.push(segment.number)
      if (broken) throw new Error('no table for x')
      return 'loaded' as const
    },
  }
  await journal.append([line('a')])
  await journal.rotate()
  await journal.append([line('b')])
  const loading = startLoading({
    journal,
    events,
    intervalMs: 10,
    log,
    sleep,
    count: outcome => void counted.push(outcome),
  })
  const waits: number[] = []
  for (let pass = 0; pass < 4; pass += 1) {
    const { ms, release } = await nextSleep()
    waits.push(ms)
    release()
  }
  const fifth = await nextSleep()
  expect(waits).toEqual([10, 20, 40, 80])
  expect(loading.failure()).toBe('no table for x')
  expect(tried).toEqual([1, 1, 1, 1])
  broken = false
  fifth.release()
  const sixth = await nextSleep()
  expect(sixth.ms).toBe(10)
  expect(loading.failure()).toBeUndefined()
  expect(tried.slice(4)).toEqual([1, 2])
  expect(counted).toEqual(['failed', 'failed', 'failed', 'failed', 'loaded', 'loaded'])
  expect(log.lines).toContain('journal segments are being loaded again')
  await loading.stop()
  await journal.close()
})

test('stopping loads what is left', async () => {
  const journal = await journalIn(temporaryFolder())
  const { sleep } = heldSleep()
  const loaded: number[] = []
  const events = recording(loaded)
  const loading = startLoading({ journal, events, intervalMs: 1000, log: keptLog(), sleep })
  await journal.append([line('a')])
  await loading.stop()
  expect(loaded).toEqual([1])
  await journal.close()
})

test('a trickle of events does not leave a file for every second', async () => {
  const dir = temporaryFolder()
  const journal = await journalIn(dir)
  const { sleep, nextSleep } = heldSleep()
  const events = { load: async () => 'loaded' as const }
  const archive = { segmentsMin: 5, bytesMin: 1e9, archiveBytesMax: 1e9 }
  const loading = startLoading({ journal, events, intervalMs: 1000, log: keptLog(), sleep, archive })
  for (let second = 0; second < 23; second += 1) {
    const { release } = await nextSleep()
    await journal.append([line(`id${second}`)])
    release()
  }
  await loading.stop()
  await journal.close()
  expect(readdirSync(dir)).toEqual([
    '00000001-00000020.ndjson.gz',
    '00000021.ndjson',
    '00000022.ndjson',
    '00000023.ndjson',
  ])
})
