import { z } from 'zod'
import { Condition } from './condition.ts'
import { Targeting } from './flag.ts'
import { Key, Timestamp } from './name.ts'
import { Unavailable } from './report.ts'

const days = z.number().positive().max(90).default(7).meta({ description: 'how far back units are looked for' })

/** A draft of a flag's targeting to be tried on recent units; absent: the targeting as it is. */
export const FlagTrafficRequest = z.strictObject({ environment: Key, targeting: Targeting.optional(), days })
export const AudienceTrafficRequest = z.strictObject({ environment: Key, condition: Condition, days })

/** How many of the units, or why that cannot be told from what events say about them. */
const Count = z.union([z.strictObject({ units: z.int(), share: z.number() }), Unavailable])
export type Count = z.infer<typeof Count>

/** Whose traffic it is: units seen in events lately, each with the last context an event of it had. */
const Sample = z.strictObject({
  seen: z.int().meta({
    description: 'distinct units with an event in the period; estimated by the sample where only a sample was tried',
  }),
  units: z.int().meta({ description: 'how many of them were tried; all, or an even sample' }),
})

/** An attribute a condition reads, and of how many of the units tried it is known. */
const KnownAttribute = z.strictObject({ attribute: z.string(), units: z.int() })

const base = { environment: Key, days: z.number(), sample: Sample, attributes: z.array(KnownAttribute) }

/** What a flag would have done to recent units. */
export const FlagTraffic = z
  .strictObject({
    ...base,
    on: z.boolean().meta({ description: 'false: every unit gets the off variant, whatever the rules say' }),
    prerequisites: Count.meta({ description: 'units that do not meet the prerequisites, and get the off variant' }),
    rules: z.array(
      z.strictObject({
        rule: Key,
        caught: Count.meta({ description: 'units that come to the rule and fulfil its condition' }),
        served: Count.meta({
          description: 'those of them that get a variant from it, by its coverage and the experiment it serves',
        }),
        exposed: z
          .int()
          .optional()
          .meta({ description: 'units that did meet an experiment by the rule of this name in the period' }),
      }),
    ),
    fellThrough: Count,
  })
  .meta({ id: 'FlagTraffic' })
export type FlagTraffic = z.infer<typeof FlagTraffic>

/** How many recent units an audience would have held. */
export const AudienceTraffic = z.strictObject({ ...base, matched: Count }).meta({ id: 'AudienceTraffic' })
export type AudienceTraffic = z.infer<typeof AudienceTraffic>

/** When a flag was last seen at work. */
export const FlagUsage = z
  .strictObject({
    flag: z.string(),
    environment: z.string(),
    lastEvaluated: Timestamp.meta({
      description:
        'when the last exposure through it arrived, or a moment of the last day on which OFREP or OpenTelemetry told of an evaluation',
    }),
    exposedUnits: z.int().meta({ description: 'distinct units of its exposures in the last seven days' }),
  })
  .meta({ id: 'FlagUsage' })
export type FlagUsage = z.infer<typeof FlagUsage>
