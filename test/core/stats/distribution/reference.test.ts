import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import * as chiSquared from '../../../../src/core/stats/distribution/chi-squared.ts'
import * as normal from '../../../../src/core/stats/distribution/normal.ts'
import * as studentT from '../../../../src/core/stats/distribution/student-t.ts'
import { relativeError } from '../closeness.ts'

type Point = { d: string; f: 'cdf' | 'inv'; a: number[]; x: number; ref: string }

const file = new URL('../../../../../shared/reference/distributions.json.gz', import.meta.url)
const points: Point[] = existsSync(file) ? JSON.parse(gunzipSync(readFileSync(file)).toString()) : []

const functions: Record<string, (x: number, parameters: number[]) => number> = {
  'normal cdf': x => normal.lowerTail(x),
  'normal inv': x => normal.quantile(x),
  't cdf': (x, [df]) => studentT.lowerTail(x, df as number),
  't inv': (x, [df]) => studentT.quantile(x, df as number),
  'chi2 cdf': (x, [df]) => chiSquared.lowerTail(x, df as number),
}

describe.skipIf(points.length === 0)(
  '60-digit references (skipped where the shared reference folder is absent)',
  () => {
    // Beta and F have no place in the engine, nor has the chi-squared quantile.
    const limits = { 'normal cdf': 1e-15, 'normal inv': 1e-15, 't cdf': 1e-12, 't inv': 1e-14, 'chi2 cdf': 1e-8 }
    for (const [name, limit] of Object.entries(limits)) {
      test(`${name} is within ${limit} of every point`, () => {
        const [d, f] = name.split(' ')
        let checked = 0
        for (const point of points) {
          const expected = Number(point.ref)
          // Results below the smallest normal double hold fewer digits.
          if (point.d !== d || point.f !== f || (expected !== 0 && Math.abs(expected) < 2.3e-308)) continue
          const actual = functions[name]?.(point.x, point.a)
          expect(relativeError(actual, expected), `${JSON.stringify(point)}: ${actual}`).toBeLessThanOrEqual(limit)
          checked++
        }
        expect(checked).toBeGreaterThan(30)
      })
    }
  },
)
