import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { Config } from '../../src/config.ts'
import { startServer } from '../../src/main.ts'
import { launchChromium } from '../chromium.ts'
import { isForStrangers, richAddresses } from './addresses.ts'
import { builtConsole } from './built-console.ts'
import { screenPatterns } from './patterns.ts'
import { setUpRichShop } from './rich-shop.ts'
import { roomOf, type SignedIn, signIn } from './room.ts'
import { settled } from './settled.ts'

// Every screen of a shop with something to see, at a desk and on a phone, by day and at night: npm run screenshots FOLDER [WORD IN THE ADDRESS]
const [folder, only = ''] = process.argv.slice(2)
if (folder === undefined) throw new Error('say where to: npm run screenshots FOLDER')
await takeAll(folder, only)

async function takeAll(folder: string, only: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const dataDir = mkdtempSync(join(tmpdir(), 'assay-screenshots-'))
  const clock = { ms: Date.now() }
  const [consoleDir, browser, patterns] = await Promise.all([
    builtConsole({ mode: 'production' }),
    launchChromium(),
    screenPatterns(),
  ])
  const settings = { dataDir, consoleDir, port: 0, logLevel: 'silent', selfObservation: false }
  const server = await startServer(Config.parse(settings), { now: () => clock.ms })
  try {
    const room = roomOf(server)
    await setUpRichShop(room, clock)
    const owner = await signIn({ server, browser, room }, 'owner')
    const addresses = patterns.flatMap(pattern => richAddresses(pattern) ?? []).filter(one => one.includes(only))
    for (const width of [1440, 390])
      for (const colorScheme of ['light', 'dark'] as const)
        await take({ browser, url: server.url, owner, addresses, width, colorScheme, folder })
  } finally {
    await browser.close()
    await server.close()
    rmSync(dataDir, { recursive: true })
  }
}

type Appearance = { width: number; colorScheme: 'light' | 'dark' }
type Take = Appearance & { browser: Browser; url: string; owner: SignedIn; addresses: string[]; folder: string }

/** One PNG for each address in one appearance, the whole height of it. */
async function take({ browser, url, owner, addresses, folder, width, colorScheme }: Take): Promise<void> {
  for (const [strangers, theirs] of Map.groupBy(addresses, isForStrangers)) {
    const context = await browser.newContext({
      viewport: { width, height: width === 390 ? 844 : 900 },
      colorScheme,
      reducedMotion: 'reduce',
      baseURL: url,
      ...(strangers ? {} : { storageState: owner }),
    })
    const page = await context.newPage()
    for (const address of theirs) {
      await page.goto(address)
      const stood = await settled(page).then(
        () => '',
        () => '  (never stood still)',
      )
      const file = join(folder, `${nameOf(address)}-${width}-${colorScheme}.png`)
      await page.screenshot({ path: file, fullPage: true })
      process.stdout.write(`${file}${stood}\n`)
    }
    await context.close()
  }
}

/** An address as the name of a file. */
function nameOf(address: string): string {
  const name = address
    .replace(/^\/p\/[\w-]+/, '')
    .replace(/[^a-z0-9]+/gi, '-')
    .replace(/^-|-$/g, '')
  return name === '' ? 'home' : name
}
