import { randomBytes, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { createDedupe } from '../src/ingest/dedupe.ts'
import { createIngest } from '../src/ingest/pipeline.ts'
import { refusalsFor } from '../src/ingest/refusal.ts'
import { treatmentOf } from '../src/ingest/treatment.ts'
import { compileDefinitions, type Treatments } from '../src/ingest/validator.ts'
import { loadJournal, startLoading } from '../src/jobs/load-journal.ts'
import { openEventStore } from '../src/store/events/duckdb.ts'
import { openJournal } from '../src/store/events/journal.ts'
import { benchDefinition, fullDefinition } from './ingest-event.ts'
import { answerMeasuring } from './ingest-measuring.ts'

/** A server for one measurement, in a process of its own: what a body costs depends on the mode it is started in. */
const [mode = 'http', dir = '.', full = ''] = process.argv.slice(2)
const definition = full === 'full' ? fullDefinition : benchDefinition
const unitFields = ['user_id', 'device_id']

type Handle = (body: Buffer) => Promise<string> | string

const log = {
  info: () => undefined,
  warn: () => undefined,
  error: (facts: unknown, message: string) => console.error(message, facts),
}

async function ingestHandle(): Promise<{ handle: Handle; drained: () => Promise<number> }> {
  const dedupe = createDedupe({ idsMax: 8_000_000, secret: randomBytes(16).toString('hex') })
  const events = await openEventStore({
    path: join(dir, 'events.duckdb'),
    memory: '1GB',
    log,
    idsChecked: () => dedupe.complete(Date.now()),
  })
  await events.define('bench', unitFields, [definition])
  const megabyte = 1024 * 1024
  const journal = await openJournal({
    dir: join(dir, 'journal'),
    segmentBytesMax: 64 * megabyte,
    pendingBytesMax: 32 * megabyte,
    backlogBytesMax: 4096 * megabyte,
    log,
  })
  const definitions = {
    ...compileDefinitions(unitFields, [definition], treatments),
    ...refusalsFor({ unitFields, definitions: [definition] }),
  }
  const ingest = createIngest({
    journal,
    dedupe,
    now: Date.now,
    uuid: randomUUID,
    definitionsOf: () => definitions,
    count: () => undefined,
  })
  const loading = mode === 'sustained' ? startLoading({ journal, events, intervalMs: 1000, log }) : undefined
  return {
    handle: async body =>
      JSON.stringify(await ingest({ project: 'bench', environment: 'production', kind: 'client' }, { body })),
    async drained() {
      await loading?.stop()
      if (mode === 'sustained') await loadJournal({ journal, events })
      const [row] = await events.query('SELECT count(*) AS events FROM project_bench.add_to_cart')
      return Number(row?.events)
    },
  }
}

const hashSecret = randomBytes(32).toString('base64url')
/** The hash as if its review had approved it. */
const treatments: Treatments = (_, property) => {
  const privacy = definition.properties[property]?.privacy
  if (privacy === undefined) return 'unapproved'
  const at = new Date(0).toISOString()
  const reviewed = { event: definition.key, property, type: 'string' as const, privacy, consent: definition.consent }
  return treatmentOf(reviewed, {
    decisions: [{ ...reviewed, outcome: 'approve', reason: '', by: 'bench', at }],
    keys: [{ project: 'bench', purpose: 'hash', number: 1, secret: hashSecret, createdAt: at }],
  })
}

const answer = '{"valid":100,"duplicate":0,"quarantined":0,"verdicts":[]}'
const floors: Record<string, Handle> = {
  http: () => answer,
  parse: body => (Array.isArray(JSON.parse(body.toString('utf8'))) ? answer : 'no array'),
}
const floor = floors[mode]
const { handle, drained } = floor ? { handle: floor, drained: async () => 0 } : await ingestHandle()

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
}

const server = createServer((request, response) => {
  const answered = (text: string) =>
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text)
  bodyOf(request)
    .then(handle)
    .then(answered, error => {
      console.error(error)
      response.writeHead(500).end()
    })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined })
})
answerMeasuring({ drained })
