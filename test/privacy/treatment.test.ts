import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Treatment } from '../../src/contract/event-definition.ts'
import type { ReviewDecision } from '../../src/contract/privacy.ts'
import { expiriesOf } from '../../src/core/privacy/expiry.ts'
import { type Reviewed, reviewStatusOf } from '../../src/core/privacy/review.ts'
import { isAtLeastAsStrict, stricterOf } from '../../src/core/privacy/treatment.ts'
import { truncated } from '../../src/core/privacy/truncation.ts'
import { opened, sealed } from '../../src/http/sealed-value.ts'
import { treatmentOf } from '../../src/ingest/treatment.ts'
import { purchase } from '../store/events/fixture.ts'

const at = '2026-03-02T12:00:00.000Z'
const email: Reviewed = {
  event: 'signup',
  property: 'email',
  type: 'string',
  privacy: { class: 'personal', treatment: 'hash', purpose: 'support', retentionDays: 30 },
  consent: undefined,
}

function decided(
  outcome: 'approve' | 'refuse',
  reviewed: Reviewed,
  more: Partial<ReviewDecision> = {},
): ReviewDecision {
  const { consent, ...rest } = reviewed
  return { ...rest, ...(consent === undefined ? {} : { consent }), outcome, reason: 'r', at, by: 'b', ...more }
}

describe('truncation', () => {
  test.each([
    ['192.168.17.254', '192.168.17.0'],
    ['2001:db8:85a3:8d3:1319:8a2e:370:7348', '2001:db8:85a3::'],
    ['2001:db8::1', '2001:db8:0::'],
    ['::1', '0:0:0::'],
    ['fe80::1%eth0', 'fe80:0:0::'],
    ['::ffff:192.168.17.254', '192.168.17.0'],
    ['1980-05-17', '1980'],
    ['1980-05', '1980'],
    ['1980-05-17T10:00:00Z', '1980'],
    ['ada@example.com', 'ada'],
    ['Bonn', 'B'],
    ['ab', ''],
    ['🙂🙂🙂🙂🙂🙂', '🙂🙂'],
    ['a:b', 'a'],
    ['1:2:3:4:5:6:7:8:9', '1:2'],
    ['', ''],
  ])('of the text %j leaves %j', (text, left) => {
    expect(truncated('string', text)).toBe(left)
  })

  test('of numbers leaves two significant digits, of moments the year', () => {
    expect([1234567, -0.0456, 99.6, 0, 7].map(value => truncated('number', value))).toEqual([
      1200000, -0.046, 100, 0, 7,
    ])
    expect(truncated('timestamp', Date.UTC(2026, 10, 23, 12))).toBe(Date.UTC(2026, 0, 1))
  })

  test('of any other text leaves at most three characters, and never more than a third', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        fc.pre(!/[.:\d]/.test(text))
        const left = `${truncated('string', text)}`
        expect(text.startsWith(left)).toBe(true)
        expect([...left].length).toBeLessThanOrEqual(Math.min(3, [...text].length / 3))
      }),
    )
  })
})

describe('a review', () => {
  test('goes for what was reviewed and anything stricter, for nothing else', () => {
    const approval = decided('approve', email)
    const statusOf = (more: object, consent?: string) =>
      reviewStatusOf({ ...email, privacy: { ...email.privacy, ...more }, consent }, [approval]).status
    expect(statusOf({})).toBe('approved')
    expect(statusOf({ treatment: 'drop' })).toBe('approved')
    expect(statusOf({ retentionDays: 7 })).toBe('approved')
    expect(statusOf({}, 'marketing')).toBe('approved')
    for (const weaker of [
      { treatment: 'encrypt' },
      { retentionDays: 31 },
      { retentionDays: undefined },
      { purpose: 'marketing' },
      { class: 'sensitive' },
    ])
      expect(statusOf(weaker)).toBe('pending')
    expect(reviewStatusOf({ ...email, type: 'number' }, [approval]).status).toBe('pending')
    expect(reviewStatusOf({ ...email, property: 'other' }, [approval]).status).toBe('pending')
    const withConsent = decided('approve', { ...email, consent: 'marketing' })
    expect(reviewStatusOf(email, [withConsent]).status).toBe('pending')
  })

  test('of any history never lets through more than some approval did', () => {
    const privacy = fc.record({
      class: fc.constant('personal' as const),
      treatment: fc.constantFrom(...Treatment.options),
      purpose: fc.constant('p'),
    })
    const decision = fc.record({
      outcome: fc.constantFrom('approve' as const, 'refuse' as const),
      privacy,
      condition: fc.option(fc.constantFrom(...Treatment.options), { nil: undefined }),
    })
    fc.assert(
      fc.property(privacy, fc.array(decision, { maxLength: 6 }), (wanted, history) => {
        const now = { ...email, privacy: wanted }
        const decisions = history.map(({ outcome, privacy: seen, condition }) =>
          decided(
            outcome,
            { ...email, privacy: seen },
            outcome === 'approve' && condition !== undefined ? { conditions: { treatment: condition } } : {},
          ),
        )
        const status = reviewStatusOf(now, decisions)
        if (status.status !== 'approved') return
        expect(isAtLeastAsStrict(status.treatment, wanted.treatment)).toBe(true)
        const limit = stricterOf(
          status.decision.privacy.treatment,
          status.decision.conditions?.treatment ?? status.decision.privacy.treatment,
        )
        expect(isAtLeastAsStrict(status.treatment, limit)).toBe(true)
      }),
    )
  })
})

describe('a treatment', () => {
  const secret = Buffer.alloc(32, 7).toString('base64url')
  const key = { project: 'shop', purpose: 'encrypt' as const, number: 3, secret, createdAt: at }

  test('with a hash is an HMAC-SHA-256 under the project’s newest key', () => {
    const keys = [1, 2].map(number => ({ ...key, purpose: 'hash' as const, number }))
    const treat = treatmentOf(email, { decisions: [decided('approve', email)], keys })
    const expected = createHmac('sha256', Buffer.alloc(32, 7)).update('ada').digest('base64url')
    expect(treat === 'unapproved' ? treat : treat.json('ada')).toBe(`"h2.${expected}"`)
    expect(treatmentOf(email, { decisions: [decided('approve', email)], keys: [] })).toBe('unapproved')
    expect(treatmentOf(email, { decisions: [], keys })).toBe('unapproved')
  })

  test('with encryption opens with its key, in its place and untouched, and not otherwise', () => {
    const random = (length: number) => new Uint8Array(length)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        const closed = sealed(key, email, text, random)
        expect(opened([key], email, closed)).toBe(text)
        expect(opened([{ ...key, number: 4 }], email, closed)).toBeUndefined()
        expect(opened([{ ...key, secret: Buffer.alloc(32, 8).toString('base64url') }], email, closed)).toBeUndefined()
        expect(opened([key], { event: 'signup', property: 'phone' }, closed)).toBeUndefined()
        expect(opened([key], email, text)).toBeUndefined()
      }),
    )
  })
})

test('a longer retention counts only once it is approved', () => {
  const treated = (retentionDays: number) => ({ ...email.privacy, retentionDays })
  const definition = {
    ...purchase,
    key: 'signup',
    properties: { email: { type: 'string' as const, required: false, privacy: treated(300) } },
  }
  const daysFor = (decisions: ReviewDecision[]) => {
    const [expiry] = expiriesOf([definition], decisions, 1000 * 86_400_000)
    return 1000 - Number(expiry?.valuesBeforeMs.get('email')) / 86_400_000
  }
  expect(daysFor([decided('approve', email)])).toBe(30)
  expect(daysFor([decided('approve', { ...email, privacy: treated(300) }), decided('approve', email)])).toBe(300)
  expect(daysFor([decided('approve', email, { conditions: { retentionDays: 7 } })])).toBe(7)
})
