import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { booleanFlag, checkoutConfiguration } from './fixture.ts'
import { startServer } from './server.ts'

const sdk = join(import.meta.dirname, '../../sdk')
let folder: string
let tarball: string

// An app of its own, with nothing but the package in it.
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-app-'))
  execFileSync('npm', ['run', 'build', '--', '--out-dir', join(folder, 'built')], { cwd: sdk, stdio: 'pipe' })
  execFileSync('npm', ['pack', '--pack-destination', folder], { cwd: join(folder, 'built'), stdio: 'pipe' })
  tarball = join(folder, 'assay-sdk-0.1.0.tgz')
  writeFileSync(join(folder, 'package.json'), '{ "name": "app", "private": true, "type": "module" }')
  const quiet = ['--offline', '--no-audit', '--no-fund', '--omit=peer', '--legacy-peer-deps']
  execFileSync('npm', ['install', ...quiet, tarball], { cwd: folder, stdio: 'pipe' })
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('publint finds nothing', async () => {
  const { messages } = await publint({ pkgDir: join(folder, 'node_modules/@assay/sdk'), pack: false, strict: true })
  expect(messages).toEqual([])
})

test('the types are those of what is there, for everybody who can import modules', async () => {
  const result = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(tarball))))
  const problems = result.types === false ? ['no types'] : result.problems
  // The package has modules only: what cannot import them, cannot import it.
  const modules = problems.filter(
    problem =>
      typeof problem === 'string' ||
      (problem.kind !== 'CJSResolvesToESM' &&
        !('resolutionKind' in problem && ['node10', 'node16-cjs'].includes(problem.resolutionKind))),
  )
  expect(modules).toEqual([])
})

test('the browser entries name nothing of Node, and every entry is there', () => {
  const installed = join(folder, 'node_modules/@assay/sdk')
  const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
  for (const entry of Object.values<{ types: string; default: string }>(exports)) {
    expect(existsSync(join(installed, entry.types)), entry.types).toBe(true)
    const text = readFileSync(join(installed, entry.default), 'utf8')
    expect(text.includes('node:'), entry.default).toBe(entry.default === './node.js')
  }
})

test('it works in a Node project that has nothing else', async () => {
  const server = await startServer()
  server.serve(checkoutConfiguration)
  writeFileSync(
    join(folder, 'main.js'),
    `import { createClient } from '@assay/sdk/node'
     import { createTestClient } from '@assay/sdk/testing'
     const client = createClient({ url: process.argv[2], key: 'k', directory: 'kept' })
     await client.ready(5000)
     client.track('started', { user_id: 'u1' })
     const title = client.string('title', 'x')
     await client.close()
     console.log(JSON.stringify([title, createTestClient({ title: 'test' }).string('title', 'x'), client.stats().delivered]))`,
  )
  const output = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, ['main.js', server.url], { cwd: folder }, (error, stdout) =>
      error === null ? resolve(stdout) : reject(error),
    )
  })
  await server.close()
  expect(JSON.parse(output)).toEqual(['Hello', 'test', 1])
  expect(Array.from(server.events.values(), ({ event }) => event)).toEqual(['started'])
})

test('it works in a Vite app in Chromium', async () => {
  writeFileSync(join(folder, 'index.html'), '<!doctype html><h1>-</h1><script type="module" src="/app.js"></script>')
  writeFileSync(
    join(folder, 'app.js'),
    `import { createClient } from '@assay/sdk'
       import { createClient as createRemoteClient } from '@assay/sdk/remote'
       const client = createClient({ url: location.origin, key: 'k' })
       const remote = createRemoteClient({ url: location.origin, key: 'k' })
       await Promise.all([client.ready(5000), remote.ready(5000)])
       client.track('seen', {}, { device: client.context().device_id })
       document.querySelector('h1').textContent = [
         client.string('title', 'x'),
         remote.string('title', 'x'),
         client.boolean('staff', false, { email: 'a@shop.example' }),
       ].join(' ')`,
  )
  await build({ root: folder, configFile: false, logLevel: 'silent' })
  // What patterns need is a file of its own, which the page asks for by itself.
  const condition = { attribute: 'email', op: 'matches', value: '@shop[.]example$' } as const
  const staff = booleanFlag([{ id: 'staff', condition, serve: { variant: 'on' } }])
  const withPattern = { ...checkoutConfiguration, flags: { ...checkoutConfiguration.flags, staff } }
  const events: { event: string; device_id?: string }[] = []
  const server = createServer(async (request, response) => {
    const { url = '' } = request
    let body = ''
    for await (const chunk of request) body += chunk
    const file = join(folder, 'dist', url === '/' ? 'index.html' : url)
    if (url === '/v1/events') events.push(...JSON.parse(body))
    const answer = { '/sdk/v1/config': withPattern, '/v1/events': {} }[url]
    const remote = { flags: [{ key: 'title', value: 'remotely', variant: 'on', reason: 'STATIC' }] }
    if (url === '/ofrep/v1/evaluate/flags') response.end(JSON.stringify(remote))
    else if (answer !== undefined) response.end(JSON.stringify(answer))
    else if (existsSync(file)) {
      response.setHeader('content-type', file.endsWith('.js') ? 'text/javascript' : 'text/html')
      response.end(readFileSync(file))
    } else response.writeHead(404).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    const problems: string[] = []
    page.on('pageerror', error => problems.push(error.message))
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await page.waitForFunction(() => document.querySelector('h1')?.textContent !== '-')
    expect(await page.textContent('h1')).toBe('Hello remotely true')
    // Leaving the page is what sends the event: its second has not passed.
    await page.goto('about:blank')
    for (let wait = 0; wait < 100 && events.length === 0; wait++) await new Promise(done => setTimeout(done, 50))
    expect(events).toMatchObject([{ event: 'seen', device_id: expect.stringMatching(/^[0-9a-f-]{36}$/) }])
    expect(problems).toEqual([])
  } finally {
    await browser.close()
    server.close()
  }
})
