import { openJournal } from '../../../src/store/events/journal.ts'
import { keptLog, line } from './fixture.ts'

/** Fills a journal until the kernel refuses to write, and goes on from there; prints what was acknowledged. */
const [dir = ''] = process.argv.slice(2)
const log = keptLog()
const journal = await openJournal({ dir, segmentBytesMax: 1e9, pendingBytesMax: 1e9, backlogBytesMax: 1e9, log })
const kept: string[] = []
const outcomes: string[] = []
let next = 0

async function append(events: number): Promise<string> {
  const ids = Array.from({ length: events }, () => `id${next++}`)
  const outcome = await journal.append(ids.map(id => line(id)))
  if (outcome === 'kept') kept.push(...ids)
  return outcome
}

while ((await append(20)) === 'kept');
outcomes.push('failed')
// Several that wait together fail together.
outcomes.push(...(await Promise.all([append(50), append(50), append(50)])))
// The segment was cut back, so what fits still fits.
outcomes.push(await append(1))
await journal.rotate()
// A new file is where there is space again.
outcomes.push(await append(20))
await journal.close()
console.log(JSON.stringify({ kept, outcomes, logged: log.lines }))
