import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { openTestAssay, tempFolder } from '../assay.ts'

const page = '<!doctype html><meta property="csp-nonce" nonce="ASSAY_NONCE"><script nonce="ASSAY_NONCE"></script>'
const program = 'console.log("hello")'

async function openBuilt() {
  const consoleDir = tempFolder()
  mkdirSync(join(consoleDir, 'assets'))
  writeFileSync(join(consoleDir, 'index.html'), page)
  writeFileSync(join(consoleDir, 'mark.svg'), '<svg/>')
  writeFileSync(join(consoleDir, 'secret.js'), 'outside of assets')
  const file = join(consoleDir, 'assets', 'index-1.js')
  writeFileSync(file, program)
  writeFileSync(`${file}.br`, brotliCompressSync(program))
  writeFileSync(`${file}.gz`, gzipSync(program))
  return openTestAssay({ config: { consoleDir } })
}
const asBrowser = { key: '', headers: { accept: 'text/html,application/xhtml+xml' } }

describe('the page', () => {
  test('is answered at every address a person may open, with a policy and a nonce of its own', async () => {
    const assay = await openBuilt()
    const nonces = new Set<string>()
    for (const path of ['/', '/sign-in', '/welcome?code=x', '/p/shop', '/p/shop/flags/a.b', '/no/such/page']) {
      const response = await assay.request(path, asBrowser)
      expect(response.status).toBe(200)
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(response.headers.get('referrer-policy')).toBe('same-origin')
      expect(response.headers.get('permissions-policy')).toContain('camera=()')
      const policy = response.headers.get('content-security-policy') ?? ''
      const nonce = /'nonce-([\w+/=]+)'/.exec(policy)?.[1] ?? ''
      expect(policy).toBe(
        `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; connect-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      )
      expect(await response.text()).toBe(page.replaceAll('ASSAY_NONCE', nonce))
      nonces.add(nonce)
    }
    expect(nonces.size).toBe(6)
  })

  test('takes nothing away from the endpoints', async () => {
    const assay = await openBuilt()
    for (const path of ['/api/v1/nothing', '/v1/nothing', '/sdk/v1/nothing', '/docs/nothing', '/problems/nothing']) {
      const response = await assay.request(path, asBrowser)
      expect([path, response.status, response.headers.get('content-type')]).toEqual([
        path,
        404,
        'application/problem+json',
      ])
    }
    expect(await (await assay.request('/docs', asBrowser)).text()).toContain('swagger-ui')
    expect((await assay.request('/healthz', asBrowser)).headers.get('content-type')).toBe('application/json')
    expect((await assay.request('/metrics', asBrowser)).headers.get('content-type')).toContain('text/plain')
  })

  test('is not answered to programs that expect something else', async () => {
    const assay = await openBuilt()
    expect((await assay.request('/p/shop', { key: '' })).status).toBe(404)
    expect((await assay.request('/p/shop', { ...asBrowser, method: 'POST' })).status).toBe(404)
  })

  test('says how to build it where it is not built', async () => {
    const assay = await openTestAssay({ config: { consoleDir: tempFolder() } })
    const response = await assay.request('/', asBrowser)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ hint: expect.stringContaining('npm run build') })
  })
})

describe('the files', () => {
  test.each([
    ['br, gzip', 'br', brotliDecompressSync],
    ['gzip;q=1.0', 'gzip', gunzipSync],
    ['identity', null, (bytes: Buffer) => bytes],
  ] as const)('are answered to Accept-Encoding %s as %s, for good', async (accepted, encoding, decode) => {
    const assay = await openBuilt()
    const response = await assay.request('/assets/index-1.js', { key: '', headers: { 'accept-encoding': accepted } })
    expect(response.headers.get('content-encoding')).toBe(encoding)
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('vary')).toBe('accept-encoding')
    expect(decode(Buffer.from(await response.arrayBuffer())).toString()).toBe(program)
  })

  test.each([
    '/assets/..%2fsecret.js',
    '/assets/%2e%2e%2fsecret.js',
    '/assets/nothing.js',
    '/assets/index-1',
    '/secret.js',
  ])('%s is none of them', async path => {
    const assay = await openBuilt()
    expect((await assay.request(path, { key: '' })).status).toBe(404)
  })
})
