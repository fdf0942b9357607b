import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Http2Bindings, type HttpBindings, serve } from '@hono/node-server'
import { pino } from 'pino'
import { signInLink } from './access/links.ts'
import { findOwner, welcomeOwner } from './access/owner.ts'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import type { Incident } from './contract/health.ts'
import { createPost } from './health/webhook-post.ts'
import { heartbeatMs } from './http/configuration-event.ts'
import { createEventStreams } from './http/event-streams.ts'
import { credentialHolds } from './http/member.ts'
import { openMeters } from './http/meters.ts'
import { forgetSignIns } from './http/session.ts'
import { stopListening } from './http/stop-listening.ts'
import { createDedupe } from './ingest/dedupe.ts'
import { definitionSource } from './ingest/definitions.ts'
import { createIngest } from './ingest/pipeline.ts'
import { makeBackup } from './jobs/backup.ts'
import { startDelivering } from './jobs/deliver-webhooks.ts'
import { eraseUnit } from './jobs/erasure.ts'
import { fitTables, fittedStore } from './jobs/fit-tables.ts'
import { loadJournal, startLoading } from './jobs/load-journal.ts'
import { rememberKnownIds } from './jobs/remember-ids.ts'
import { createReleases } from './jobs/replay.ts'
import { retain, startRetention } from './jobs/retention.ts'
import { startTakingLooks, takeLooks } from './jobs/take-looks.ts'
import { createDroppedCounts, watched } from './jobs/watch-batches.ts'
import { startWatchingHealth } from './jobs/watch-health.ts'
import { createTail } from './live/tail.ts'
import type { Platform } from './platform.ts'
import { openControlStore } from './store/control/sqlite.ts'
import { openEventStore } from './store/events/duckdb.ts'
import { openJournal } from './store/events/journal.ts'
import { type Rebuilt, rebuildEventStore } from './store/events/rebuild.ts'
import { createTurns } from './store/events/turns.ts'

const dayMs = 86_400_000
const lookIntervalMs = 60_000
const healthIntervalMs = 60_000
const deliveryIntervalMs = 5000
const retentionIntervalMs = 3_600_000

/** An Assay on its data folder, answering in this process. */
export type Assay = {
  platform: Platform
  fetch(request: Request, connection?: HttpBindings | Http2Bindings): Promise<Response>
  /** Ends the open streams, which would otherwise never end. */
  endStreams(): void
  /** Resolves when every event accepted so far can be asked for. */
  settle(): Promise<void>
  /** Removes what is too old by now. Happens daily by itself. */
  retain(): Promise<void>
  /** Loads what was accepted, then lets go of the data folder. */
  close(): Promise<void>
}

/** An Assay that listens. `welcome` is there on the first start only. */
export type RunningServer = Assay & {
  url: string
  welcome: { token: string; link: string } | undefined
  /** A link that signs the owner in, once and within a day, and opens a path of the console. */
  ownerLink(next: string): string
}

type Options = { now(): number }

/** The paths of everything kept in a data folder. */
export function pathsIn(dataDir: string) {
  return {
    control: join(dataDir, 'control.db'),
    events: join(dataDir, 'events.duckdb'),
    journal: join(dataDir, 'journal'),
  }
}

/** Opens the stores of a data folder (made when missing), starts the jobs and puts the API over them. */
export async function openAssay(config: Config, { now }: Options): Promise<Assay> {
  const log = pino({ level: config.logLevel })
  mkdirSync(config.dataDir, { recursive: true })
  const paths = pathsIn(config.dataDir)
  const dedupe = createDedupe({ idsMax: config.dedupeIdsMax, secret: randomBytes(32).toString('hex') })
  // Segments of earlier processes are checked for duplicates when loaded: what those had in memory is not known.
  let ownFrom = Number.POSITIVE_INFINITY
  const idsChecked = (file: { first: number }) => file.first >= ownFrom && dedupe.complete(now())
  // The event store goes first: it locks the folder against a second process.
  const store = await openEventStore({ path: paths.events, memory: config.duckdbMemory, log, idsChecked })
  const control = openControlStore(paths.control)
  const journal = await openJournal({
    dir: paths.journal,
    segmentBytesMax: config.segmentBytesMax,
    pendingBytesMax: config.journalPendingBytesMax,
    backlogBytesMax: config.journalBacklogBytesMax,
    afterSegment: await store.lastLoadedSegment(),
    log,
  })
  if (journal.recovered)
    log.warn(
      journal.recovered,
      'the journal ended in the middle of a write that was never acknowledged; that tail was cut off',
    )
  journal.settle(await store.lastLoadedSegment())
  ownFrom = journal.firstOfRun
  const events = fittedStore(control, store)
  await rememberKnownIds(dedupe, events, journal.segments(), now())

  const settle = () => loadJournal({ journal, events })
  const looking = { control, events, settle, now }
  const platform: Platform = {
    config,
    now,
    randomBytes,
    log,
    control,
    journal,
    events,
    takeLooks: (project, experiment) => takeLooks(looking, project, experiment),
  }
  const meters = openMeters(() => journal.pendingBytes())
  const keyHolds = (credential: string) => credentialHolds({ control, now }, credential)
  const dropped = createDroppedCounts(now)
  const tail = createTail({
    keyHolds,
    definitionOf: (project, event) => control.snapshot(project).events.get(event)?.definition,
  })
  const definitionsOf = definitionSource(control)
  const ingest = createIngest({
    journal,
    dedupe,
    now,
    uuid: randomUUID,
    definitionsOf,
    count: (verdict, count) => meters.events.inc({ verdict }, count),
    isWatched: () => tail.size() > 0,
    observe: (sender, batch) => {
      dropped.add(sender, batch)
      if (batch.whole) tail.observe({ project: sender.project, events: watched(batch) })
    },
  })
  const upkeep = { control, journal, events, inTurn: createTurns(1), now, randomBytes }
  const loading = startLoading({
    journal,
    events,
    inTurn: upkeep.inTurn,
    intervalMs: config.loadIntervalMs,
    log,
    count: outcome => (outcome === 'loaded' ? meters.loadedSegments : meters.loadFailures).inc(),
  })
  const housekeeping = setInterval(() => {
    control.forgetAnswers(now() - dayMs)
    forgetSignIns({ control, now })
  }, dayMs / 24)
  housekeeping.unref()
  const watching = { control, events, now, settle, dropped, id: randomUUID }
  const announce = (project: string, incident: Incident) => tail.announce(project, { type: 'incident', incident })
  const stopWatching = startWatchingHealth({ ...watching, announce }, log, healthIntervalMs)
  const post = createPost({ privateAddresses: config.webhookPrivateAddresses })
  const stopDelivering = startDelivering({ control, now, randomBytes, post, log }, deliveryIntervalMs)
  const stopLooking = startTakingLooks(looking, log, lookIntervalMs)
  const stopRetention = startRetention(upkeep, log, retentionIntervalMs)
  const streams = createEventStreams(keyHolds)
  const beating = setInterval(() => {
    streams.beat()
    tail.beat()
  }, heartbeatMs)
  beating.unref()
  const endStreams = () => {
    streams.close()
    tail.close()
  }
  const releases = createReleases({ events, journal, definitionsOf, settle, uuid: randomUUID })
  const app = createApp(platform, meters, ingest, loading.failure, streams, releases, tail, {
    erase: (erasure, by) => eraseUnit({ ...upkeep, eventsPath: paths.events }, erasure, by),
    backup: folder => makeBackup(upkeep, folder),
  })

  return {
    platform,
    fetch: async (request, connection) => app.fetch(request, connection),
    endStreams,
    settle,
    retain: () => retain(upkeep),
    async close() {
      clearInterval(housekeeping)
      clearInterval(beating)
      endStreams()
      await stopLooking()
      await stopWatching()
      await stopDelivering()
      await stopRetention()
      await loading.stop()
      await journal.close()
      await events.close()
      control.close()
    },
  }
}

/** Makes the event store of a data folder anew from its journal. */
export async function rebuildAssay(
  config: Config,
  progress: (done: { files: number; of: number }) => void,
): Promise<Rebuilt> {
  const paths = pathsIn(config.dataDir)
  const control = openControlStore(paths.control)
  try {
    return await rebuildEventStore({
      journalDir: paths.journal,
      path: paths.events,
      memory: config.duckdbMemory,
      define: events => fitTables(control, events),
      progress,
      log: pino({ level: config.logLevel }),
    })
  } finally {
    control.close()
  }
}

/** Opens an Assay and listens on the configured address. */
export async function startServer(config: Config, options: Options): Promise<RunningServer> {
  const assay = await openAssay(config, options)
  const server = serve({ fetch: assay.fetch, port: config.port, hostname: config.host })
  try {
    await once(server, 'listening')
  } catch (error) {
    await assay.close()
    throw Object.assign(new Error(`cannot listen on ${config.host}:${config.port}: ${(error as Error).message}`), {
      hint: 'Give another port with --port, or 0 for a free one.',
    })
  }
  const { port } = server.address() as AddressInfo
  const url = urlOf({ ...config, port })
  const owner = welcomeOwner(assay.platform)
  return {
    ...assay,
    url,
    welcome: owner && {
      token: owner.token,
      link: signInLink(assay.platform, { url, member: owner.member.id }).link,
    },
    ownerLink: next => signInLink(assay.platform, { url, member: findOwner(assay.platform).id, next }).link,
    async close() {
      await stopListening(server, assay.endStreams)
      await assay.close()
    },
  }
}

/** Where people reach a server with this configuration. */
export function urlOf({ publicUrl, host, port }: Config): string {
  return publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
