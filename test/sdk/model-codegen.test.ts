import { stripTypeScriptTypes } from 'node:module'
import { expect, test } from 'vitest'
import { trackerSource } from '../../src/core/model/tracker-source.ts'
import { modelFrom } from '../core/model/example.ts'
import { typeErrors } from '../type-errors.ts'

const model = modelFrom({
  events: {
    buy: {
      owner: 'shop',
      priority: 'high',
      source: 'server',
      description: 'An order; "*/" ends nothing.',
      trigger: 'the payment is captured',
      properties: {
        amount: 'number!',
        count: 'integer',
        plan: ['free', "it's paid"],
        at: 'timestamp',
        gift: 'boolean',
        email: { type: 'string', description: 'of the buyer', privacy: { class: 'personal', treatment: 'hash' } },
      },
    },
    seen: { owner: 'shop' },
    asked: { owner: 'shop', properties: { about: 'string' } },
  },
})
const generated = trackerSource(model, 'f'.repeat(64))

const head = `import { createClient } from '@assay/sdk'
import { createTracker } from './events.ts'
const track = createTracker(createClient({ url: '', key: '' }))
`
const line = head.split('\n').length
const wrong = [
  `track('bye', {}, {})`,
  `track('buy', { user_id: 'u' }, {})`,
  `track('buy', { user_id: 'u' })`,
  `track('buy', { user_id: 'u' }, { amount: '1' })`,
  `track('buy', { user_id: 'u' }, { amount: 1, amont: 2 })`,
  `track('buy', { user_id: 'u' }, { amount: 1, plan: 'gold' })`,
  `track('buy', { user_id: 'u' }, { amount: 1, gift: 'yes' })`,
  `track('buy', { user: 'u' }, { amount: 1 })`,
  `track('seen', {}, { amount: 1 })`,
  `track('asked', {}, { about: 3 })`,
]
const right = `track('buy', { user_id: 'u', session_id: 's' }, { amount: 1, count: 2, plan: "it's paid", at: '2026-01-01T00:00:00Z', gift: true, email: 'a@b' })
track('buy', {}, { amount: 1, at: 1 })
track('seen')
track('seen', { device_id: 'd' })
track('asked', {}, {})
track('asked')
`

test('a wrong event, a wrong or missing property and a wrong unit do not compile', async () => {
  const errors = await typeErrors({
    'events.ts': generated,
    'right.ts': head + right,
    ...Object.fromEntries(wrong.map((code, index) => [`wrong-${index}.ts`, `${head}${code}\n`])),
  })
  expect(errors['events.ts']).toEqual([])
  expect(errors['right.ts']).toEqual([])
  wrong.forEach((code, index) => {
    expect(
      errors[`wrong-${index}.ts`]?.map(error => error.line),
      code,
    ).toEqual([line])
  })
})

test('it records what it is told, with the priority of the event', async () => {
  const url = `data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(generated))}`
  const { createTracker } = await import(/* @vite-ignore */ url)
  const calls: unknown[][] = []
  const track = createTracker({ track: (...given: unknown[]) => calls.push(given) })
  track('buy', { user_id: 'u' }, { amount: 1 })
  track('seen')
  expect(calls).toEqual([
    ['buy', { user_id: 'u' }, { amount: 1 }, 'high'],
    ['seen', undefined, undefined, 'normal'],
  ])
})
