import { z } from 'zod'
import { Key } from './name.ts'
import { route } from './route.ts'

/** Where the console tells how it is used. */
export const observation = {
  begin: route({
    method: 'post',
    path: '/api/v1/self-observation',
    access: 'member',
    tag: 'sessions',
    summary:
      'The client key by which the console sends its own events, unless this installation does not observe itself',
    description:
      'The first call makes the project with its events and its key. Archiving the project, revoking the key or ASSAY_SELF_OBSERVATION=false ends it.',
    answer: z.strictObject({
      sends: z
        .strictObject({ project: Key, key: z.string() })
        .optional()
        .meta({ description: 'absent: nothing is sent' }),
    }),
    problems: ['not-same-origin'],
  }),
}
