import type { Audience } from '../../contract/audience.ts'
import type { Meta } from '../../contract/noun.ts'
import type { Issue } from '../../contract/problem.ts'
import { type DraftCondition, unwrittenIn } from '../../core/evaluate/condition-text.ts'

export type KeptAudience = Audience & { meta: Meta }

/** An audience that somebody may still be writing. */
export type DraftAudience = Omit<Audience, 'condition'> & { condition?: DraftCondition | undefined }

/** An audience as a person writes it, without what the server knows about it. */
export function writtenAudience({ meta: _meta, ...audience }: KeptAudience): DraftAudience {
  return audience
}

/** What an audience still lacks, by the paths the server would use. */
export function lackingIn({ key, name, condition }: DraftAudience): Issue[] {
  return [
    ...(name.trim() === '' ? [{ path: '/name', message: 'give it a name' }] : []),
    ...(key === '' ? [{ path: '/key', message: 'give it a key' }] : []),
    ...(condition === undefined
      ? [{ path: '/condition', message: 'add a condition; an audience without one would be everyone' }]
      : unwrittenIn(condition, '/condition')),
  ]
}
