import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { Config } from '../../src/config.ts'
import type { Role } from '../../src/contract/access.ts'
import { type RunningServer, startServer } from '../../src/main.ts'
import { launchChromium } from '../chromium.ts'
import { builtConsole } from './built-console.ts'
import { watchProblems } from './page-problems.ts'
import { type Room, roomOf, type SignedIn, signIn } from './room.ts'

export type { Room } from './room.ts'

export type PageOptions = {
  width?: 1440 | 390 | number
  height?: number
  colorScheme?: 'light' | 'dark'
  /** Who looks: a member of that role, or nobody. The owner by default. */
  as?: Role | 'nobody'
  /** Console errors the test provokes, such as /403/. */
  expects?: RegExp[]
}

/** A console to test: a real server with the built console, and pages on it. */
export type TestConsole = Room & {
  server: RunningServer
  /**
   * Opens a path. The test fails when the page logs an error or warning, throws, or breaks its policy; with SCREENSHOTS=FOLDER
   * in the environment, what it looked like then is kept there.
   */
  open(path: string, options?: PageOptions): Promise<Page>
}

/** `page`: a folder of the tests with an index.html of its own, served in place of the console. */
type Options = {
  page?: string
  /** With React as it is shipped, where speed matters; as it is developed with by default, which says what is wrong. */
  mode?: 'development' | 'production'
  setUp?: (room: Room) => Promise<unknown>
  now?: () => number
  config?: Partial<Config>
}

/** Gives the tests of a file one server, started before the first and stopped after the last. Call it at the top. */
export function testConsole({
  page: ownPage,
  mode = 'development',
  setUp,
  now = Date.now,
  config = {},
}: Options = {}): TestConsole {
  let server: RunningServer | undefined
  let browser: Browser | undefined
  let room: Room | undefined
  const states = new Map<string, Promise<SignedIn>>()
  const dataDir = mkdtempSync(join(tmpdir(), 'assay-console-'))

  beforeAll(async () => {
    const [consoleDir, launched] = await Promise.all([builtConsole({ page: ownPage, mode }), launchChromium()])
    browser = launched
    const settings = {
      dataDir,
      consoleDir,
      port: 0,
      logLevel: 'silent',
      loadIntervalMs: 60_000,
      selfObservation: false,
      ...config,
    }
    server = await startServer(Config.parse(settings), { now })
    room = roomOf(server)
    await setUp?.(room)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    rmSync(dataDir, { recursive: true, force: true })
  })

  const running = () => {
    if (!server || !browser || !room) throw new Error('the console starts before the first test')
    return { server, browser, room }
  }

  const signedIn = (who: Role | 'owner') => {
    const kept = states.get(who) ?? signIn(running(), who)
    states.set(who, kept)
    return kept
  }

  return {
    get server() {
      return running().server
    },
    get call() {
      return running().room.call
    },
    get url() {
      return running().room.url
    },
    key: wanted => running().room.key(wanted),
    send: (key, events) => running().room.send(key, events),
    async open(path, { width = 1440, height = 900, colorScheme = 'light', as, expects = [] } = {}) {
      const storageState = as === 'nobody' ? undefined : await signedIn(as ?? 'owner')
      const context = await running().browser.newContext({
        viewport: { width, height },
        colorScheme,
        reducedMotion: 'reduce',
        baseURL: running().server.url,
        ...(storageState ? { storageState } : {}),
      })
      const page = await context.newPage()
      page.setDefaultTimeout(20_000)
      const problems = watchProblems(page, expects)
      onTestFinished(async ({ task }) => {
        const folder = process.env.SCREENSHOTS
        if (folder !== undefined && task.result?.state === 'fail' && !page.isClosed())
          await page.screenshot({ path: join(folder, `${task.name.replace(/\W+/g, '-').slice(0, 80)}.png`) })
        await context.close()
        expect(problems.found()).toEqual([])
      })
      await page.goto(path)
      return page
    },
  }
}
