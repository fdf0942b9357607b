import { expect, test } from 'vitest'
import { WrittenModel } from '../../src/contract/model-file.ts'
import { model } from '../../src/contract/model-routes.ts'
import { resources } from '../../src/contract/routes.ts'
import { openShop } from '../assay.ts'

const params = { project: 'shop' }

test('the model is a file in three languages; what was exported plans to no change', async () => {
  const assay = await openShop()
  const properties = { amount: { type: 'number' as const, required: true } }
  await assay.call(resources.events.create, { params, body: { key: 'buy', owner: 'o', purpose: 'p', properties } })
  const exported = async (format: 'ts' | 'yaml' | 'json') =>
    (await assay.call(model.export, { params, query: { format } })).body
  expect(await exported('yaml')).toMatchObject({ file: 'model.yaml', text: expect.stringContaining('amount: number!') })
  expect(await exported('ts')).toMatchObject({
    file: 'model.ts',
    text: expect.stringContaining('export default model('),
  })
  const { file, text } = await exported('json')
  expect(file).toBe('model.json')
  const { body: plan } = await assay.call(model.plan, { params, body: WrittenModel.parse(JSON.parse(text)) })
  expect(plan.changes).toEqual([])
})
