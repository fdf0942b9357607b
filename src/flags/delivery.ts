import type { Context } from 'hono'
import { Gauge } from 'prom-client'
import type { Configuration } from '../contract/configuration.ts'
import { access, apps } from '../contract/routes.ts'
import { type ConfigurationBytes, configurationBytes, configurationResponse } from '../http/configuration-bytes.ts'
import type { EventStreams } from '../http/event-streams.ts'
import { bearerOf, guard } from '../http/guard.ts'
import type { Principal } from '../http/principal.ts'
import { problem } from '../http/problem.ts'
import { documented, type Env, type Server } from '../http/server.ts'
import { streamResponse } from '../http/stream-response.ts'
import type { ConfigurationSource } from './configuration.ts'

/** Brings configurations to apps: when they ask, and on a stream as soon as a change is committed. */
export function serveDelivery(server: Server, configurations: ConfigurationSource, streams: EventStreams): void {
  const { app, platform, meters } = server
  const bytesOf = remembered()

  function current(topic: Topic): ConfigurationBytes | undefined {
    const configuration = configurations(topic.project, topic.environment, topic.audience)
    return configuration && bytesOf(configuration)
  }

  function currentFor(principal: Principal): ConfigurationBytes {
    const topic = topicOf(principal)
    const found = current(topic)
    if (found === undefined)
      throw problem('not-found', {
        detail: `project ${topic.project} has no environment ${topic.environment} any more`,
      })
    return found
  }

  app.openAPIRegistry.registerPath(documented(apps.configuration))
  app.get(apps.configuration.path, guard(server, apps.configuration.access), (c: Context<Env>) =>
    configurationResponse(currentFor(c.get('principal')), name => c.req.header(name)),
  )

  app.openAPIRegistry.registerPath(documented(apps.stream))
  app.get(
    apps.stream.path,
    guard(server, apps.stream.access, 'project', bearerOrQuery),
    (c: Context<Env>): Response => {
      const principal = c.get('principal')
      return streamResponse(c, streams, {
        topic: textOf(topicOf(principal)),
        key: principal.id,
        current: currentFor(principal).event,
        random: (platform.randomBytes(1)[0] ?? 0) / 255,
      })
    },
  )
  new Gauge({
    name: 'assay_streams_open',
    help: 'Streams of configuration changes being listened to',
    registers: [meters.registry],
    collect() {
      this.set(streams.size())
    },
  })

  // A commit is answered before its streams are served, and many commits of one turn are one message.
  const changed = new Set<string>()
  platform.control.onChange(project => {
    if (changed.size === 0) setImmediate(publish)
    changed.add(project)
  })

  function publish(): void {
    const projects = new Set(changed)
    changed.clear()
    for (const text of streams.topics()) {
      const topic = topicIn(text)
      if (!projects.has(topic.project)) continue
      try {
        const newest = current(topic)
        if (newest === undefined) streams.end(text)
        else streams.send(text, newest.event)
      } catch (error) {
        platform.log.error({ err: error, ...topic }, 'a changed configuration could not be sent to its streams')
      }
    }
  }

  app.use(access.revokeKey.path.replace('{id}', ':id'), async (_, next) => {
    await next()
    streams.recheck()
  })
}

/** A browser's EventSource cannot set headers. Only client keys may stand in an address: they are public anyway. */
function bearerOrQuery(c: Context<Env>): string | undefined {
  const key = c.req.query('key')
  return bearerOf(c) ?? (key?.startsWith('assay_client_') ? key : undefined)
}

type Topic = { project: string; environment: string; audience: 'client' | 'server' }

function topicOf({ project = '', environment = '', kind }: Principal): Topic {
  return { project, environment, audience: kind === 'server' ? 'server' : 'client' }
}

// Keys of projects and environments hold no spaces.
function textOf({ project, environment, audience }: Topic): string {
  return `${project} ${environment} ${audience}`
}

function topicIn(text: string): Topic {
  const [project = '', environment = '', audience] = text.split(' ')
  return { project, environment, audience: audience === 'server' ? 'server' : 'client' }
}

/** The bytes of each configuration, as long as it is the newest. */
function remembered(): (configuration: Configuration) => ConfigurationBytes {
  const made = new WeakMap<Configuration, ConfigurationBytes>()
  return configuration => {
    const known = made.get(configuration)
    if (known) return known
    const bytes = configurationBytes(configuration.version, JSON.stringify(configuration))
    made.set(configuration, bytes)
    return bytes
  }
}
