import type { OpenAPIHono } from '@hono/zod-openapi'
import { serveAccess } from './access/routes.ts'
import { serveCalculators } from './calculators/routes.ts'
import { serveDefinitions } from './definitions/routes.ts'
import { serveSelfObservation } from './definitions/self-observation.ts'
import { serveMeasurementPlans } from './experiments/measurement-plan.ts'
import { serveLifecycle } from './experiments/routes.ts'
import { configurationSource } from './flags/configuration.ts'
import { serveDelivery } from './flags/delivery.ts'
import { serveFlags } from './flags/routes.ts'
import { serveTraffic } from './flags/traffic.ts'
import { serveFlagUsage } from './flags/usage.ts'
import { healthSource } from './health/health-of.ts'
import { serveLineage } from './health/lineage.ts'
import { serveHealth } from './health/routes.ts'
import { serveVolumes } from './health/volumes.ts'
import type { EventStreams } from './http/event-streams.ts'
import { flagEvaluations } from './http/flag-evaluations.ts'
import type { Meters } from './http/meters.ts'
import { createServer, type Env } from './http/server.ts'
import type { Ingest } from './ingest/pipeline.ts'
import { serveIngest } from './ingest/routes.ts'
import { serveLive } from './live/routes.ts'
import type { Tail } from './live/tail.ts'
import { serveModel } from './model/routes.ts'
import { serveOfrep } from './ofrep/routes.ts'
import { serveOperations } from './operations/routes.ts'
import { serveOtlp } from './otlp/routes.ts'
import type { Platform } from './platform.ts'
import { type PrivacyJobs, servePrivacy } from './privacy/routes.ts'
import { type Releases, serveQuarantine } from './quarantine/routes.ts'
import { serveAnalyses } from './reports/analyses.ts'
import { servePlanning } from './reports/planning.ts'
import { serveQuery } from './reports/query.ts'
import { serveReports } from './reports/routes.ts'
import { recommendedIn, reportSource } from './reports/source.ts'
import { serveSegment } from './segment/routes.ts'
import { serveWeb } from './web/routes.ts'

/** Every endpoint over a platform, in reading order: apps first, then people, then the server itself. */
export function createApp(
  platform: Platform,
  meters: Meters,
  ingest: Ingest,
  readiness: () => string | undefined,
  streams: EventStreams,
  releases: Releases,
  tail: Tail,
  privacyJobs: PrivacyJobs,
): OpenAPIHono<Env> {
  const server = createServer(platform, meters)
  const configurations = configurationSource(platform.control)
  serveDelivery(server, configurations, streams)
  serveFlags(server, configurations)
  serveTraffic(server)
  const evaluations = flagEvaluations(platform)
  serveFlagUsage(server, evaluations)
  serveIngest(server, ingest)
  serveOfrep(server, configurations, ingest, evaluations)
  serveOtlp(server, configurations, ingest, evaluations)
  serveSegment(server, ingest)
  serveDefinitions(server)
  serveModel(server)
  const { noticedIn, healthOf } = healthSource(platform)
  const reportOn = reportSource(platform, noticedIn)
  serveLifecycle(server, async params => recommendedIn(await reportOn(params, {})))
  serveMeasurementPlans(server)
  serveReports(server, reportOn)
  serveAnalyses(server, reportOn)
  servePlanning(server)
  serveQuery(server, reportOn, healthOf)
  serveCalculators(server)
  serveQuarantine(server, releases)
  serveLive(server, tail)
  serveHealth(server)
  serveVolumes(server)
  serveLineage(server)
  servePrivacy(server, privacyJobs)
  serveAccess(server)
  serveSelfObservation(server)
  serveOperations(server, readiness)
  serveWeb(server)
  return server.app
}
