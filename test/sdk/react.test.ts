import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { renderToString } from 'react-dom/server'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createClient } from '../../sdk/src/index.ts'
import { createTestClient } from '../../sdk/src/testing.ts'
import type { Configuration } from '../../src/contract/configuration.ts'
import { launchChromium } from '../chromium.ts'
import { checkoutConfiguration } from './fixture.ts'
import type { HydratedPage } from './react-page.ts'
import { shopPage } from './react-shop.ts'

const client = createClient({
  url: 'http://127.0.0.1:9',
  key: 'k',
  bootstrap: checkoutConfiguration,
  pollIntervalMs: 0,
})
const contextOf = (user: number) => ({ targetingKey: `u${user}`, age: 70 })
const user = Array.from({ length: 100 }, (_, i) => i).find(
  i => client.peek('simple-checkout', false, contextOf(i)).value,
)
const context = contextOf(user ?? 0)

test('a server renders the flags of the context it is given, and exposes nobody', () => {
  expect(renderToString(shopPage(client, { context }))).toBe('<h1>Hello, simple checkout</h1>')
  expect(renderToString(shopPage(client, { context: {} }))).toBe('<h1>Hello, standard checkout</h1>')
  expect(client.stats().waiting).toBe(0)
})

test('defaults are rendered where a flag is unknown or of another type', () => {
  expect(renderToString(shopPage(createTestClient({ title: 5 }), { context }))).toBe(
    '<h1>no title, standard checkout</h1>',
  )
})

test('the hooks cost at most 2 KB more than the client, gzipped', async () => {
  const sizeOf = async (imports: string) => {
    const { outputFiles } = await build({
      stdin: { contents: imports, resolveDir: join(import.meta.dirname, '../../sdk/src') },
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      external: ['react'],
      write: false,
    })
    return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length
  }
  const core = `export { createClient } from './index.ts'`
  const hooks = `${core}; export { AssayProvider, useClient, useFlag } from './react.ts'`
  expect((await sizeOf(hooks)) - (await sizeOf(core))).toBeLessThanOrEqual(2048)
})

// Watches the heading from before there is one until the test looks.
const watch = `
  globalThis.texts = []
  const look = () => {
    const text = document.querySelector('h1')?.textContent
    // A frame may be drawn while the document is still being read.
    if (document.readyState !== 'loading' && text !== undefined && texts.at(-1) !== text) texts.push(text)
    requestAnimationFrame(look)
  }
  look()
`

describe('in Chromium', () => {
  let browser: Browser
  let script: string

  beforeAll(async () => {
    const bundle = await build({
      entryPoints: [join(import.meta.dirname, 'react-page.ts')],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      define: { 'process.env.NODE_ENV': '"development"' },
    })
    script = bundle.outputFiles[0]?.text ?? ''
    browser = await launchChromium()
  })

  afterAll(() => browser.close())

  type Shop = { page: Page; exposures: unknown[]; warnings: string[]; serve: (configuration: Configuration) => void }

  // The page as a server renders it, the script that hydrates it, and what an SDK asks for.
  async function open(state: HydratedPage['state']): Promise<Shop> {
    const exposures: unknown[] = []
    const warnings: string[] = []
    let configuration = checkoutConfiguration
    const html = `<!doctype html><link rel="icon" href="data:,"><script>${watch}; globalThis.state = ${JSON.stringify(state)}</script>
      <div id="root">${renderToString(shopPage(client, { context }))}</div><script type="module" src="/page.js"></script>`
    const server = createServer(async (request, response) => {
      const type =
        request.url === '/' ? 'text/html' : request.url === '/page.js' ? 'text/javascript' : 'application/json'
      response.setHeader('content-type', type)
      if (request.url === '/v1/events') {
        const chunks: Buffer[] = []
        for await (const chunk of request) chunks.push(chunk)
        exposures.push(...JSON.parse(Buffer.concat(chunks).toString('utf8')))
      }
      const bodies: Record<string, string> = { '/': html, '/page.js': script, '/v1/events': '{}' }
      response.end(bodies[request.url ?? ''] ?? JSON.stringify(configuration))
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const page = await browser.newPage()
    onTestFinished(async () => {
      await page.close()
      server.closeAllConnections()
      server.close()
    })
    page.on('console', message => {
      if (message.type() === 'error' || message.type() === 'warning') warnings.push(message.text())
    })
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    return {
      page,
      exposures,
      warnings,
      serve: next => {
        configuration = next
      },
    }
  }

  const seen = (page: Page) =>
    page.evaluate(() => {
      const { texts, errors } = globalThis as unknown as HydratedPage
      return { texts, errors }
    })
  const heading = (page: Page, text: string) =>
    page.waitForFunction(wanted => document.querySelector('h1')?.textContent === wanted, text)

  test('with a bootstrap configuration the first text is the final one, and one exposure is logged', async () => {
    const { page, exposures, warnings } = await open({ context, bootstrap: checkoutConfiguration })
    await expect.poll(() => exposures.length).toBe(1)
    expect(exposures[0]).toMatchObject({ event: '$exposure', user_id: context.targetingKey })
    expect(await seen(page)).toEqual({ texts: ['Hello, simple checkout'], errors: [] })
    expect(warnings).toEqual([])
  })

  test('with what was rendered nothing flickers before the client has a configuration', async () => {
    const rendered = {
      title: client.peek('title', ''),
      'simple-checkout': client.peek('simple-checkout', false, context),
    }
    const { page, exposures, warnings } = await open({ context, rendered })
    await expect.poll(() => exposures.length).toBe(1)
    expect(await seen(page)).toEqual({ texts: ['Hello, simple checkout'], errors: [] })
    expect(warnings).toEqual([])
  })

  test('with neither the page is rendered again, which is what the two above would show', async () => {
    const { page, exposures } = await open({ context })
    await expect.poll(() => exposures.length).toBe(1)
    expect((await seen(page)).errors).not.toEqual([])
  })

  test('another configuration renders again, in place', async () => {
    const { page, warnings, serve } = await open({ context, bootstrap: checkoutConfiguration })
    await heading(page, 'Hello, simple checkout')
    const { title } = checkoutConfiguration.flags
    if (title === undefined) throw new Error('the fixture has a title')
    serve({
      ...checkoutConfiguration,
      version: 'v2',
      flags: { ...checkoutConfiguration.flags, title: { ...title, fallthrough: 'off' } },
    })
    await heading(page, 'Bye, simple checkout')
    expect((await seen(page)).texts).toEqual(['Hello, simple checkout', 'Bye, simple checkout'])
    expect(warnings).toEqual([])
  })

  test('another context renders again, where the client has the context', async () => {
    const { page, exposures, warnings } = await open({ context, standing: true, bootstrap: checkoutConfiguration })
    await expect.poll(() => exposures.length).toBe(1)
    await page.evaluate(to => (globalThis as unknown as HydratedPage).setContext(to), { ...context, age: 60 })
    await heading(page, 'Hello, standard checkout')
    expect((await seen(page)).texts).toEqual(['Hello, simple checkout', 'Hello, standard checkout'])
    expect(exposures).toHaveLength(1)
    expect(warnings).toEqual([])
  })
})
