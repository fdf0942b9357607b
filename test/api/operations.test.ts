import { describe, expect, it } from 'vitest'
import { everyRoute } from '../../src/contract/routes.ts'
import { openTestAssay } from '../assay.ts'

describe('the OpenAPI document', () => {
  it('is 3.1 and describes every route of the contract, each with a summary and a named answer', async () => {
    const { request } = await openTestAssay()
    const response = await request('/openapi.json', { key: '' })
    expect(response.status).toBe(200)
    const document = (await response.json()) as {
      openapi: string
      paths: Record<string, Record<string, { summary?: string; responses: object }>>
    }
    expect(document.openapi).toBe('3.1.0')
    for (const route of everyRoute) {
      const operation = document.paths[route.path]?.[route.method]
      expect(operation?.summary, `${route.method} ${route.path}`).toBe(route.summary)
      expect(Object.keys(operation?.responses ?? {})).toContain(String(route.status ?? 200))
    }
    expect(JSON.stringify(document)).not.toContain('"$ref":"#/components/schemas/undefined')
  })

  it('is browsable at /docs with nothing from anywhere else', async () => {
    const { request } = await openTestAssay()
    const page = await request('/docs', { key: '' })
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await page.text()).not.toMatch(/https?:\/\//)
    expect((await request('/docs/swagger-ui-bundle.js', { key: '' })).status).toBe(200)
    expect((await request('/docs/package.json', { key: '' })).status).toBe(404)
  })
})

describe('a server', () => {
  it('says that it is alive, ready, and what it counts', async () => {
    const { request } = await openTestAssay()
    expect(await (await request('/healthz', { key: '' })).json()).toEqual({ status: 'ok' })
    expect(await (await request('/readyz', { key: '' })).json()).toEqual({ status: 'ready' })
    const metrics = await (await request('/metrics', { key: '' })).text()
    expect(metrics).toContain('assay_http_requests_total{route="/healthz",status="200"} 1')
  })

  it('answers with a request id and keeps one that was given', async () => {
    const { request } = await openTestAssay()
    expect((await request('/healthz')).headers.get('x-request-id')).toMatch(/^[\w-]{8}-\w+$/)
    expect((await request('/healthz', { headers: { 'x-request-id': 'mine-1' } })).headers.get('x-request-id')).toBe(
      'mine-1',
    )
  })

  it('explains every problem at its type', async () => {
    const { request } = await openTestAssay()
    const missing = (await (await request('/nowhere')).json()) as { type: string; hint: string }
    expect(missing.type).toBe('/problems/not-found')
    expect(await (await request(missing.type)).json()).toMatchObject({ status: 404, hint: missing.hint })
  })
})
