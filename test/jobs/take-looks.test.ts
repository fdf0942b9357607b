import { pino } from 'pino'
import { expect, it } from 'vitest'
import { reports } from '../../src/contract/routes.ts'
import { type LookOptions, takeAllLooks } from '../../src/jobs/take-looks.ts'
import { at, dayMs, openMeasuredShop, send, startExperiment, visitors } from '../reports/running-shop.ts'

it('takes the looks of every experiment, and one that fails stops no other and is made up for', async () => {
  const assay = await openMeasuredShop()
  for (const key of ['a', 'b']) await startExperiment(assay, key)
  const startMs = assay.clock.ms
  for (const key of ['a', 'b']) await send(assay, key, visitors(0, 40, { standard: 3, simple: 6 }), startMs)
  assay.clock.ms += 1.2 * dayMs
  const { control, events } = assay.platform
  const log = pino({ level: 'silent' })
  const options: LookOptions = { control, events, settle: assay.settle, now: () => assay.clock.ms }
  const looksOf = async (key: string) => (await assay.call(reports.looks, at(key))).body.items.length
  const failing = {
    ...options,
    events: {
      analyse: (plan: Parameters<typeof events.analyse>[0]) =>
        plan.experiment === 'a' ? Promise.reject(new Error('the disk is gone')) : events.analyse(plan),
    },
  }
  await takeAllLooks(failing, log)
  expect([await looksOf('a'), await looksOf('b')]).toEqual([0, 1])
  await takeAllLooks(options, log)
  await Promise.all([takeAllLooks(options, log), takeAllLooks(options, log)])
  expect([await looksOf('a'), await looksOf('b')]).toEqual([1, 1])
})
