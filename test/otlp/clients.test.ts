import { SeverityNumber } from '@opentelemetry/api-logs'
import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http'
import { OTLPLogExporter as ProtobufExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchLogRecordProcessor, LoggerProvider, type LogRecordExporter } from '@opentelemetry/sdk-logs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { reports, resources } from '../../src/contract/routes.ts'
import { evaluate, exposuresIn, type Shop, startShop } from '../ofrep/server.ts'

const exporters = { JSON: JsonExporter, protobuf: ProtobufExporter }
const encodings = Object.keys(exporters) as (keyof typeof exporters)[]

/** An OpenTelemetry logger that exports to a shop, every batch twice, as after an answer that got lost. */
function loggerFor(shop: Shop, encoding: keyof typeof exporters) {
  const exporter: LogRecordExporter = new exporters[encoding]({
    url: `${shop.url}/v1/logs`,
    headers: { authorization: `Bearer ${shop.serverKey}` },
    compression: 'gzip' as never,
  })
  const codes: number[] = []
  const twice: LogRecordExporter = {
    export: (records, done) =>
      exporter.export(records, first => {
        codes.push(first.code)
        exporter.export(records, second => {
          codes.push(second.code)
          done(second)
        })
      }),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
    shutdown: () => exporter.shutdown(),
  }
  const provider = new LoggerProvider({
    resource: resourceFromAttributes({
      'service.name': 'shop-web',
      'service.version': '3.4.5',
      'telemetry.sdk.name': 'opentelemetry',
      'telemetry.sdk.language': 'nodejs',
      'telemetry.sdk.version': '2.12.1',
    }),
    processors: [new BatchLogRecordProcessor({ exporter: twice })],
  })
  onTestFinished(() => provider.shutdown())
  return { logger: provider.getLogger('shop', '1.0.0'), provider, codes }
}

async function shopWithOrders(): Promise<Shop> {
  const shop = await startShop()
  await shop.call(resources.events.create, {
    params: { project: 'shop' },
    body: {
      key: 'order_completed',
      owner: 'checkout',
      purpose: 'funnel',
      properties: {
        order_id: { type: 'string', required: true },
        amount: { type: 'number', required: true },
        items: { type: 'integer' },
        express: { type: 'boolean' },
        big: { type: 'string' },
      },
    },
  })
  return shop
}

async function variantOf(shop: Shop, user: string): Promise<string> {
  const init = { headers: { 'assay-exposures': 'none' } }
  return ((await (await evaluate(shop, 'checkout', { targetingKey: user }, init)).json()) as { variant: string })
    .variant
}

describe.each(encodings)('the OpenTelemetry SDK, exporting %s', encoding => {
  it('delivers events with units, properties and context, each once although exported twice', async () => {
    const shop = await shopWithOrders()
    const { logger, provider, codes } = loggerFor(shop, encoding)
    const timestamp = new Date()
    logger.emit({
      eventName: 'order.completed',
      timestamp,
      attributes: { 'user.id': 'ada', 'session.id': 's-1', 'order.id': 'o-1', amount: 12.5, items: 3, express: true },
    })
    logger.emit({
      timestamp,
      attributes: { 'event.name': 'order_completed', 'enduser.id': 'bob', order_id: 'o-2', amount: 1, note: ['x', 1] },
    })
    logger.emit({ severityNumber: SeverityNumber.INFO, body: 'a log line' })
    logger.emit({ eventName: 'never.defined', attributes: { 'user.id': 'ada' } })
    await provider.forceFlush()
    expect(codes).toEqual([0, 0])
    await shop.settle()
    const rows = await shop.platform.events.query('SELECT * FROM "project_shop"."order_completed" ORDER BY order_id')
    expect(rows).toMatchObject([
      {
        user_id: 'ada',
        session_id: 's-1',
        order_id: 'o-1',
        amount: 12.5,
        items: 3,
        express: true,
        _sdk: 'opentelemetry-nodejs',
        _sdk_version: '2.12.1',
        _app_version: '3.4.5',
        _platform: 'server',
        _clock: 'ok',
      },
      { user_id: 'bob', session_id: null, order_id: 'o-2', amount: 1 },
    ])
    const [first] = await shop.platform.events.query(
      'SELECT epoch_ms(_time)::DOUBLE AS ms FROM "project_shop"."order_completed" LIMIT 1',
    )
    expect(first?.ms).toBe(timestamp.getTime())
    const { body } = await shop.call(reports.quarantine, { params: { project: 'shop' } })
    expect(body.items).toMatchObject([{ event: 'never_defined', reason: 'unknown-event' }])
  })

  it('delivers evaluations, of which those of the experiment become exposures', async () => {
    const shop = await startShop()
    const { logger, provider } = loggerFor(shop, encoding)
    const other = (variant: string) => (variant === 'simple' ? 'standard' : 'simple')
    const evaluation = (user: string, variant: string, more: Record<string, string> = {}) => ({
      eventName: 'feature_flag.evaluation',
      attributes: {
        'feature_flag.key': 'checkout',
        'feature_flag.context.id': user,
        'feature_flag.result.variant': variant,
        'feature_flag.result.reason': 'split',
        ...more,
      },
    })
    const variants: Record<string, string> = {}
    for (const user of ['ada', 'bob', 'eve', 'mia', 'tom']) variants[user] = await variantOf(shop, user)
    logger.emit(evaluation('ada', variants.ada ?? ''))
    logger.emit({
      eventName: 'feature_flag',
      attributes: { 'feature_flag.key': 'checkout', 'user.id': 'bob', 'feature_flag.variant': variants.bob ?? '' },
    })
    logger.emit(evaluation('eve', other(variants.eve ?? '')))
    logger.emit(evaluation('mia', variants.mia ?? '', { 'feature_flag.result.reason': 'targeting_match' }))
    logger.emit(evaluation('tom', variants.tom ?? '', { 'feature_flag.key': 'old' }))
    await provider.forceFlush()
    const rows = await exposuresIn(shop)
    expect(rows.map(({ user_id, variant }) => [user_id, variant]).sort()).toEqual([
      ['ada', variants.ada],
      ['bob', variants.bob],
    ])
    expect(rows[0]).toMatchObject({ experiment: 'checkout-test', phase: 1, flag: 'checkout', rule: 'try' })
    const { body } = await shop.call(reports.quarantine, { params: { project: 'shop' } })
    expect(body.items).toEqual([])
  })
})
