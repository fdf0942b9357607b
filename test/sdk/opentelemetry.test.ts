import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import { expect, test } from 'vitest'
import { createClient } from '../../sdk/src/index.ts'
import { withOpenTelemetry } from '../../sdk/src/opentelemetry.ts'
import { checkoutConfiguration } from './fixture.ts'

const options = {
  url: 'http://127.0.0.1:9',
  key: 'k',
  bootstrap: checkoutConfiguration,
  pollIntervalMs: 0,
  stream: false,
}

test('every evaluation is a feature_flag.evaluation event of a real OpenTelemetry logger', async () => {
  const exporter = new InMemoryLogRecordExporter()
  const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] })
  const client = withOpenTelemetry(createClient(options), provider.getLogger('app'))
  const context = { targetingKey: 'u1', age: 70 }
  const { variant } = client.peek('simple-checkout', false, context)
  client.boolean('simple-checkout', false, context)
  client.string('unknown', 'standard', context)
  await provider.forceFlush()
  const records = exporter.getFinishedLogRecords()
  expect(records.map(({ eventName }) => eventName)).toEqual(['feature_flag.evaluation', 'feature_flag.evaluation'])
  expect(records[0]?.attributes).toEqual({
    'feature_flag.key': 'simple-checkout',
    'feature_flag.provider.name': 'assay',
    'feature_flag.result.reason': 'split',
    'feature_flag.result.variant': variant,
    'feature_flag.context.id': 'u1',
    'feature_flag.version': checkoutConfiguration.version,
  })
  expect(records[1]?.attributes).toMatchObject({
    'feature_flag.result.reason': 'error',
    'error.type': 'flag_not_found',
  })
  await client.close(0)
})

test('a logger that throws changes nothing', () => {
  const client = createClient(options)
  const told = withOpenTelemetry(client, {
    emit() {
      throw new Error('no disk')
    },
  })
  const context = { targetingKey: 'u1', age: 70 }
  expect(told.boolean('simple-checkout', false, context)).toBe(client.peek('simple-checkout', false, context).value)
})
