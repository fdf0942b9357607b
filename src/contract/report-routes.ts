import { z } from 'zod'
import { Breakdown, Impact, InteractionCheck, PlanAdvice, PlanRequest, Series } from './analyses.ts'
import { Look } from './look.ts'
import { Json, Key } from './name.ts'
import { EventBeneath, Unavailable } from './report.ts'
import { route } from './route.ts'

const experimentPath = '/api/v1/projects/{project}/experiments/{key}'
const Phase = z.coerce.number().int().min(1).optional().meta({ description: 'default: the last one' })
const beneath = {
  eventHealth: z.array(EventBeneath).meta({ description: 'of the events beneath the numbers, as in the report' }),
}
const question = {
  access: 'viewer',
  tag: 'reports',
  params: z.object({ project: Key, key: Key }),
  problems: ['not-found', 'not-allowed-now'],
} as const

/** Questions about one experiment beside its report. */
export const analyses = {
  looks: route({
    ...question,
    method: 'get',
    path: `${experimentPath}/looks`,
    query: z.object({ phase: Phase }),
    summary: 'The looks recorded so far, with everything that was known at each',
    answer: z.strictObject({ items: z.array(Look) }),
  }),
  series: route({
    ...question,
    method: 'get',
    path: `${experimentPath}/report/series`,
    query: z.object({ metric: Key, phase: Phase }),
    summary: 'One metric over time: cumulative, by day of first exposure, and by days since it',
    answer: Series.extend(beneath),
  }),
  breakdown: route({
    ...question,
    method: 'get',
    path: `${experimentPath}/report/breakdown`,
    query: z.object({
      dimension: z
        .string()
        .max(210)
        .meta({ description: 'a field of the context (country), or EVENT.PROPERTY', example: 'country' }),
      measured: z
        .enum(['before', 'after'])
        .default('before')
        .meta({ description: 'of properties: the last value up to the first exposure, or the first one after it' }),
      phase: Phase,
    }),
    summary: 'Every metric by segment; refused where the split of a segment is not the designed one',
    answer: Breakdown.extend(beneath),
  }),
  interactions: route({
    ...question,
    method: 'get',
    path: `${experimentPath}/interactions`,
    query: z.object({ phase: Phase }),
    summary: 'What overlapping experiments do to this one',
    answer: z.strictObject({ items: z.array(InteractionCheck), ...beneath }),
  }),
  impact: route({
    ...question,
    method: 'get',
    path: `${experimentPath}/impact`,
    query: z.object({ phase: Phase }),
    summary: 'What shipping each variant would mean for the whole product',
    answer: Impact.extend(beneath),
  }),
  planSize: route({
    ...question,
    method: 'post',
    path: `${experimentPath}/plan-size`,
    body: PlanRequest,
    summary: 'Sample size, duration, smallest detectable effect and power, from recent traffic',
    answer: z.union([PlanAdvice, Unavailable]),
  }),
}

/** The statistics of the reports, on numbers given by hand. */
export const calculations = {
  calculate: route({
    method: 'post',
    path: '/api/v1/calculators/{name}',
    access: 'viewer',
    tag: 'calculators',
    params: z.object({ name: z.string().max(100) }),
    body: z.record(z.string(), Json),
    summary: 'Run one calculator; the same functions make the reports',
    answer: z.record(z.string(), Json),
    problems: ['not-found'],
  }),
}
