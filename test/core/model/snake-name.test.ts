import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SnakeName } from '../../../src/contract/name.ts'
import { definedNameOf, snakeNameOf } from '../../../src/core/model/snake-name.ts'

describe('snakeNameOf', () => {
  it.each([
    ['Order Completed', 'order_completed'],
    ['orderCompleted', 'order_completed'],
    ['order.completed', 'order_completed'],
    ['HTTPRequest', 'http_request'],
    ['order_completed', 'order_completed'],
    ['Étape 2', 'tape_2'],
    ['  2nd  Try! ', 'nd_try'],
    ['日本', ''],
  ])('%s is %s', (given, name) => {
    expect(snakeNameOf(given)).toBe(name)
  })

  it('is a name, or empty, and its own name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), text => {
        const name = snakeNameOf(text)
        expect(name === '' || SnakeName.safeParse(name).success).toBe(true)
        expect(snakeNameOf(name)).toBe(name)
      }),
    )
  })
})

describe('definedNameOf', () => {
  it('prefers what is defined, then snake_case, then what was given', () => {
    expect(definedNameOf('Order Completed', name => name === 'Order Completed')).toBe('Order Completed')
    expect(definedNameOf('Order Completed', () => false)).toBe('order_completed')
    expect(definedNameOf('日本', () => false)).toBe('日本')
  })
})
