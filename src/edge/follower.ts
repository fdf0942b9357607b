import { join } from 'node:path'
import { z } from 'zod'
import { type ConfigurationBytes, configurationBytes } from '../http/configuration-bytes.ts'
import { heartbeatMs } from '../http/configuration-event.ts'
import type { Log } from '../store/events/log.ts'
import { removeFile, replaceFile, textOfFile } from './durable-file.ts'
import type { EdgeKey } from './edge-keys.ts'
import { eventReader } from './event-reader.ts'
import { backoffMs, type Patience } from './patience.ts'
import { ConfigurationHead, parsed, type Upstream } from './upstream.ts'

/** The configuration of one key as an edge knows it, now and while the upstream is away. */
export type Follower = {
  key: EdgeKey
  current(): ConfigurationBytes | undefined
  /** Why the upstream does not give it any more; the key then opens nothing here either. */
  withdrawn(): 'unauthenticated' | 'not-found' | undefined
  stop(): Promise<void>
}

export type FollowOptions = {
  key: EdgeKey
  upstream: Upstream
  /** Where configurations are kept for the next start. */
  dir: string
  patience: Patience
  log: Log
  /** Called with every newer configuration, and with undefined when it was withdrawn. */
  changed(key: EdgeKey, newest: ConfigurationBytes | undefined): void
}

// Two heartbeats and a half: a connection this silent is dead, or something in between holds the stream back.
const silenceMsMax = 2.5 * heartbeatMs
// Without a stream, changes are asked for this often.
const pollMs = 10_000
const messageLengthMax = 64 * 1024 * 1024

const Announcement = z.looseObject({ configuration: z.unknown() })

/** Follows the upstream: asks for the configuration, listens to its stream until that ends, waits and asks again. Starts from what is on disk. */
export async function follow(options: FollowOptions): Promise<Follower> {
  const { key, upstream, patience, log, changed } = options
  const path = join(options.dir, `${key.id}.json`)
  const stopping = new AbortController()
  const facts = { key: key.id, kind: key.kind }
  let current = await kept()
  let withdrawn: 'unauthenticated' | 'not-found' | undefined
  let failures = 0

  async function kept(): Promise<ConfigurationBytes | undefined> {
    const text = await textOfFile(path)
    if (text === undefined) return undefined
    const head = ConfigurationHead.safeParse(parsed(text))
    if (head.success) return configurationBytes(head.data.version, text)
    log.warn({ ...facts, path }, 'the kept configuration cannot be read; waiting for the upstream')
    return undefined
  }

  async function accept(version: string, text: string): Promise<void> {
    withdrawn = undefined
    if (version === current?.version) return
    current = configurationBytes(version, text)
    changed(key, current)
    // Serving goes on from memory; what is on disk is only for the next start.
    await replaceFile(path, text)
  }

  async function withdraw(reason: 'unauthenticated' | 'not-found'): Promise<void> {
    if (withdrawn === undefined)
      log.error({ ...facts, reason }, 'the upstream does not give this key its configuration')
    withdrawn = reason
    current = undefined
    changed(key, undefined)
    await removeFile(path)
  }

  /** How long the upstream wants to be left alone; undefined when it answered. */
  async function ask(): Promise<number | undefined> {
    const fetched = await upstream.configuration(key, current?.version, stopping.signal)
    if (fetched === 'unchanged') withdrawn = undefined
    else if ('configuration' in fetched) await accept(fetched.configuration.version, fetched.configuration.text)
    else if ('withdrawn' in fetched) await withdraw(fetched.withdrawn)
    else {
      if (failures === 0 && !stopping.signal.aborted)
        log.warn({ ...facts, reason: fetched.failed }, 'the upstream cannot be reached; serving what is known')
      return fetched.afterMs
    }
    if (failures > 0) log.info({ ...facts, failures }, 'the upstream answers again')
    return undefined
  }

  /** Listens until the stream ends, however it does; says how long to wait before the next one. */
  async function listen(): Promise<number> {
    const silence = new AbortController()
    const opened = await upstream.stream(key, current?.version, AbortSignal.any([stopping.signal, silence.signal]))
    if ('failed' in opened || opened.body === null) return pollMs
    const read = eventReader(messageLengthMax)
    let retryMs = 0
    let timer = setTimeout(() => silence.abort(), silenceMsMax)
    try {
      for await (const bytes of opened.body) {
        clearTimeout(timer)
        timer = setTimeout(() => silence.abort(), silenceMsMax)
        for (const item of read(bytes)) {
          if (item === 'heartbeat') continue
          if ('retryMs' in item) retryMs = item.retryMs
          else await message(item.data)
        }
      }
    } catch (error) {
      if (!stopping.signal.aborted) log.info({ ...facts, err: error }, 'the stream of the upstream broke off')
    } finally {
      clearTimeout(timer)
    }
    return retryMs
  }

  async function message(data: string): Promise<void> {
    const announced = Announcement.safeParse(parsed(data))
    const configuration = announced.data?.configuration
    const head = ConfigurationHead.safeParse(configuration)
    if (head.success) await accept(head.data.version, JSON.stringify(configuration))
    else await ask()
  }

  /** Asks, then listens; says how long to wait at least before doing so again. */
  async function round(): Promise<number> {
    try {
      const afterMs = await ask()
      failures = afterMs === undefined ? 0 : failures + 1
      if (afterMs !== undefined) return afterMs
      return withdrawn === undefined ? await listen() : pollMs
    } catch (error) {
      failures += 1
      log.error({ ...facts, err: error }, 'a configuration could not be kept on disk; it is served from memory')
      return pollMs
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const waitMs = await round()
      await patience.sleep(waitMs + backoffMs(failures, patience.random), stopping.signal)
    }
  }

  const running = run()
  return {
    key,
    current: () => current,
    withdrawn: () => withdrawn,
    async stop() {
      stopping.abort()
      await running
    },
  }
}
