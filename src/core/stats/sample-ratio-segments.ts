import { holm } from './adjust.ts'
import { type SampleRatio, sampleRatio } from './sample-ratio.ts'
import { isUnavailable, type Unavailable } from './unavailable.ts'

/** The check of one segment; `adjusted` is its p after Holm over all segments that could be checked. */
export type SegmentRatio = { segment: string; result: (SampleRatio & { adjusted: number }) | Unavailable }

/**
 * The sample ratio check of every segment against the same designed split: a breakdown is worth showing only where they
 * pass.
 */
export function sampleRatioBySegment(
  segments: readonly { segment: string; counts: readonly number[] }[],
  weights: readonly number[],
): SegmentRatio[] {
  const results = segments.map(({ counts }) => sampleRatio(counts, weights))
  const adjusted = holm(results.flatMap(result => (isUnavailable(result) ? [] : [result.p])))
  let next = 0
  return segments.map(({ segment }, i) => {
    const result = results[i] as SampleRatio | Unavailable
    return { segment, result: isUnavailable(result) ? result : { ...result, adjusted: adjusted[next++] as number } }
  })
}
