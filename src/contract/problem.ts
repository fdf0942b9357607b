import { z } from 'zod'

/** Everything a caller can be told went wrong: the status, what it is, and what to do next. */
export const problems = {
  'malformed-body': [400, 'The body cannot be read', 'Send valid JSON with the content type application/json.'],
  'invalid-request': [
    400,
    'The request does not match its definition',
    'Correct the fields named in errors; the definition is in /openapi.json.',
  ],
  'invalid-cursor': [
    400,
    'The cursor is not one of ours',
    'Use nextCursor of the page before, or leave it out to start again.',
  ],
  unauthenticated: [401, 'A valid key is needed', 'Send the header Authorization: Bearer KEY, or sign in.'],
  'sign-in-failed': [
    401,
    'E-mail and password do not fit',
    'Try again; an admin of this Assay can give you a new link when the password is lost.',
  ],
  'link-ended': [
    403,
    'This link does not work any more',
    'Links work once and for a limited time. Ask an admin for a new one, or run "assay link" on the server.',
  ],
  'not-same-origin': [
    403,
    'The request did not come from the console',
    'Reload the page and try again; programs send Authorization: Bearer KEY instead of a cookie.',
  ],
  forbidden: [403, 'This key may not do that', 'Use a key whose kind and role allow it; detail says which.'],
  'not-found': [404, 'There is no such thing', 'Check the key in the path; lists show what exists.'],
  'already-exists': [
    409,
    'The key is taken',
    'Choose another key, or read the existing one and change it with If-Match.',
  ],
  'not-allowed-now': [409, 'The current state does not allow this', 'The errors say what stands in the way.'],
  'idempotency-mismatch': [
    409,
    'The Idempotency-Key was used for a different request',
    'Use a new key for a new request.',
  ],
  conflict: [
    412,
    'It changed since you read it',
    'Read it again, apply your change to the new version, and send its ETag in If-Match.',
  ],
  'too-large': [
    413,
    'The body is too large',
    'Send at most 1,000 events or 1 MB a request; nothing of this one was taken.',
  ],
  'unsupported-encoding': [415, 'The content encoding is not supported', 'Use gzip or no encoding at all.'],
  'invalid-definition': [
    422,
    'The definition contradicts itself or something it refers to',
    'Correct what the errors name.',
  ],
  'precondition-required': [
    428,
    'If-Match is needed',
    'Read the current version and send its ETag in If-Match, so that nobody is overwritten.',
  ],
  'rate-limited': [429, 'Too many requests for this key', 'Wait as long as Retry-After says.'],
  'too-many-attempts': [429, 'Too many attempts to sign in', 'Wait as long as Retry-After says, then try again.'],
  overloaded: [
    429,
    'More events are waiting than may wait',
    'Wait as long as Retry-After says and send the batch again; nothing of it was taken.',
  ],
  internal: [
    500,
    'Something went wrong on our side',
    'Try again; if it stays, give the request id to whoever runs this server.',
  ],
  'storage-failed': [
    503,
    'The events could not be written to disk',
    'Nothing of this request was taken. Free disk space or check the data folder, then send it again.',
  ],
} as const satisfies Record<string, readonly [status: number, title: string, hint: string]>

export type ProblemCode = keyof typeof problems

/** One thing in a request that is wrong, and where. */
export const Issue = z.strictObject({ path: z.string(), message: z.string() })
export type Issue = z.infer<typeof Issue>

/** A failure as every endpoint returns it: RFC 9457 Problem Details with a hint. */
export const ProblemDetails = z
  .strictObject({
    type: z.string().meta({ example: '/problems/conflict' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    hint: z.string(),
    instance: z.string().meta({ description: 'the request id' }),
    errors: z.array(Issue).optional(),
  })
  .meta({ id: 'Problem' })
export type ProblemDetails = z.infer<typeof ProblemDetails>
