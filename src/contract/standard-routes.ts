import { z } from 'zod'
import { Json } from './name.ts'
import { route } from './route.ts'

/** What an app knows about who is asking, as OFREP sends it. */
export const EvaluationContext = z
  .looseObject({ targetingKey: z.string().nullish().meta({ description: 'the id of the user' }) })
  .meta({ id: 'OfrepContext' })

const FlagMetadata = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
  .meta({ description: 'flagSetId (project/environment), and rule, experiment and phase where there are any' })

/** A flag's answer in the words of OFREP. */
export const OfrepSuccess = z
  .strictObject({ key: z.string(), value: Json, reason: z.string(), variant: z.string(), metadata: FlagMetadata })
  .meta({ id: 'OfrepSuccess' })
export type OfrepSuccess = z.infer<typeof OfrepSuccess>

export const OfrepErrorCode = z.enum([
  'PARSE_ERROR',
  'INVALID_CONTEXT',
  'TARGETING_KEY_MISSING',
  'FLAG_NOT_FOUND',
  'GENERAL',
])
export type OfrepErrorCode = z.infer<typeof OfrepErrorCode>

/** Why a flag, or the whole request when there is no key, was not evaluated. */
export const OfrepFailure = z
  .strictObject({ key: z.string().optional(), errorCode: OfrepErrorCode, errorDetails: z.string() })
  .meta({ id: 'OfrepFailure' })
export type OfrepFailure = z.infer<typeof OfrepFailure>

/** Where an app may listen for changes of the configuration. */
export const OfrepEventStream = z
  .strictObject({
    type: z.literal('sse'),
    url: z.string().optional(),
    endpoint: z.strictObject({ requestUri: z.string() }).optional(),
    inactivityDelaySec: z.int().min(1),
  })
  .meta({ id: 'OfrepEventStream' })
export type OfrepEventStream = z.infer<typeof OfrepEventStream>

const request = z.strictObject({ context: EvaluationContext })
const eventProblems = ['malformed-body', 'too-large', 'unsupported-encoding', 'overloaded', 'storage-failed'] as const

/** Flags for any OpenFeature client: the OpenFeature Remote Evaluation Protocol, version 0.3. */
export const ofrep = {
  evaluate: route({
    method: 'post',
    path: '/ofrep/v1/evaluate/flags/{key}',
    access: 'sdk',
    tag: 'standards',
    params: z.object({ key: z.string() }),
    body: request,
    summary: 'OFREP: evaluate one flag',
    description:
      'The key may also be sent as X-API-Key. An experiment that serves the variant gets its exposure, once a unit; the header Assay-Exposures: none leaves that to the caller.',
    answer: OfrepSuccess,
  }),
  evaluateAll: route({
    method: 'post',
    path: '/ofrep/v1/evaluate/flags',
    access: 'sdk',
    tag: 'standards',
    body: request,
    summary: 'OFREP: evaluate every flag for one context',
    description:
      'Answers 304 to an If-None-Match that is still true for the same context. A unit counts as exposed to every experiment that serves it a variant here.',
    answer: z.strictObject({
      flags: z.array(z.union([OfrepSuccess, OfrepFailure])),
      eventStreams: z.array(OfrepEventStream).optional(),
      metadata: FlagMetadata,
    }),
  }),
}

/** Events for any OpenTelemetry client. */
export const otlp = {
  logs: route({
    method: 'post',
    path: '/v1/logs',
    access: 'sdk',
    tag: 'standards',
    body: z.looseObject({ resourceLogs: z.array(Json).optional() }).meta({ description: 'ExportLogsServiceRequest' }),
    summary: 'OTLP/HTTP: take up to 1,000 log records that are events (JSON or protobuf; gzip allowed)',
    description:
      'Records without an event name are logs, not events: they are rejected and counted in partialSuccess. feature_flag.evaluation becomes the exposure of the running experiment that gave the unit its variant. Failures are a google.rpc.Status in the encoding of the request.',
    answer: z.strictObject({
      partialSuccess: z
        .strictObject({ rejectedLogRecords: z.string().optional(), errorMessage: z.string().optional() })
        .optional(),
    }),
    problems: eventProblems,
  }),
}

function segmentRoute<const P extends `/v1/${string}`>(path: P, summary: string) {
  return route({
    method: 'post',
    path,
    access: 'sdk',
    tag: 'standards',
    body: z.looseObject({}),
    summary,
    description:
      'The write key is a client or server key: as the user name of Basic authentication, as a bearer key, or as writeKey in the body. A track call is the event of its name, or of its name in snake_case; every other call is the event identify, page, screen, group or alias, and is kept aside until that is defined. The first letter is a path as well (/v1/t), for browsers.',
    answer: z.strictObject({ success: z.literal(true) }),
    problems: eventProblems,
  })
}

/** Events for any client of Segment's HTTP API. */
export const segment = {
  track: segmentRoute('/v1/track', 'Segment: take one event'),
  identify: segmentRoute('/v1/identify', 'Segment: take what became known of a user'),
  page: segmentRoute('/v1/page', 'Segment: take one page view'),
  screen: segmentRoute('/v1/screen', 'Segment: take one screen view'),
  group: segmentRoute('/v1/group', 'Segment: take what became known of a group'),
  alias: segmentRoute('/v1/alias', 'Segment: take a change of identity'),
  batch: segmentRoute('/v1/batch', 'Segment: take up to 1,000 calls at once'),
}
export type SegmentCall = keyof typeof segment
