import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { createDedupe } from '../../src/ingest/dedupe.ts'
import { createIngest } from '../../src/ingest/pipeline.ts'
import { compileDefinitions } from '../../src/ingest/validator.ts'
import { loadJournal, startLoading } from '../../src/jobs/load-journal.ts'
import { rememberKnownIds } from '../../src/jobs/remember-ids.ts'
import { openEventStore } from '../../src/store/events/duckdb.ts'
import { openJournal } from '../../src/store/events/journal.ts'
import { purchase, unitFields } from '../store/events/fixture.ts'

/** The event path behind a port, small enough to be killed often: everything closes, loads and archives many times a second. */
const [dir = ''] = process.argv.slice(2)
const say = (facts: unknown, message: string) =>
  process.stderr.write(`${message} ${facts instanceof Object && 'err' in facts ? facts.err : ''}\n`)
const log = { info: () => undefined, warn: () => undefined, error: say }

const nowMs = Date.now()
const dedupe = createDedupe({ idsMax: 1_000_000, secret: 'crash' })
let firstOfRun = Number.POSITIVE_INFINITY
const events = await openEventStore({
  path: join(dir, 'events.duckdb'),
  memory: '300MB',
  log,
  idsChecked: file => file.first >= firstOfRun && dedupe.complete(Date.now()),
})
const journal = await openJournal({
  dir: join(dir, 'journal'),
  segmentBytesMax: 20_000,
  pendingBytesMax: 10_000_000,
  backlogBytesMax: 100_000_000,
  afterSegment: await events.lastLoadedSegment(),
  log,
})
firstOfRun = journal.firstOfRun
journal.settle(await events.lastLoadedSegment())
await events.define('shop', unitFields, [purchase])
await rememberKnownIds(dedupe, events, journal.segments(), nowMs)
const definitions = compileDefinitions(unitFields, [purchase])
const ingest = createIngest({
  journal,
  dedupe,
  now: Date.now,
  uuid: randomUUID,
  definitionsOf: () => definitions,
  count: () => undefined,
})
const archive = { segmentsMin: 4, bytesMin: 1e9, archiveBytesMax: 200_000 }
const loading = startLoading({ journal, events, intervalMs: 15, log, archive })

const server = createServer(async (request, response) => {
  if (request.url === '/drain') {
    await loading.stop()
    await loadJournal({ journal, events })
    await journal.close()
    await events.close()
    response.end('drained', () => process.exit(0))
    return
  }
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const taken = await ingest(
    { project: 'shop', environment: 'production', kind: 'client' },
    { body: Buffer.concat(chunks) },
  )
  response.writeHead('answer' in taken ? 200 : 503).end(JSON.stringify(taken))
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' ? address?.port : 0)
})
