import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { trackerFor } from '../../src/cli/codegen.ts'
import { connect } from '../../src/cli/connection.ts'
import { explained } from '../../src/cli/failure.ts'
import { planFile } from '../../src/cli/plan.ts'
import { pulled } from '../../src/cli/pull.ts'
import { pushFile } from '../../src/cli/push.ts'
import { resources } from '../../src/contract/routes.ts'
import { tempFolder } from '../assay.ts'

const root = join(import.meta.dirname, '../..')
const example = join(root, 'examples/model/model.ts')

function terminal() {
  const written: string[] = []
  return { output: { write: (text: string) => written.push(text) }, text: () => written.join('') }
}

/** A data folder with one project in it. */
async function shopFolder(): Promise<string> {
  const data = tempFolder()
  const connection = await connect({ data })
  await connection.call(resources.projects.create, { params: {}, body: { key: 'shop', name: 'Shop' } })
  await connection.close()
  return data
}

function fileWith(name: string, text: string): string {
  const file = join(tempFolder(), name)
  writeFileSync(file, text)
  return file
}

async function failureOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    return explained(error)
  }
  throw new Error('it succeeded')
}

/** Runs the command line as a shell would. */
function assay(...given: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise(resolve => {
    execFile(process.execPath, [join(root, 'src/cli/main.ts'), ...given], (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })
}

describe('assay plan, push and pull', () => {
  it('plan the example of the documentation, push it, and find nothing left to change', async () => {
    const data = await shopFolder()
    const first = terminal()
    expect(await planFile(example, { data }, first.output)).toBe(false)
    expect(first.text()).toContain('+ event purchase_complete  added')
    expect(first.text()).toContain('review: email is personal (hash, for analytics)')
    expect(first.text()).toContain('20 added, 1 changed, 0 removed; 1 personal property needs review.')
    await pushFile(example, { data, why: 'from the test' }, first.output)
    expect(first.text()).toMatch(/Applied\.\n$/)
    const second = terminal()
    expect(await planFile(example, { data }, second.output)).toBe(true)
    expect(second.text()).toMatch(/^Nothing changes; the model is version [0-9a-f]{12}\.\n$/)
  })

  it.each(['ts', 'yaml', 'json'] as const)('what is pulled as %s pushes back with no change', async format => {
    const data = await shopFolder()
    await pushFile(example, { data }, terminal().output)
    const text = await pulled({ data, format })
    const file = fileWith(`model.${format}`, text)
    const again = terminal()
    expect(await planFile(file, { data, json: true }, again.output)).toBe(true)
    expect(JSON.parse(again.text())).toMatchObject({ changes: [], ok: true })
    expect(await pulled({ data, format })).toBe(text)
  })

  it('says what is breaking, whom it reaches and what may be meant, and applies nothing of it', async () => {
    const data = await shopFolder()
    const before = fileWith(
      'before.yaml',
      `events:
  buy: { owner: shop, properties: { amount: number!, plan: [free, paid] } }
metrics:
  rate: { kind: proportion, event: buy }
`,
    )
    await pushFile(before, { data }, terminal().output)
    const after = fileWith(
      'after.json',
      JSON.stringify({
        $schema: 'https://assay.example.com/schemas/model.json',
        events: { buy: { owner: 'shop', properties: { amount: 'number!', plan: ['free'] } }, buys: { owner: 'shop' } },
        metrics: { rate: { kind: 'proportion', event: 'buy', description: 'who buys' } },
      }),
    )
    const { output, text } = terminal()
    expect(await planFile(after, { data }, output)).toBe(false)
    expect(text()).toBe(`~ event buy  breaking
    /properties/plan/values/1: "paid" -> nothing
    reaches metrics rate
    ! /properties/plan/values: values apps may be sending would be turned away: paid
+ event buys  added
~ metric rate  documentation
    /description: nothing -> "who buys"

? event buys is like buy: the singular and the plural of the same words

1 added, 2 changed, 0 removed. This cannot be applied. What breaks needs a new name, such as buy_v2.
`)
    expect(await failureOf(pushFile(after, { data }, output))).toContain('the model cannot be applied')
    expect(await planFile(before, { data }, terminal().output)).toBe(true)
  })

  it('take nothing away by accident', async () => {
    const data = await shopFolder()
    await pushFile(example, { data }, terminal().output)
    const file = fileWith('model.yaml', 'events: {}\n')
    expect(await failureOf(pushFile(file, { data }, terminal().output))).toContain('Give --remove to archive that')
    await pushFile(file, { data, remove: true }, terminal().output)
    expect(await pulled({ data, format: 'yaml' })).toContain('events: {}\n')
  })

  it('say what is wrong with a file, and where', async () => {
    const data = await shopFolder()
    const plan = (name: string, text: string) => failureOf(planFile(fileWith(name, text), { data }, terminal().output))
    expect(await plan('a.yaml', 'events: { buy: { owner: o, retention: 400 days } }')).toContain(
      '/events/buy/retention',
    )
    expect(await plan('a.json', '{ "events"')).toContain('cannot be read')
    expect(await plan('a.ts', 'export const model = {}')).toContain('no default export')
    expect(await plan('a.csv', '')).toContain('ends in .ts, .yaml or .json')
    expect(await failureOf(planFile('absent.yaml', { data }, terminal().output))).toContain('cannot be read')
    expect(await failureOf(planFile(undefined, { data }, terminal().output))).toContain('no file to plan')
  })
})

describe('as a shell runs it', () => {
  it('plan ends with 1 when something needs a look, and prints the JSON Schema', async () => {
    const data = await shopFolder()
    // Far from any node_modules: the SDK that came with the command is used.
    const personal = fileWith(
      'personal.ts',
      `import { model, personal } from '@assay/sdk/model'
export default model({ events: { ask: { owner: 'o', properties: { email: personal('string', 'hash', { purpose: 'support' }) } } } })
`,
    )
    const review = await assay('plan', personal, '--data', data)
    const schema = await assay('plan', '--schema')
    expect([review.code, review.err, schema.code, schema.err]).toEqual([1, '', 0, ''])
    expect(review.out).toContain('review: email is personal (hash, for support)')
    expect(JSON.parse(schema.out)).toMatchObject({ title: 'Assay measurement model', type: 'object' })
  })
})

it('assay codegen writes the same from a file and from the project it was pushed to', async () => {
  const data = await shopFolder()
  const first = await trackerFor(example, { data })
  await pushFile(example, { data }, terminal().output)
  const second = await trackerFor(undefined, { data })
  expect(second).toBe(first)
  expect(first).toContain("(event: 'purchase_complete', units: Units, properties: Events['purchase_complete']): void")
  expect(await trackerFor(example, { data, for: 'client' })).not.toContain('purchase_complete')
})
