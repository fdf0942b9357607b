import { z } from 'zod'
import { Dimension } from './dimension.ts'
import { EventDefinition } from './event-definition.ts'
import { Metric } from './metric.ts'
import { Key, SnakeName } from './name.ts'
import { Project } from './project.ts'

/** The definitions of a model are named by where they stand, so they do not repeat their keys. */
export const ModelEvent = EventDefinition.omit({ key: true })
export type ModelEvent = z.infer<typeof ModelEvent>
export const ModelDimension = Dimension.omit({ key: true })
export type ModelDimension = z.infer<typeof ModelDimension>
export const ModelMetric = Metric.omit({ key: true })
export type ModelMetric = z.infer<typeof ModelMetric>

/** The measurement model of a project: everything it measures, with every default written out. */
export const Model = z
  .strictObject({
    timeZone: Project.shape.timeZone.unwrap().optional().meta({ description: 'absent: as the project has it' }),
    units: Project.shape.units.unwrap().optional().meta({ description: 'absent: as the project has them' }),
    events: z.record(SnakeName, ModelEvent).default({}),
    dimensions: z.record(SnakeName, ModelDimension).default({}),
    metrics: z.record(Key, ModelMetric).default({}),
  })
  .meta({ id: 'Model' })
export type Model = z.infer<typeof Model>

/** The parts of a model that are definitions of their own. */
export const modelNouns = ['events', 'dimensions', 'metrics'] as const
export type ModelNoun = (typeof modelNouns)[number]

/** The version of a model: the SHA-256 of its canonical JSON. */
export const ModelVersion = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'SHA-256 of the canonical JSON' })
