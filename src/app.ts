import type { OpenAPIHono } from '@hono/zod-openapi'
import { serveAccess } from './access/routes.ts'
import { serveDefinitions } from './definitions/routes.ts'
import { serveLifecycle } from './experiments/routes.ts'
import { configurationSource } from './flags/configuration.ts'
import { serveFlags } from './flags/routes.ts'
import type { Meters } from './http/meters.ts'
import { createServer, type Env } from './http/server.ts'
import type { Ingest } from './ingest/pipeline.ts'
import { serveIngest } from './ingest/routes.ts'
import { serveOperations } from './operations/routes.ts'
import type { Platform } from './platform.ts'
import { serveReports } from './reports/routes.ts'

/** Every endpoint over a platform, in reading order: apps first, then people, then the server itself. */
export function createApp(
  platform: Platform,
  meters: Meters,
  ingest: Ingest,
  readiness: () => string | undefined,
): OpenAPIHono<Env> {
  const server = createServer(platform, meters)
  serveFlags(server, configurationSource(platform.control))
  serveIngest(server, ingest)
  serveDefinitions(server)
  serveLifecycle(server)
  serveReports(server)
  serveAccess(server)
  serveOperations(server, readiness)
  return server.app
}
