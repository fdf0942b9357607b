import { z } from 'zod'
import { Json, Key } from './name.ts'
import { Difference, Meta, type Noun, nouns, type RecordOf, Revision } from './noun.ts'
import { route } from './route.ts'

/** A page of a list; `nextCursor` is absent on the last one. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().optional() })
}

export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(1000).optional(),
})

const Why = z.object({ why: z.string().max(2000).optional().meta({ description: 'the reason, kept in the history' }) })
const project = { project: Key }
const changeProblems = [
  'precondition-required',
  'conflict',
  'invalid-definition',
  'not-allowed-now',
  'not-found',
] as const

type Scope = { project: typeof Key }
type Outer<N extends Noun> = N extends 'projects' ? z.ZodObject<Record<never, never>> : z.ZodObject<Scope>
type Inner<N extends Noun> = N extends 'projects'
  ? z.ZodObject<{ key: z.ZodString }>
  : z.ZodObject<Scope & { key: z.ZodString }>

/** The endpoints every noun has: list, create, read, replace, change, archive, history, diff and rollback. */
export function resourceRoutes<N extends Noun>(noun: N) {
  const { one, schema, record } = nouns[noun]
  const scoped = noun !== 'projects'
  const base = scoped ? `/api/v1/projects/{project}/${noun}` : '/api/v1/projects'
  const path = `${base}/{key}`
  const tag = noun
  // The nouns share one shape; these types keep apart what the compiler cannot follow through the table.
  const outer = (scoped ? z.object(project) : z.object({})) as Outer<N>
  const inner = z.object({ ...outer.shape, key: z.string().min(1).max(200) }) as Inner<N>
  const Resource = record.extend({ meta: Meta }) as unknown as z.ZodType<RecordOf<N> & { meta: Meta }>
  // What was read may be sent back as it is: the server's own fields are ignored.
  const Body = schema.extend({ meta: z.unknown().optional(), run: z.unknown().optional() }) as unknown as z.ZodType<
    Record<string, unknown>,
    z.input<(typeof nouns)[N]['schema']>
  >
  const write = noun === 'projects' || noun === 'environments' || noun === 'webhooks' ? 'admin' : 'editor'
  return {
    list: route({
      method: 'get',
      path: base,
      access: 'viewer',
      tag,
      params: outer,
      summary: `List ${noun}, by key`,
      query: PageQuery.extend({
        status: z
          .string()
          .max(20)
          .optional()
          .meta({ description: "a status, or 'any'; archived ones are left out otherwise" }),
      }),
      answer: pageOf(Resource),
      problems: ['invalid-cursor'],
    }),
    create: route({
      method: 'post',
      path: base,
      access: write,
      tag,
      params: outer,
      query: Why,
      summary: `Create a${/^[aeiou]/.test(one) ? 'n' : ''} ${one}`,
      body: Body,
      answer: Resource,
      status: 201,
      etag: 'answer',
      idempotent: true,
      problems: ['already-exists', 'invalid-definition', 'idempotency-mismatch'],
    }),
    read: route({
      method: 'get',
      path,
      access: 'viewer',
      tag,
      params: inner,
      summary: `Read one ${one}`,
      answer: Resource,
      etag: 'answer',
      problems: ['not-found'],
    }),
    replace: route({
      method: 'put',
      path,
      access: write,
      tag,
      params: inner,
      query: Why,
      summary: `Replace the definition of a${/^[aeiou]/.test(one) ? 'n' : ''} ${one}`,
      body: Body,
      answer: Resource,
      etag: 'match',
      problems: changeProblems,
    }),
    change: route({
      method: 'patch',
      path,
      access: write,
      tag,
      params: inner,
      query: Why,
      summary: `Change parts of a${/^[aeiou]/.test(one) ? 'n' : ''} ${one} (JSON Merge Patch, RFC 7396)`,
      body: z.record(z.string(), Json),
      answer: Resource,
      etag: 'match',
      problems: changeProblems,
    }),
    archive: route({
      method: 'delete',
      path,
      access: write,
      tag,
      params: inner,
      query: Why,
      summary: `Archive a${/^[aeiou]/.test(one) ? 'n' : ''} ${one}; a rollback brings it back`,
      answer: Resource,
      etag: 'match',
      problems: changeProblems,
    }),
    history: route({
      method: 'get',
      path: `${path}/revisions`,
      access: 'viewer',
      tag,
      params: inner,
      query: PageQuery,
      summary: `Every change ever made to one ${one}, newest first`,
      answer: pageOf(Revision),
      problems: ['not-found', 'invalid-cursor'],
    }),
    diff: route({
      method: 'get',
      path: `${path}/diff`,
      access: 'viewer',
      tag,
      params: inner,
      query: z.object({ from: z.coerce.number().int().min(1), to: z.coerce.number().int().min(1) }),
      summary: `What differs between two versions of one ${one}`,
      answer: z.strictObject({ differences: z.array(Difference) }),
      problems: ['not-found'],
    }),
    rollback: route({
      method: 'post',
      path: `${path}/rollback`,
      access: write,
      tag,
      params: inner,
      query: Why,
      summary: `Bring back an earlier version of one ${one} as a new version`,
      body: z.strictObject({ version: z.int().min(1) }),
      answer: Resource,
      etag: 'match',
      problems: changeProblems,
    }),
  }
}
