import { z } from 'zod'
import { Lineage, LineageQuery, UnusedEvent } from './lineage.ts'
import { MeasurementPlan } from './measurement-plan.ts'
import { Key, Timestamp } from './name.ts'
import { route } from './route.ts'
import { AudienceTraffic, AudienceTrafficRequest, FlagTraffic, FlagTrafficRequest, FlagUsage } from './traffic.ts'

const path = '/api/v1/projects/{project}'
const inProject = z.object({ project: Key })
const oneIn = inProject.extend({ key: Key })

/** What can be measured, and what rests on what. */
export const measurement = {
  experimentPlan: route({
    method: 'get',
    path: `${path}/experiments/{key}/measurement-plan`,
    access: 'viewer',
    tag: 'measurement',
    params: oneIn,
    summary: 'What an experiment is to achieve, and whether each of its metrics can be measured now',
    answer: MeasurementPlan,
    problems: ['not-found'],
  }),
  flagPlan: route({
    method: 'get',
    path: `${path}/flags/{key}/measurement-plan`,
    access: 'viewer',
    tag: 'measurement',
    params: oneIn,
    query: z.object({ environment: Key.default('production') }),
    summary: 'What a flag without an experiment is to achieve, and whether that can be measured now',
    answer: MeasurementPlan,
    problems: ['not-found'],
  }),
  lineage: route({
    method: 'get',
    path: `${path}/lineage`,
    access: 'viewer',
    tag: 'measurement',
    params: inProject,
    query: LineageQuery,
    summary: 'What an event, property, metric, experiment or flag rests on, and what rests on it',
    answer: Lineage,
    problems: ['not-found'],
  }),
  unusedEvents: route({
    method: 'get',
    path: `${path}/unused-events`,
    access: 'viewer',
    tag: 'measurement',
    params: inProject,
    query: z.object({ days: z.coerce.number().int().min(1).max(3650).default(90) }),
    summary: 'Events that no report, query or reading of rows has asked for in so many days, the largest first',
    answer: z.strictObject({
      rememberedSince: Timestamp.meta({ description: 'reads before this moment are not known' }),
      items: z.array(UnusedEvent),
    }),
    problems: ['not-found'],
  }),
}

/** Whom targeting meets. */
export const traffic = {
  flag: route({
    method: 'post',
    path: `${path}/flags/{key}/traffic`,
    access: 'analyst',
    tag: 'flags',
    params: oneIn,
    body: FlagTrafficRequest,
    summary: 'How many recent units each rule of a flag, or of a draft of its targeting, would have caught',
    description:
      'Evaluates up to 10,000 units seen in events lately, each in the context its last events were stored with; nothing is logged. What targeting reads and events do not say is unavailable.',
    answer: FlagTraffic,
    problems: ['not-found', 'invalid-definition'],
  }),
  audience: route({
    method: 'post',
    path: `${path}/audiences/traffic`,
    access: 'analyst',
    tag: 'audiences',
    params: inProject,
    body: AudienceTrafficRequest,
    summary: 'How many recent units a condition would have held for',
    answer: AudienceTraffic,
    problems: ['not-found', 'invalid-definition'],
  }),
  usage: route({
    method: 'get',
    path: `${path}/flag-usage`,
    access: 'viewer',
    tag: 'flags',
    params: inProject,
    summary: 'When each flag was last seen at work in each environment; flags never seen are left out',
    description:
      'SDKs evaluate by themselves and report exposures: a flag that serves no experiment leaves no trace, unless it is asked for by its key through OFREP or OpenTelemetry tells of it.',
    answer: z.strictObject({ items: z.array(FlagUsage) }),
    problems: ['not-found'],
  }),
}
