import { z } from 'zod'

/** The key of anything a person names: lower-case words joined by dashes, underscores or dots. */
export const Key = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/, 'use lower-case letters, digits, dashes, underscores and dots')
  .meta({ description: 'lower-case letters, digits, dashes, underscores and dots', example: 'simple-checkout' })

/** The name of an event or a property: snake_case, starting with a letter, so that it is a column name everywhere. */
export const SnakeName = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[a-z][a-z0-9_]*$/, 'use snake_case: lower-case letters, digits and underscores')
  .meta({ example: 'purchase_complete' })

/** The name of a targeting attribute; any text, since it comes from the app. */
export const AttributeName = z.string().min(1).max(200)

/** A moment, in ISO 8601 with a zone. */
export const Timestamp = z.iso.datetime({ offset: true }).meta({ example: '2026-11-23T10:15:00.000Z' })

/** A share in percent with at most three decimals, so that it is a whole number of the 100,000 slots. */
export const Percent = z
  .number()
  .min(0)
  .max(100)
  .refine(share => Math.abs(share * 1000 - Math.round(share * 1000)) < 1e-6, 'use at most three decimals')
  .meta({ description: 'percent, at most three decimals', example: 50 })

/** Free text for people. */
export const Text = z.string().max(10_000)

/** A one-line title for people. */
export const Title = z.string().min(1).max(200)

/** Anything JSON can say. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export const Json: z.ZodType<Json> = z
  .lazy(() => z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(Json), z.record(z.string(), Json)]))
  .meta({ id: 'Json' })
