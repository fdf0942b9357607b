import type { z } from 'zod'
import { failureOf } from '../data/failure.ts'

/** Messages by the path Mantine's forms know fields under: environments.production.on. */
export type FieldErrors = Record<string, string>

/** What the server found wrong, beside the fields it is about. The part without a field comes under ''. */
export function fieldErrors(error: unknown): FieldErrors {
  const found: FieldErrors = {}
  for (const { path, message } of failureOf(error).errors) found[fieldOf(path)] ??= message
  return found
}

/** What a schema of the contract finds wrong. Load the schema where it is needed: `(await import('.../flag.ts')).Flag`. */
export function schemaErrors(schema: z.ZodType, value: unknown): FieldErrors {
  const parsed = schema.safeParse(value)
  if (parsed.success) return {}
  const found: FieldErrors = {}
  for (const { path, message } of parsed.error.issues) found[path.map(String).join('.')] ??= message
  return found
}

function fieldOf(pointer: string): string {
  return pointer.replace(/^\//, '').replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~')
}
