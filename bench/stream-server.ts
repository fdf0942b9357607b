import { createServer, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { addOwnerToken } from '../src/access/owner.ts'
import { Config } from '../src/config.ts'
import type { Flag } from '../src/contract/flag.ts'
import { access, resources } from '../src/contract/routes.ts'
import { apiClient } from '../src/http/client.ts'
import { configurationEvent } from '../src/http/configuration-event.ts'
import { startServer } from '../src/main.ts'

/** A server of streams for one measurement, in a process of its own: ours, or the bare floor that writes the same bytes. */
const [mode = 'ours', dir = '.', flags = '10'] = process.argv.slice(2)

/** What a flag of `flag` comes to in a configuration. */
const bytesOfFlag = 225

const memoryMb = () => {
  globalThis.gc?.()
  return process.memoryUsage().rss / 1024 / 1024
}
const nowMs = () => performance.timeOrigin + performance.now()

function flag(index: number, round: number): Flag {
  return {
    key: `flag-${index}`,
    name: `Flag ${index}`,
    type: 'boolean',
    variants: [
      { key: 'on', value: true },
      { key: 'off', value: false },
    ],
    off: 'off',
    prerequisites: [],
    environments: {
      production: {
        on: true,
        fallthrough: 'off',
        rules: [
          {
            id: 'older',
            condition: { attribute: 'age', op: '>', value: 65 + round },
            serve: { variant: 'on' },
          },
        ],
      },
    },
  }
}

async function ours(): Promise<{ port: number; key: string; change(round: number): Promise<void> }> {
  const config = Config.parse({ dataDir: dir, port: 0, logLevel: 'error' })
  const server = await startServer(config, { now: Date.now })
  const call = apiClient({
    url: server.url,
    token: addOwnerToken(server.platform, 'bench'),
    fetch: request => server.fetch(request),
  })
  await call(resources.projects.create, { params: {}, body: { key: 'bench', name: 'Bench' } })
  await call(resources.attributes.create, {
    params: { project: 'bench' },
    body: { key: 'age', type: 'number' } as never,
  })
  for (let index = 0; index < Number(flags); index += 1)
    await call(resources.flags.create, { params: { project: 'bench' }, body: flag(index, 0) })
  const { body } = await call(access.createKey, {
    body: { kind: 'client', name: 'bench', project: 'bench', environment: 'production' },
  })
  const params = { project: 'bench', key: 'flag-0' }
  return {
    port: Number(new URL(server.url).port),
    key: body.secret,
    async change(round) {
      const { etag = '' } = await call(resources.flags.read, { params })
      await call(resources.flags.replace, { params, body: flag(0, round), ifMatch: etag })
    },
  }
}

async function floor(): Promise<{ port: number; key: string; change(round: number): Promise<void> }> {
  const open: ServerResponse[] = []
  const text = JSON.stringify('x'.repeat(Number(flags) * bytesOfFlag))
  const compressed = gzipSync(text)
  const server = createServer((request, response) => {
    if (request.url === '/sdk/v1/config') return response.end(compressed)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(configurationEvent('0', text).bytes)
    open.push(response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    key: 'none',
    async change(round) {
      const { bytes } = configurationEvent(String(round), text)
      for (const response of open) response.write(bytes)
    },
  }
}

const { port, key, change } = mode === 'floor' ? await floor() : await ours()
const emptyMb = memoryMb()
process.on('message', async (message: { round?: number }) => {
  if (message.round === undefined) return process.send?.({ addedMb: memoryMb() - emptyMb })
  const startMs = nowMs()
  await change(message.round)
  process.send?.({ startMs })
})
process.send?.({ port, key })
