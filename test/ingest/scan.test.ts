import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { personalIn } from '../../src/core/privacy/review.ts'
import { createBodyScan } from '../../src/ingest/body-scan.ts'
import { createDedupe } from '../../src/ingest/dedupe.ts'
import { createIngest, type IngestRequest } from '../../src/ingest/pipeline.ts'
import { refusalsFor } from '../../src/ingest/refusal.ts'
import { treatmentOf } from '../../src/ingest/treatment.ts'
import { type CompiledDefinitions, compileDefinitions, type Treatments } from '../../src/ingest/validator.ts'
import type { Judgement } from '../../src/ingest/verdict.ts'
import type { JournalLines } from '../../src/store/events/event-store.ts'
import { startMs } from '../store/events/fixture.ts'
import { wildBody, wildDefinitions } from './wild-body.ts'

const unitFields = ['user_id', 'device_id', 'session_id']
const at = new Date(startMs).toISOString()
const secret = Buffer.alloc(32, 7).toString('base64url')
const keys = [{ project: 'wild', purpose: 'hash' as const, number: 12, secret, createdAt: at }]
const treatments: Treatments = (definition, name) => {
  const reviewed = personalIn(definition).find(({ property }) => property === name)
  if (reviewed === undefined || name === 'pending') return 'unapproved'
  const approved = { ...reviewed, outcome: 'approve' as const, reason: '', by: 'somebody', at }
  return treatmentOf(reviewed, { decisions: [approved], keys })
}
const definitions: CompiledDefinitions = {
  ...compileDefinitions(unitFields, wildDefinitions, treatments),
  ...refusalsFor({
    unitFields,
    definitions: wildDefinitions,
    isErased: (_field, unit) => unit === 'b' || unit === '7',
  }),
}

/** What becomes of a body: the answer, the journal, and what watchers see. */
async function taken(compiled: CompiledDefinitions, bodies: readonly Uint8Array[], more: Partial<IngestRequest> = {}) {
  const journal: string[] = []
  const seen: unknown[] = []
  let ids = 0
  const ingest = createIngest({
    journal: {
      append(lines: readonly JournalLines[]) {
        for (const part of lines)
          journal.push(typeof part === 'string' ? `${part}\n` : Buffer.from(part.bytes).toString())
        return Promise.resolve('kept')
      },
    },
    dedupe: createDedupe({ idsMax: 10_000, secret: 's' }),
    now: () => startMs,
    uuid: () => `made-${ids++}`,
    definitionsOf: () => compiled,
    count: (verdict, events) => seen.push([verdict, events]),
    isWatched: () => bodies.length === 1,
    observe: (_sender, { judged, whole, duplicates }) => {
      const said = [...judged].filter(
        ([index, { fault, dropped, refused }]) => whole || fault || dropped || refused || duplicates.has(index),
      )
      seen.push(
        said.sort(([a], [b]) => a - b),
        [...duplicates],
      )
    },
  })
  const answers = []
  for (const body of bodies)
    answers.push(await ingest({ project: 'shop', environment: 'test', kind: 'client' }, { body, ...more }))
  return { answers, seen, journal: journal.join('') }
}

const parsing: CompiledDefinitions = { ...definitions, scan: undefined }

describe('scanning a body', () => {
  test('gives what parsing it gives, byte for byte', async () => {
    const requests = fc.record({
      contentType: fc.constantFrom(undefined, undefined, 'application/x-ndjson'),
      sentAt: fc.constantFrom(undefined, '2026-11-23T12:10:00.000Z'),
      backfill: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(wildBody, { minLength: 1, maxLength: 2 }), requests, async (bodies, more) => {
        expect(await taken(definitions, bodies, more)).toEqual(await taken(parsing, bodies, more))
      }),
      { numRuns: Number(process.env.SCAN_RUNS ?? 500) },
    )
  })

  test.each([
    ['nothing', ''],
    ['an empty array', ' [ ] '],
    ['1,001 events', `[${Array(1001).fill('{"id":"a","event":"wild","time":1,"user_id":"u"}').join(',')}]`],
    ['1,001 lines', '{"id":"a","event":"wild","time":1,"user_id":"u"}\n'.repeat(1001)],
    ['an array in an array', '[[{}]]'],
    ['two arrays', '[{}][{}]'],
    ['two objects in a line', '{}{}'],
    ['an object over several lines', '{\n"id":"a",\n"event":"wild"}'],
    ['lines of which one goes on', '{"id":"a"}\n{"id":\n"b"}'],
    ['a byte order mark', '\uFEFF[{}]'],
    ['NBSP between lines', '{"id":"a"}\n\u00a0\n{"id":"b"}'],
    ['a backslash at the end', '[{"id":"a\\'],
    ['brackets that do not match', '[{"id":[}]'],
    ['deep nesting', `[{"id":${'['.repeat(5000)}${']'.repeat(5000)}}]`],
    ['a long number', `[{"id":"a","event":"wild","time":${'9'.repeat(400)},"user_id":"u"}]`],
    [
      '__proto__',
      '[{"__proto__":{"id":"a"},"id":"b","event":"wild","time":1,"user_id":"u","properties":{"text":"t"}}]',
    ],
  ])('of %s too', async (_name, text) => {
    for (const contentType of ['application/json', 'application/x-ndjson']) {
      const body = Buffer.from(text)
      expect(await taken(definitions, [body], { contentType })).toEqual(await taken(parsing, [body], { contentType }))
    }
  })

  test('of bytes that are not UTF-8 too', async () => {
    const body = Buffer.concat([Buffer.from('[{"id":"'), Buffer.from([0xff]), Buffer.from('"}]')])
    expect(await taken(definitions, [body])).toEqual(await taken(parsing, [body]))
  })

  test('never parses usual events, and nothing as soon as one is no JSON', () => {
    const judgement: Judgement = {
      project: 'shop',
      environment: 'test',
      kind: 'client',
      definitions,
      receivedMs: startMs,
      sentMs: undefined,
      trusted: false,
      uuid: () => expect.unreachable(),
    }
    const usual = (id: string) => ({
      id,
      event: 'wild',
      time: new Date(startMs).toISOString(),
      user_id: 'ünïcode',
      sequence: 3,
      session_id: 's',
      context: { platform: 'web' },
      properties: {
        text: 't',
        number: 19.99,
        integer: -4,
        flag: true,
        at: startMs,
        color: 'red',
        hashed: 'h',
        kept: 0.1 + 0.2,
      },
    })
    const dedupe = createDedupe({ idsMax: 1000, secret: 's' })
    const scan = createBodyScan()
    const scanned = (text: string) => scan(Buffer.from(text), 'json', judgement, dedupe)
    const batch = scanned(JSON.stringify([usual('a'), usual('b')]))
    expect(batch).toMatchObject({ size: 2, noted: new Map() })
    expect(batch?.lines([0, 1])).toMatchObject([{ lines: 2 }])
    expect(scanned(JSON.stringify([usual('a'), usual('b')], undefined, 2))?.noted.size).toBe(0)
    expect(scanned(`[${JSON.stringify(usual('a'))},{"event":}]`)).toBeUndefined()
  })
})
