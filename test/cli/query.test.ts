import { describe, expect, it } from 'vitest'
import { readQuery } from '../../src/cli/query.ts'
import type { QueryAnswer } from '../../src/contract/query.ts'
import { resources } from '../../src/contract/routes.ts'
import { tempFolder } from '../assay.ts'
import { dayMs, openMeasuredShop, params, send, startExperiment, visitors } from '../reports/running-shop.ts'

describe('assay query', () => {
  it('reads a metric from a data folder, by the dates of the project', async () => {
    const dataDir = tempFolder()
    const assay = await openMeasuredShop({ dataDir })
    await assay.call(resources.metrics.create, {
      params,
      body: { key: 'dau', name: 'Daily active', formula: { kind: 'active', days: 1 } },
    })
    await startExperiment(assay, 'e')
    await send(assay, 'e', visitors(0, 20, { standard: 5, simple: 5 }), assay.clock.ms)
    await assay.settle()
    const nowMs = assay.clock.ms + dayMs / 2
    await assay.close()
    const read = (metric: string, flags: object) =>
      readQuery(metric, { data: dataDir, bucket: 'day', ...flags }, false, () => nowMs)
    const text = await read('dau', { from: '2026-03-01' })
    expect(text.split('\n').filter(line => line.startsWith('2026'))).toEqual([
      '2026-03-01      0      0',
      '2026-03-02     20     20',
    ])
    const answer: QueryAnswer = JSON.parse(
      await read('buy-rate', { json: true, bucket: 'all', from: '2026-03-02T00:00:00Z', by: 'country', with: 'buy' }),
    )
    expect(answer.buckets[0]?.segments.map(({ units }) => units)).toEqual([6, 4])
    expect((await read('dau', {})).split('\n').filter(line => line.startsWith('2026'))).toHaveLength(14)
    for (const flags of [{ bucket: 'year' }, { from: 'yesterday' }, { from: '2026-02-31T10:00' }, { variant: 'x' }])
      await expect(read('dau', flags), JSON.stringify(flags)).rejects.toThrow(/./)
    await expect(read('dau', { experiment: 'e', with: 'buy' })).rejects.toThrow('a population has one definition')
    await expect(read('none', {})).rejects.toMatchObject({ details: { status: 404 } })
  })
})
