import { z } from 'zod'
import { EventHealth, EventVolume, HealthQuery, Incident, IncidentQuery, VolumeQuery } from './health.ts'
import { TailQuery } from './live.ts'
import { Key, SnakeName, Timestamp } from './name.ts'
import { Discard, QuarantineGroup, QuarantineQuery, Released, Replay } from './quarantine.ts'
import { HealthStatus } from './report.ts'
import { PageQuery, pageOf } from './resource-routes.ts'
import { route } from './route.ts'

const path = '/api/v1/projects/{project}'
const params = z.object({ project: Key })

/** What can be done about events kept aside. */
export const quarantine = {
  groups: route({
    method: 'get',
    path: `${path}/quarantine/groups`,
    access: 'analyst',
    tag: 'quarantine',
    params,
    query: QuarantineQuery.extend({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
    summary: 'Events kept aside, by environment, event, reason and SDK version, the largest groups first',
    answer: z.strictObject({ items: z.array(QuarantineGroup) }),
    problems: ['not-found'],
  }),
  replay: route({
    method: 'post',
    path: `${path}/quarantine/replay`,
    access: 'editor',
    tag: 'quarantine',
    params,
    body: Replay,
    summary: 'Judge quarantined events again by the current definitions',
    description:
      'The valid ones leave quarantine and are kept with their own ids and times, each exactly once however often this is asked.',
    answer: Released,
    problems: ['not-found', 'overloaded', 'storage-failed'],
  }),
  discard: route({
    method: 'post',
    path: `${path}/quarantine/discard`,
    access: 'editor',
    tag: 'quarantine',
    params,
    body: Discard,
    summary: 'Give up quarantined events, with a reason',
    answer: Released,
    problems: ['not-found', 'overloaded', 'storage-failed'],
  }),
}

/** Events while they come in. */
export const live = {
  stream: route({
    method: 'get',
    path: `${path}/stream`,
    access: 'analyst',
    tag: 'live',
    params,
    query: TailQuery,
    summary: 'Server-sent events: every event as it is judged, and incidents as they open and close',
    description:
      'Data: {"type":"event","verdict","environment","id","event","time","received","units","context","properties","reason","detail"}, personal properties masked; {"type":"missed","events"} says how many at most went by unseen because they came faster than this connection takes them; {"type":"incident","incident"}.',
    answer: undefined,
    status: 200,
    problems: ['not-found'],
  }),
}

/** How the telemetry is. */
export const health = {
  all: route({
    method: 'get',
    path: `${path}/health`,
    access: 'viewer',
    tag: 'health',
    params,
    query: HealthQuery,
    summary: 'How every event of an environment is, and all of them together',
    answer: z.strictObject({
      status: HealthStatus,
      items: z.array(EventHealth),
      delivery: EventHealth.meta({ description: 'what of all events together was lost between senders and here' }),
    }),
    problems: ['not-found'],
  }),
  one: route({
    method: 'get',
    path: `${path}/health/{event}`,
    access: 'viewer',
    tag: 'health',
    params: params.extend({ event: SnakeName }),
    query: HealthQuery,
    summary: 'How one event is: volume, quarantine, duplicates, lateness, clocks, missing values and drift',
    answer: EventHealth,
    problems: ['not-found'],
  }),
  volumes: route({
    method: 'get',
    path: `${path}/event-volumes`,
    access: 'viewer',
    tag: 'health',
    params,
    query: VolumeQuery,
    summary: 'How many events came in lately, stretch by stretch, beside how many usually do',
    description: 'Counts whole hours of arrival, from the counts alone; no row is looked at.',
    answer: z.strictObject({
      until: Timestamp.meta({ description: 'the end of the last whole hour, where the last stretch ends' }),
      bucketHours: z.int(),
      items: z.array(EventVolume),
    }),
    problems: ['not-found'],
  }),
  incidents: route({
    method: 'get',
    path: `${path}/incidents`,
    access: 'viewer',
    tag: 'health',
    params,
    query: PageQuery.extend(IncidentQuery.shape),
    summary: 'What was or is wrong with events, newest first',
    answer: pageOf(Incident),
    problems: ['not-found', 'invalid-cursor'],
  }),
}

/** What a receiver of webhooks needs. */
export const webhooks = {
  secret: route({
    method: 'get',
    path: `${path}/webhooks/{key}/secret`,
    access: 'admin',
    tag: 'webhooks',
    params: params.extend({ key: Key }),
    summary: 'The secret a webhook is signed with',
    description:
      'Each message carries Assay-Signature: t=SECONDS,v1=HEX, where HEX is HMAC-SHA-256 by this secret of "SECONDS.BODY". Refuse old moments, and take an Assay-Delivery you have seen as done.',
    answer: z.strictObject({ secret: z.string() }),
    problems: ['not-found'],
  }),
}
