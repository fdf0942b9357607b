import { describe, expect, it } from 'vitest'
import { reportOf } from '../../../src/core/report/report.ts'
import { reportText } from '../../../src/core/report/text.ts'
import { experiment, inputFor, lively } from './example.ts'

const introducer = '\u001b['
const plain = { colour: false }

describe('a report as text', () => {
  it('puts health before numbers and lines the numbers up', () => {
    const truth = { 'purchase-rate': { simple: 0.02 } }
    expect(reportText(reportOf(inputFor(lively)), { ...plain, truth })).toMatchInlineSnapshot(`
      "A simpler checkout for shoppers above 65
      Shoppers above 65 buy more often when the checkout is a single page in large type.
      simple-checkout-above-65 · running · phase 1 · production · by user
      2026-11-09 10:00 to 2026-11-23 10:00 UTC

      Health ok
        ✓ 8,000 units met exactly one variant
        ✓ units are split as designed: standard 4,012, simple 3,988 for 50:50 (p = 1.00)
        ✓ no unit met several variants
        ✓ exposed units have outcomes
        ✓ purchase_complete was last seen 1 minute ago
        ✓ payment_failed was last seen 1 minute ago

      Look 1, as it was recorded.

      Purchase rate (success, up is better)
                  units    value  difference    s.e.     lift         95 % interval  adjusted p     truth
        standard  4,012  10.19 %
        simple    3,988  12.21 %    +2.02 pp    0.70  +19.8 %     [+5.9 %, +35.8 %]      0.0042  +2.00 pp
          simple: higher, which is better

      Revenue per shopper (secondary, up is better, EUR, unit totals capped at 250.000)
                  units    value  difference    s.e.     lift         95 % interval  adjusted p     truth
        standard  4,012    9.739
        simple    3,988   11.692       +1.95    0.91  +20.1 %     [-0.8 %, +45.8 %]      0.0638
          simple: no detectable effect; anything from -0.8 % to +45.8 % fits the data

      Order value (secondary, up is better, EUR)
                  units    value  difference    s.e.     lift         95 % interval  adjusted p     truth
        standard  4,012    95.53
        simple    3,988    95.75        +0.2     5.5   +0.2 %    [-11.8 %, +14.1 %]        1.00
          simple: no detectable effect; anything from -11.8 % to +14.1 % fits the data

      Payment failures (guardrail, down is better)
                  units    value  difference    s.e.     lift         95 % interval  adjusted p     truth
        standard  4,012   0.1431
        simple    3,988   0.1429     -0.0001  0.0078  -0.10 %  [-10.29 %, +11.24 %]        1.00
          simple: no detectable effect; anything from -10.29 % to +11.24 % fits the data; a loss of 10 % or more is
          ruled out

      Recommendation
        ship simple (look 1): Purchase rate improved, no guardrail is at risk, nothing got worse and the data are
        healthy.
      "
    `)
  })

  it('keeps "not enough data" apart from "no detectable effect"', () => {
    const few = reportText(
      reportOf(
        inputFor([
          { units: 40, buyers: 0, failures: 1 },
          { units: 42, buyers: 2, failures: 1 },
        ]),
      ),
      plain,
    )
    expect(few).toContain('simple: not enough data, all units of an arm have the same value')
    expect(few).toMatch(/simple: no detectable effect; anything from .* to .* fits the data/)
  })

  it('draws no conclusion from numbers that cannot be trusted', () => {
    const text = reportText(reportOf(inputFor(lively, { freshness: [] })), plain)
    expect(text).toContain('Health failing: draw no conclusion')
    expect(text).toContain('The numbers are veiled: a health check fails')
    expect(text).not.toContain('+2.02 pp')
    expect(text).not.toContain('which is better')
  })

  it('has at most 110 columns and no control characters of its own or of others', () => {
    const words = `${'a long hypothesis '.repeat(20)}\u001b[2J\r\n`
    const arms = [
      { units: 40, buyers: 1, failures: 1 },
      { units: 42, buyers: 2, failures: 1 },
    ]
    const text = reportText(
      reportOf(inputFor(arms, { experiment: { ...experiment, hypothesis: words, name: words.slice(0, 200) } })),
      plain,
    )
    for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(110)
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
  })

  it('paints only when asked to', () => {
    const report = reportOf(inputFor(lively))
    const painted = reportText(report, { colour: true })
    expect(painted).toContain(introducer)
    expect(painted.replaceAll(new RegExp(`${'\u001b'}\\[\\d+m`, 'g'), '')).toBe(reportText(report, plain))
  })

  it('tells the decision', () => {
    const decision = {
      outcome: 'do-not-ship',
      reason: 'It sells less.',
      decidedAt: '2026-12-01T00:00:00Z',
      decidedBy: 'ada',
    } as const
    const decided = { ...experiment, run: { ...experiment.run, status: 'decided' as const, decision } }
    expect(reportText(reportOf(inputFor(lively, { experiment: decided })), plain)).toContain(
      'Decision do not ship (ada, 2026-12-01)\n  It sells less.',
    )
  })
})
