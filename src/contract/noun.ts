import { z } from 'zod'
import { Attribute, Audience, List } from './audience.ts'
import { Dimension } from './dimension.ts'
import { EventDefinition } from './event-definition.ts'
import { Experiment, ExperimentRecord, Holdout, Layer } from './experiment.ts'
import { Flag } from './flag.ts'
import { Metric } from './metric.ts'
import { Json, Timestamp } from './name.ts'
import { Environment, Project } from './project.ts'
import { Proposal } from './proposal.ts'
import { Webhook } from './webhook.ts'

/**
 * Everything a person defines: what one is called, what a person writes (`schema`) and what is remembered (`record`,
 * which differs only where a lifecycle adds to it).
 */
export const nouns = {
  projects: { one: 'project', schema: Project, record: Project },
  environments: { one: 'environment', schema: Environment, record: Environment },
  flags: { one: 'flag', schema: Flag, record: Flag },
  audiences: { one: 'audience', schema: Audience, record: Audience },
  lists: { one: 'list', schema: List, record: List },
  attributes: { one: 'attribute', schema: Attribute, record: Attribute },
  experiments: { one: 'experiment', schema: Experiment, record: ExperimentRecord },
  layers: { one: 'layer', schema: Layer, record: Layer },
  holdouts: { one: 'holdout', schema: Holdout, record: Holdout },
  metrics: { one: 'metric', schema: Metric, record: Metric },
  events: { one: 'event definition', schema: EventDefinition, record: EventDefinition },
  dimensions: { one: 'dimension', schema: Dimension, record: Dimension },
  proposals: { one: 'proposal', schema: Proposal, record: Proposal },
  webhooks: { one: 'webhook', schema: Webhook, record: Webhook },
} as const

export type Noun = keyof typeof nouns
export type RecordOf<N extends Noun> = z.infer<(typeof nouns)[N]['record']>
export const nounNames = Object.keys(nouns) as Noun[]

/** The nouns that are edited one by one; a proposal is not, since what was talked about has to stay what it was. */
export type EditedNoun = Exclude<Noun, 'proposals'>
export const editedNouns = nounNames.filter((noun): noun is EditedNoun => noun !== 'proposals')

/** What the server knows about a definition beside the definition itself. */
export const Meta = z
  .strictObject({
    version: z.int().min(1),
    status: z
      .string()
      .meta({ description: 'active or archived; for experiments draft, running, stopped, decided or archived' }),
    createdAt: Timestamp,
    createdBy: z.string(),
    updatedAt: Timestamp,
    updatedBy: z.string(),
  })
  .meta({ id: 'Meta' })
export type Meta = z.infer<typeof Meta>

/** One kept change: who changed what, when, why, from what to what. */
export const Revision = z
  .strictObject({
    id: z.int(),
    noun: z.string(),
    key: z.string(),
    version: z.int(),
    action: z.string().meta({ example: 'update' }),
    at: Timestamp,
    by: z.string(),
    why: z.string().optional(),
    before: Json.nullable(),
    after: Json,
  })
  .meta({ id: 'Revision' })
export type Revision = z.infer<typeof Revision>

/** One difference between two versions, by JSON pointer. */
export const Difference = z.strictObject({
  path: z.string().meta({ example: '/environments/production/on' }),
  before: Json.optional(),
  after: Json.optional(),
})
export type Difference = z.infer<typeof Difference>
