import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { resources } from '../../src/contract/routes.ts'
import { launchChromium } from '../chromium.ts'
import type { ShopPage } from './page.ts'
import { exposuresIn, startShop } from './server.ts'

/** A page of another origin that runs page.ts. */
async function openPage(): Promise<Page> {
  const bundle = await build({
    entryPoints: [join(import.meta.dirname, 'page.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
  })
  const script = bundle.outputFiles[0]?.text ?? ''
  const pages = createServer((request, response) => {
    const isScript = request.url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : '<!doctype html><title>Shop</title><script type="module" src="/page.js"></script>')
  })
  await new Promise<void>(resolve => pages.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void pages.close())
  const browser = await launchChromium()
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/`)
  await page.waitForFunction(() => 'shop' in globalThis)
  return page
}

describe('the OpenFeature web SDK in Chromium', () => {
  it('evaluates across origins and hears of a change through the advertised event stream', async () => {
    const shop = await startShop()
    const page = await openPage()
    const call = <T>(work: (page: ShopPage) => T) => page.evaluate(`(${work})(globalThis.shop)`) as Promise<T>
    const streamed = page.waitForResponse(response => response.url().includes('/sdk/v1/stream'))
    await page.evaluate(
      ([url, key]) =>
        (globalThis as unknown as { shop: ShopPage }).shop.start(url ?? '', key ?? '', {
          targetingKey: 'ada',
          country: 'DE',
        }),
      [shop.url, shop.clientKey],
    )
    expect(await call(page => page.price())).toBe(9.5)
    expect(await call(page => page.banner())).toBe(true)
    expect(['standard', 'simple']).toContain(await call(page => page.checkout()))
    expect((await streamed).status()).toBe(200)
    await shop.call(resources.flags.change, {
      params: { project: 'shop', key: 'price' },
      ifMatch: '"1"',
      body: { variants: [{ key: 'standard', value: 10 }] },
    })
    await page.waitForFunction(() => (globalThis as unknown as { shop: ShopPage }).shop.price() === 10)
    // The stream's first message and the change may each make the provider ask again.
    expect(await call(page => page.changes)).toBeGreaterThanOrEqual(1)
    expect(await exposuresIn(shop)).toMatchObject([{ user_id: 'ada', _country: 'DE' }])
  })
})
