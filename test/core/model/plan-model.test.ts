import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Model } from '../../../src/contract/model.ts'
import { nounNames } from '../../../src/contract/noun.ts'
import type { Definitions } from '../../../src/core/model/approval.ts'
import { canonicalJson, modelOf, plainModel } from '../../../src/core/model/canonical.ts'
import { laterDefinitions, patchedModel } from '../../../src/core/model/later-definitions.ts'
import { type ModelGround, planModel } from '../../../src/core/model/plan-model.ts'
import { anyModel } from './arbitrary.ts'
import { modelFrom } from './example.ts'

const nothing = Object.fromEntries(nounNames.map(noun => [noun, new Map()])) as unknown as Definitions
const project = { key: 'shop', name: 'Shop', timeZone: 'UTC', units: { user: 'user_id' } }
const empty: Definitions = { ...nothing, projects: new Map([['shop', { definition: project }]]) }

/** A project that has a model already. */
function groundWith(model: Model): ModelGround {
  const { timeZone = 'UTC', units = project.units } = model
  const all = laterDefinitions(empty, { ...plainModel(model), timeZone, units })
  return { all, archivedEvents: new Map(), decisions: [] }
}

describe('a plan', () => {
  it('finds nothing to change in the model that is there', () => {
    fc.assert(
      fc.property(anyModel, model => {
        const ground = groundWith(model)
        expect(planModel(ground, modelOf(ground.all))).toMatchObject({ changes: [], nearDuplicates: [], ok: true })
      }),
    )
  })

  it('names exactly what differs, and leaves behind what was wanted', () => {
    fc.assert(
      fc.property(anyModel, anyModel, (before, wanted) => {
        const { changes, later, model } = planModel(groundWith(before), wanted)
        expect(canonicalJson(modelOf(later))).toBe(canonicalJson(model))
        for (const noun of ['events', 'dimensions', 'metrics'] as const) {
          const keys = [...new Set([...Object.keys(before[noun]), ...Object.keys(wanted[noun])])]
          const differing = keys.filter(key => canonicalJson(before[noun][key]) !== canonicalJson(wanted[noun][key]))
          expect(changes.filter(change => change.noun === noun).map(({ key }) => key)).toEqual(differing.sort())
        }
      }),
    )
  })

  it('can be of a patch, which replaces, adds and takes away', () => {
    fc.assert(
      fc.property(anyModel, anyModel, (before, { events, metrics }) => {
        const [gone] = Object.keys(before.events)
        const patched = patchedModel(before, {
          events: { ...events, ...(gone === undefined ? {} : { [gone]: null }) },
          metrics,
        })
        const { [gone ?? '']: _gone, ...kept } = { ...before.events, ...events }
        expect(patched).toEqual({ ...before, events: kept, metrics: { ...before.metrics, ...metrics } })
      }),
    )
  })

  const ground = groundWith(
    modelFrom({
      events: {
        order: { owner: 'o', source: 'server', truth: true, properties: { id: 'string' } },
        buy: { owner: 'o', properties: { id: 'string', plan: ['free', 'paid'], amount: 'number' } },
      },
      dimensions: { plan: 'buy.plan' },
      metrics: { paid: { kind: 'proportion', event: 'buy', where: { plan: ['paid'] } } },
    }),
  )
  const planned = (written: unknown) => planModel(ground, modelFrom(written))
  const now = modelOf(ground.all)

  it('says what a change does to those who read the event and stay as they are', () => {
    const personal = { type: 'string', values: ['free', 'paid'], privacy: { class: 'personal', treatment: 'keep' } }
    const buy = { ...now.events.buy, properties: { ...now.events.buy?.properties, plan: personal } }
    const { changes, ok } = planned({ ...now, events: { ...now.events, buy } })
    expect(ok).toBe(false)
    expect(changes).toMatchObject([
      {
        key: 'buy',
        dependants: { dimensions: ['plan'], metrics: ['paid'] },
        issues: [{ path: '/dimensions/plan/source', message: expect.stringContaining('buy.plan is personal') }],
        reviewNeeded: [{ property: 'plan', status: 'pending' }],
      },
    ])
  })

  it('lets an event be compared with another only where both carry the property', () => {
    const expecting = (by: string) => ({
      ...now,
      events: {
        ...now.events,
        buy: { ...now.events.buy, expect: { completeness: { against: 'order', by, min: 0.9 } } },
      },
    })
    expect(planned(expecting('id')).ok).toBe(true)
    expect(planned(expecting('amount')).changes[0]?.issues[0]?.path).toBe('/expect/completeness/by')
  })

  it('tells words for people from what decides', () => {
    const changed = (event: object) => {
      const { changes } = planned({ ...now, events: { ...now.events, buy: { ...now.events.buy, ...event } } })
      return changes.map(({ compatibility }) => compatibility)
    }
    expect(changed({ description: 'said', owner: 'p', trigger: 'when' })).toEqual(['documentation'])
    expect(changed({ owner: 'p', consent: 'ads' })).toEqual(['compatible'])
    expect(changed({ properties: { ...now.events.buy?.properties, more: 'string' } })).toEqual(['compatible'])
    expect(changed({ properties: { ...now.events.buy?.properties, more: 'string!' } })).toEqual(['breaking'])
  })
})
