import { expect, it } from 'vitest'
import { count, decimalsFor, fixed, percent, pValue, signed, span } from '../../../src/core/report/number-text.ts'

it('writes counts and numbers with thousands apart', () => {
  expect([0, 999, 1000, 1234567].map(count)).toEqual(['0', '999', '1,000', '1,234,567'])
  expect([fixed(-1234.567, 2), fixed(0.0004, 2), fixed(-0.0004, 2), fixed(2.5e20, 1)]).toEqual([
    '-1,234.57',
    '0.00',
    '0.00',
    '2.500e+20',
  ])
})

it('signs differences, and leaves what rounds to zero alone', () => {
  expect([signed(1.25, 1), signed(-1.25, 1), signed(0.01, 1), signed(-0.01, 1), signed(0, 0)]).toEqual([
    '+1.3',
    '-1.3',
    '0.0',
    '0.0',
    '0',
  ])
})

it('shows two digits of a standard error', () => {
  expect([123, 12, 1.2, 0.5, 0.012].map(decimalsFor)).toEqual([0, 0, 1, 2, 3])
  expect([0, Number.POSITIVE_INFINITY, Number.NaN].map(decimalsFor)).toEqual([2, 2, 2])
})

it('never says that p is zero', () => {
  expect([1, 0.5, 0.0499, 0.00012, 3.7e-27, 0].map(pValue)).toEqual([
    '1.00',
    '0.50',
    '0.0499',
    '0.0001',
    '3.7e-27',
    '< 1e-300',
  ])
})

it('writes shares and spans of time', () => {
  expect([percent(0), percent(0.0123), percent(0.5)]).toEqual(['0.00 %', '1.2 %', '50 %'])
  expect([0, 60_000, 119 * 60_000, 120 * 60_000, 49 * 3_600_000].map(span)).toEqual([
    'less than a minute',
    '1 minute',
    '119 minutes',
    '2 hours',
    '2 days',
  ])
})
