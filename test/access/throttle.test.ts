import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createThrottle } from '../../src/access/throttle.ts'

it('never lets more through than its burst and its rate, whatever the rhythm', () => {
  const options = { burst: 5, everySeconds: 10, keysMax: 100 }
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 200 }), pausesMs => {
      let nowMs = 0
      const throttle = createThrottle({ ...options, now: () => nowMs })
      let taken = 0
      for (const pauseMs of pausesMs) {
        nowMs += pauseMs
        const waitSeconds = throttle.take('k')
        if (waitSeconds === 0) taken += 1
        else {
          // What it says is enough, and no more than a second too much.
          nowMs += (waitSeconds - 1) * 1000
          expect(throttle.take('k')).toBeGreaterThan(0)
          nowMs += 1000
          expect(throttle.take('k')).toBe(0)
          taken += 1
        }
      }
      expect(taken).toBeLessThanOrEqual(options.burst + nowMs / 1000 / options.everySeconds + 1e-6)
    }),
  )
})

it('keeps keys apart, gives back, and forgets the oldest beyond its room', () => {
  const throttle = createThrottle({ burst: 1, everySeconds: 60, keysMax: 2, now: () => 0 })
  expect([throttle.take('a'), throttle.take('a'), throttle.take('b')]).toEqual([0, 60, 0])
  throttle.giveBack('a')
  expect([throttle.take('a'), throttle.take('a')]).toEqual([0, 60])
  expect(throttle.take('c')).toBe(0)
  expect(throttle.take('b')).toBe(0)
})
