import { z } from 'zod'
import { AccessKey, NewAccessKey } from './access.ts'
import { Configuration } from './configuration.ts'
import { BatchAnswer, WireEvent } from './event.ts'
import { Decision, ExperimentRecord } from './experiment.ts'
import { VariantKey, Weights } from './flag.ts'
import { model, proposals } from './model-routes.ts'
import { Json, Key, Text, Timestamp } from './name.ts'
import { type EditedNoun, editedNouns, Meta, Revision } from './noun.ts'
import { observation } from './observation-routes.ts'
import { backups, privacy } from './privacy-routes.ts'
import { QuarantinedEvent, QuarantineQuery } from './quarantine.ts'
import { queries } from './query-routes.ts'
import { Report } from './report.ts'
import { analyses, calculations } from './report-routes.ts'
import { PageQuery, pageOf, resourceRoutes } from './resource-routes.ts'
import { type Route, route } from './route.ts'
import { people, sessions } from './session-routes.ts'
import { ofrep, otlp, segment } from './standard-routes.ts'
import { health, live, quarantine, webhooks } from './telemetry-routes.ts'
import { measurement, traffic } from './understanding-routes.ts'

const inProject = z.object({ project: Key })
const oneIn = inProject.extend({ key: Key })
const experimentPath = '/api/v1/projects/{project}/experiments/{key}'
const ExperimentResource = ExperimentRecord.extend({ meta: Meta })
const Why = z.object({ why: z.string().max(2000).optional() })
const step = {
  access: 'editor',
  tag: 'experiments',
  params: oneIn,
  query: Why,
  etag: 'match',
  problems: ['precondition-required', 'conflict', 'not-allowed-now', 'not-found'],
} as const

/** The endpoints of every noun. */
export const resources = Object.fromEntries(editedNouns.map(noun => [noun, resourceRoutes(noun)])) as {
  [N in EditedNoun]: ReturnType<typeof resourceRoutes<N>>
}

/** What can happen to an experiment beside edits. */
export const lifecycle = {
  start: route({
    ...step,
    method: 'post',
    path: `${experimentPath}/start`,
    summary: 'Start a draft',
    query: Why.extend({
      at: Timestamp.optional().meta({ description: 'external assignment only: when it really started' }),
    }),
    answer: ExperimentResource,
  }),
  stop: route({
    ...step,
    method: 'post',
    path: `${experimentPath}/stop`,
    summary: 'Stop a running experiment',
    answer: ExperimentResource,
  }),
  decide: route({
    ...step,
    method: 'post',
    path: `${experimentPath}/decide`,
    summary: 'Write down what came of a stopped experiment',
    body: Decision.pick({ outcome: true, variant: true, reason: true }),
    answer: ExperimentResource,
  }),
  phase: route({
    ...step,
    method: 'post',
    path: `${experimentPath}/phases`,
    summary: 'Go on with other weights, in a new phase with a new salt',
    body: z.strictObject({ variants: Weights, reason: Text.min(1) }),
    answer: ExperimentResource,
  }),
}

/** Questions about experiments and events. */
export const reports = {
  report: route({
    method: 'get',
    path: `${experimentPath}/report`,
    access: 'viewer',
    tag: 'reports',
    params: oneIn,
    query: z.object({
      phase: z.coerce.number().int().min(1).optional().meta({ description: 'default: the last one' }),
      until: Timestamp.optional().meta({ description: 'default: now, or the end of the phase' }),
    }),
    summary: 'Health, lift and significance of one experiment',
    answer: Report,
    problems: ['not-found', 'not-allowed-now'],
  }),
  freshness: route({
    method: 'get',
    path: '/api/v1/projects/{project}/event-freshness',
    access: 'viewer',
    tag: 'reports',
    params: inProject,
    query: z.object({ environment: Key.default('production') }),
    summary: 'How many events of each kind there are, and when the last one happened and arrived',
    answer: z.strictObject({
      items: z.array(
        z.strictObject({ event: z.string(), events: z.int(), lastTime: Timestamp, lastReceived: Timestamp }),
      ),
    }),
    problems: ['not-found'],
  }),
  quarantine: route({
    method: 'get',
    path: '/api/v1/projects/{project}/quarantine',
    access: 'analyst',
    tag: 'reports',
    params: inProject,
    query: PageQuery.extend(QuarantineQuery.shape),
    summary: 'Events kept aside, newest first, with the reason',
    answer: pageOf(QuarantinedEvent),
    problems: ['not-found', 'invalid-cursor'],
  }),
  ...analyses,
}

/** Evaluation as a person asks for it. */
export const evaluation = {
  preview: route({
    method: 'post',
    path: '/api/v1/projects/{project}/flags/{key}/evaluate',
    access: 'viewer',
    tag: 'flags',
    params: oneIn,
    body: z.strictObject({ environment: Key, context: z.record(z.string(), Json) }),
    summary: 'Who gets what: the outcome for one context, with the reason for every step; nothing is logged',
    answer: z.strictObject({
      value: Json.optional(),
      variant: VariantKey.optional(),
      reason: z.string(),
      errorCode: z.string().optional(),
      errorMessage: z.string().optional(),
      rule: Key.optional(),
      trace: Json,
    }),
    problems: ['not-found'],
  }),
}

/** Who may do what, and who did. */
export const access = {
  keys: route({
    method: 'get',
    path: '/api/v1/keys',
    access: 'admin',
    tag: 'access',
    query: PageQuery,
    summary: 'List keys; secrets are never shown again',
    answer: pageOf(AccessKey),
    problems: ['invalid-cursor'],
  }),
  createKey: route({
    method: 'post',
    path: '/api/v1/keys',
    access: 'admin',
    tag: 'access',
    body: NewAccessKey,
    status: 201,
    summary: 'Create a key; its secret is in this answer and nowhere else',
    answer: AccessKey.extend({ secret: z.string() }),
    problems: ['invalid-definition'],
  }),
  revokeKey: route({
    method: 'delete',
    path: '/api/v1/keys/{id}',
    access: 'admin',
    tag: 'access',
    params: z.object({ id: z.string().max(100) }),
    summary: 'Revoke a key; it stops working at once',
    answer: undefined,
    status: 204,
    problems: ['not-found'],
  }),
  audit: route({
    method: 'get',
    path: '/api/v1/projects/{project}/audit',
    access: 'viewer',
    tag: 'access',
    params: inProject,
    query: PageQuery,
    summary: 'Every change in a project, newest first',
    answer: pageOf(Revision),
    problems: ['invalid-cursor', 'not-found'],
  }),
}

/** What apps call. */
export const apps = {
  configuration: route({
    method: 'get',
    path: '/sdk/v1/config',
    access: 'sdk',
    tag: 'apps',
    summary: "Everything an SDK needs to evaluate an environment's flags by itself",
    description: 'Answers 304 to an If-None-Match that is still true; brotli and gzip are ready-made.',
    answer: Configuration,
    etag: 'answer',
    problems: ['not-found'],
  }),
  stream: route({
    method: 'get',
    path: '/sdk/v1/stream',
    access: 'sdk',
    tag: 'apps',
    query: z.object({
      key: z.string().optional().meta({ description: 'a client key, for EventSource, which cannot send headers' }),
    }),
    summary: 'Server-sent events: the configuration, at once and whenever it changes',
    description:
      'The id of a message is the version of the configuration; a client that sends the newest in Last-Event-ID gets nothing until it changes. Data: {"type":"refetchEvaluation","version","configuration"}; a configuration above 64 KB is left out and fetched.',
    answer: undefined,
    status: 200,
    problems: ['not-found'],
  }),
  events: route({
    method: 'post',
    path: '/v1/events',
    access: 'sdk',
    tag: 'apps',
    body: z.array(WireEvent),
    summary: 'Take up to 1,000 events (JSON array, one object, or NDJSON; gzip allowed)',
    description:
      'Answers when the events are on disk. One bad event never fails its neighbours: each has its own verdict.',
    answer: BatchAnswer,
    problems: ['malformed-body', 'too-large', 'unsupported-encoding', 'overloaded', 'storage-failed'],
  }),
}

/** How the server is. */
export const operations = {
  alive: route({
    method: 'get',
    path: '/healthz',
    access: 'public',
    tag: 'operations',
    summary: 'The process is up',
    answer: z.strictObject({ status: z.literal('ok') }),
  }),
  ready: route({
    method: 'get',
    path: '/readyz',
    access: 'public',
    tag: 'operations',
    summary: 'The process can serve: stores are open and events are being loaded',
    answer: z.strictObject({ status: z.enum(['ready', 'not-ready']), reason: z.string().optional() }),
  }),
}

/** Every endpoint there is. */
export const everyRoute: Route[] = [
  apps,
  ofrep,
  otlp,
  segment,
  lifecycle,
  reports,
  queries,
  quarantine,
  live,
  health,
  webhooks,
  measurement,
  traffic,
  calculations,
  evaluation,
  access,
  sessions,
  people,
  observation,
  operations,
  model,
  proposals,
  privacy,
  backups,
  ...Object.values(resources),
].flatMap(group => Object.values(group))
