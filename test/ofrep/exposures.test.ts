import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { Exposure } from '../../src/core/evaluate/resolution.ts'
import type { Intake } from '../../src/http/intake.ts'
import { createExposureLog } from '../../src/ofrep/exposures.ts'

const met: Exposure = {
  experiment: 'e',
  phase: 1,
  variant: 'simple',
  flag: 'f',
  rule: 'r',
  unit: 'user',
  unitField: 'user_id',
}
const sender = { project: 'shop', environment: 'production', kind: 'server' } as const
const kept = { answer: { valid: 1, duplicate: 0, quarantined: 0, verdicts: [] } }

/** A log that remembers so many ids, and what it handed over. */
function openLog(idsMax: number, answers: Awaited<ReturnType<Intake>>[] = []) {
  const written: { id: string; user_id: string }[] = []
  const intake: Intake = async (_, { items }) => {
    written.push(...(items as typeof written))
    return answers.shift() ?? kept
  }
  const log = createExposureLog({ now: () => 0, log: pino({ level: 'silent' }) }, intake, idsMax)
  return { written, meet: (user: string, exposure = met) => log(sender, [exposure], { targetingKey: user }) }
}

describe('the log of exposures', () => {
  it('is exact as far as its memory goes, and gives what it writes again the same id', async () => {
    const { written, meet } = openLog(2)
    for (const user of ['ada', 'bob', 'ada', 'bob', 'eve', 'bob', 'ada']) await meet(user)
    expect(written.map(({ user_id }) => user_id)).toEqual(['ada', 'bob', 'eve', 'ada'])
    expect(written[3]?.id).toBe(written[0]?.id)
    expect(written[0]?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('tells phases, variants, units and environments apart', async () => {
    const { written, meet } = openLog(100)
    await meet('ada')
    for (const other of [{ phase: 2 }, { variant: 'standard' }, { experiment: 'x' }])
      await meet('ada', { ...met, ...other })
    expect(new Set(written.map(({ id }) => id)).size).toBe(4)
  })

  it('tries again what could not be written', async () => {
    const { written, meet } = openLog(100, [{ problem: 'overloaded', retryAfterSeconds: 1 }])
    await meet('ada')
    await meet('ada')
    await meet('ada')
    expect(written).toHaveLength(2)
  })

  it('writes nothing for a unit that is not known', async () => {
    const { written, meet } = openLog(100)
    await meet('')
    expect(written).toEqual([])
  })
})
