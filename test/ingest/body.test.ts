import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readBody } from '../../src/ingest/body.ts'

const megabyte = 1024 * 1024

describe('a body', () => {
  test.each([
    ['an array', '[{"a":1},2]', undefined, [{ a: 1 }, 2]],
    ['an empty array', '[]', undefined, []],
    ['one object', '{"a":1}', 'application/json', [{ a: 1 }]],
    ['NDJSON', '{"a":1}\n{"a":2}\n', 'application/x-ndjson', [{ a: 1 }, { a: 2 }]],
    ['NDJSON that does not say so', '{"a":1}\r\n\r\n{"a":2}', undefined, [{ a: 1 }, { a: 2 }]],
    ['a byte order mark', '\uFEFF[1]', undefined, [1]],
  ])('%s', async (_name, body, contentType, items) => {
    expect(await readBody({ body, contentType })).toEqual({ items })
    expect(await readBody({ body: Buffer.from(body), contentType })).toEqual({ items })
    expect(await readBody({ body: gzipSync(body), contentType, encoding: 'gzip' })).toEqual({ items })
  })

  test.each([
    ['nothing', '', 'malformed-body'],
    ['half an array', '[{"a":1}', 'malformed-body'],
    ['NaN', '[{"a":NaN}]', 'malformed-body'],
    ['Infinity', '[{"a":-Infinity}]', 'malformed-body'],
    ['a text', '"events"', 'malformed-body'],
    ['a broken line', '{"a":1}\n{"a":\n', 'malformed-body'],
    ['1,001 events', JSON.stringify(Array(1001).fill({})), 'too-large'],
    ['1,001 lines', '{}\n'.repeat(1001), 'too-large'],
    ['10 MB', `[${' '.repeat(10 * megabyte)}]`, 'too-large'],
  ])('that cannot be taken: %s', async (_name, body, problem) => {
    expect(await readBody({ body })).toMatchObject({ problem })
    expect(await readBody({ body: Buffer.from(body) })).toMatchObject({ problem })
  })

  test('exactly 1 MB and 1,000 events are taken, one byte more is not', async () => {
    const body = `[${Array(1000).fill('{}').join(',')}]`.padEnd(megabyte)
    expect(await readBody({ body: Buffer.from(body) })).toMatchObject({ items: { length: 1000 } })
    expect(await readBody({ body: gzipSync(body), encoding: 'gzip' })).toMatchObject({ items: { length: 1000 } })
    expect(await readBody({ body: Buffer.from(`${body} `) })).toMatchObject({ problem: 'too-large' })
    expect(await readBody({ body: gzipSync(`${body} `), encoding: 'gzip' })).toMatchObject({ problem: 'too-large' })
  })

  test('a gzip bomb stops at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * megabyte, 32), { level: 9 })
    expect(bomb.length).toBeLessThan(megabyte)
    const before = process.memoryUsage().rss
    expect(await readBody({ body: bomb, encoding: 'gzip' })).toMatchObject({ problem: 'too-large' })
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * megabyte)
  })

  test('wrong encodings are refused', async () => {
    expect(await readBody({ body: Buffer.from('[]'), encoding: 'br' })).toMatchObject({
      problem: 'unsupported-encoding',
    })
    expect(await readBody({ body: Buffer.from('[]'), encoding: 'gzip' })).toMatchObject({ problem: 'malformed-body' })
    expect(await readBody({ body: gzipSync('[]').subarray(0, 15), encoding: 'gzip' })).toMatchObject({
      problem: 'malformed-body',
    })
    expect(await readBody({ body: Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]) })).toMatchObject({
      problem: 'malformed-body',
    })
    expect(await readBody({ body: Buffer.from('[]'), encoding: 'identity' })).toEqual({ items: [] })
  })
})
