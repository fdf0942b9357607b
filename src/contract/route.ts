import type { z } from 'zod'
import type { Access } from './access.ts'
import type { ProblemCode } from './problem.ts'

/** One endpoint, said once: validation, OpenAPI, access control and the typed client all come from it. */
export type Route = {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  path: string
  /** Where the project is named when the path does not: then a token of one project may name no other there. */
  projectIn?: 'body'
  access: Access
  summary: string
  description?: string
  tag: string
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  /** What a success answers with; `undefined` for an empty 204. */
  answer: z.ZodType | undefined
  status?: 200 | 201 | 204
  /** The answer carries an ETag; `match` means the request must carry it back in If-Match, `match-text` one that is not a number. */
  etag?: 'answer' | 'match' | 'match-text'
  /** May be sent again under the same Idempotency-Key without doing anything twice. */
  idempotent?: boolean
  problems?: readonly ProblemCode[]
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined
type Given<T> = T extends z.ZodType ? z.input<T> : undefined

/** What a handler gets of a route, after validation. */
export type Input<R extends Route> = { params: Parsed<R['params']>; query: Parsed<R['query']>; body: Parsed<R['body']> }

/** What a caller of a route gives. */
export type Request<R extends Route> = (R['params'] extends z.ZodType ? { params: Given<R['params']> } : unknown) &
  (R['query'] extends z.ZodType ? { query?: Given<R['query']> } : unknown) &
  (R['body'] extends z.ZodType ? { body: Given<R['body']> } : unknown) &
  (R['etag'] extends 'match' | 'match-text' ? { ifMatch: string } : unknown) & { idempotencyKey?: string }

/** What a route answers. */
export type Output<R extends Route> = R['answer'] extends z.ZodType ? z.input<R['answer']> : undefined

/** What a caller of a route reads. */
export type Answer<R extends Route> = R['answer'] extends z.ZodType ? z.output<R['answer']> : undefined

/** Keeps the exact type of a route. */
export function route<const R extends Route>(definition: R): R {
  return definition
}
