import type { BatchAnswer } from '../contract/event.ts'
import type { Judged } from './verdict.ts'

/** The answer about a batch of so many events: what there is to say about some of them, the rest is valid. */
export function answerOf(
  size: number,
  noted: ReadonlyMap<number, Judged>,
  duplicates: ReadonlySet<number>,
): BatchAnswer {
  const verdicts: BatchAnswer['verdicts'] = []
  let quarantined = 0
  let refused = 0
  for (const [index, { fault, dropped, refused: reason }] of noted) {
    if (duplicates.has(index)) verdicts.push({ index, verdict: 'duplicate' })
    else if (reason !== undefined) {
      refused += 1
      verdicts.push({ index, verdict: 'refused', reason })
    } else if (fault) {
      quarantined += 1
      verdicts.push({ index, verdict: 'quarantined', ...fault })
    } else if (dropped) verdicts.push({ index, verdict: 'valid', dropped })
  }
  verdicts.sort((a, b) => a.index - b.index)
  return {
    valid: size - duplicates.size - quarantined - refused,
    duplicate: duplicates.size,
    quarantined,
    ...(refused === 0 ? {} : { refused }),
    verdicts,
  }
}
