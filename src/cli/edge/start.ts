import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import type { Config } from '../../config.ts'
import { edgeKeys } from '../../edge/edge-keys.ts'
import { follow } from '../../edge/follower.ts'
import { startForwarding } from '../../edge/forwarder.ts'
import { createIntake } from '../../edge/intake.ts'
import { openEdgeMeters } from '../../edge/meters.ts'
import { type Patience, sleep } from '../../edge/patience.ts'
import { positionFile } from '../../edge/position.ts'
import { refusedEvents } from '../../edge/refused.ts'
import { createEdgeApp } from '../../edge/routes.ts'
import { sealWith } from '../../edge/seal.ts'
import { upstreamAt } from '../../edge/upstream.ts'
import { heartbeatMs } from '../../http/configuration-event.ts'
import { createEventStreams } from '../../http/event-streams.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { stopListening } from '../../http/stop-listening.ts'
import { bodyBytesMax, readBody } from '../../ingest/body.ts'
import { parseMoment } from '../../ingest/moment.ts'
import { openJournal } from '../../store/events/journal.ts'
import { failure } from '../failure.ts'
import { journalOutbox } from './outbox.ts'

/** An edge that listens. */
export type RunningEdge = {
  url: string
  /** Stops taking requests; what is not forwarded stays on disk for the next start. */
  close(): Promise<void>
}

export type EdgeOptions = {
  upstream: string
  key: string
  clientKeys: readonly string[]
  now(): number
  patience?: Patience
}

/** Opens the journal and the kept configurations of a folder, follows the upstream, and listens. Needs no upstream to start. */
export async function startEdge(config: Config, options: EdgeOptions): Promise<RunningEdge> {
  const { now, patience = { random: Math.random, sleep } } = options
  const keys = edgeKeys(options.key, options.clientKeys)
  if ('notAKey' in keys)
    throw failure(
      `${keys.notAKey} is not one`,
      'Use a server key of the environment for --key, and client keys of it for --client-key.',
    )
  const [serverKey] = keys.all
  if (serverKey === undefined) throw new Error('an edge has a server key')
  const seal = sealWith(serverKey, randomBytes)
  const log = pino({ level: config.logLevel })
  const dirs = {
    configurations: join(config.dataDir, 'configurations'),
    journal: join(config.dataDir, 'edge-journal'),
  }
  await mkdir(dirs.configurations, { recursive: true })
  const position = positionFile(join(config.dataDir, 'forwarded.json'))
  const { through, next } = await position.read()
  const journal = await openJournal({
    dir: dirs.journal,
    segmentBytesMax: config.segmentBytesMax,
    pendingBytesMax: config.journalPendingBytesMax,
    backlogBytesMax: config.journalBacklogBytesMax,
    afterSegment: next?.segment ?? through,
    log,
  })
  const refused = await refusedEvents(join(config.dataDir, 'refused'), now())
  await refused.restore(journal)

  const upstream = upstreamAt(options.upstream, now)
  const streams = createEventStreams(() => true)
  const outbox = journalOutbox(journal)
  const meters = openEdgeMeters({
    pendingBytes: journal.pendingBytes,
    backlogBytes: () => outbox.segments().reduce((sum, { bytes }) => sum + bytes, 0),
    streams: streams.size,
  })
  const followers = await Promise.all(
    keys.all.map(key =>
      follow({
        key,
        upstream,
        dir: dirs.configurations,
        patience,
        log,
        changed: ({ id }, newest) => (newest === undefined ? streams.end(id) : streams.send(id, newest.event)),
      }),
    ),
  )
  const forwarder = startForwarding({
    outbox,
    position,
    refused,
    seal,
    upstream,
    keys,
    patience,
    intervalMs: config.loadIntervalMs,
    now,
    log,
    count: (outcome, events) => meters.forwarded.inc({ outcome }, events),
  })
  const beating = setInterval(streams.beat, heartbeatMs)
  beating.unref()
  const app = createEdgeApp({
    log,
    randomBytes,
    meters,
    keys,
    followers,
    intake: createIntake({ journal, seal, now, readBody, parseMoment, bodyBytesMax }),
    streams,
    limit: rateLimit({ perSecond: config.requestsPerSecond, burst: config.requestsBurst, keysMax: 10_000, now }),
    bodyBytesMax,
  })

  async function letGo(): Promise<void> {
    clearInterval(beating)
    await Promise.all([forwarder.stop(), ...followers.map(follower => follower.stop())])
    await journal.close()
  }

  const server = serve({ fetch: app.fetch, port: config.port, hostname: config.host })
  try {
    await once(server, 'listening')
  } catch (error) {
    await letGo()
    throw failure(
      `cannot listen on ${config.host}:${config.port}: ${(error as Error).message}`,
      'Give another port with --port, or 0 for a free one.',
    )
  }
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    async close() {
      await stopListening(server, streams.close)
      await letGo()
    },
  }
}
