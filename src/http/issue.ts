import type { z } from 'zod'
import type { Issue } from '../contract/problem.ts'

type ZodIssue = z.core.$ZodIssue

/** What is wrong with a value, by JSON pointer. Of a union's alternatives, the one that came closest is explained. */
export function issuesOf(error: { issues: readonly ZodIssue[] }): Issue[] {
  return error.issues.flatMap(issue => explain(issue, []))
}

function explain(issue: ZodIssue, above: readonly PropertyKey[]): Issue[] {
  const path = [...above, ...issue.path]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const [closest] = [...issue.errors].sort((one, other) => distance(one) - distance(other))
    return (closest ?? []).flatMap(inner => explain(inner, path))
  }
  return [
    {
      path: path.map(part => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
      message: issue.message,
    },
  ]
}

/** How far an alternative is from what was given: keys it does not know weigh most, then the number of complaints; deep complaints mean a close match. */
function distance(issues: readonly ZodIssue[]): number {
  let sum = 0
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') sum += 10 * issue.keys.length
    else if (issue.code === 'invalid_union' && issue.errors.length > 0)
      sum += Math.min(...issue.errors.map(distance)) / 2
    else sum += issue.path.length > 1 ? 1 : 3
  }
  return sum
}
