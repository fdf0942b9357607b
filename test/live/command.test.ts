import { expect, it } from 'vitest'
import { addOwnerToken } from '../../src/access/owner.ts'
import { tailLine } from '../../src/cli/tail/line.ts'
import { tail } from '../../src/cli/tail.ts'
import type { TailMessage } from '../../src/contract/live.ts'
import { startShopServer } from '../flags/shop-server.ts'

it('assay tail shows what a server takes, in words that cannot steer the terminal', async () => {
  const { server, key } = await startShopServer()
  const { secret } = await key('server')
  const token = addOwnerToken(server.platform, 'tail')
  const seen: TailMessage[] = []
  const stop = new AbortController()
  const flags = { url: server.url, token, project: 'shop', event: 'cart' }
  const write = (message: TailMessage) => {
    seen.push(message)
    stop.abort()
  }
  const ended = tail(flags, write, stop.signal).catch((error: unknown) => error)
  const send = (event: string, id: string) =>
    fetch(`${server.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify([{ id, event, time: Date.now(), user_id: 'u\u001b[2J', properties: { n: 1 } }]),
    })
  // The stream is open at some moment; events sent before are not on it.
  for (let index = 0; seen.length === 0 && index < 500; index += 1) await send('cart', `e${index}`)
  expect(await ended).toMatchObject({ name: 'AbortError' })
  expect(tailLine(seen[0] as TailMessage)).toMatch(/ {2}valid {8}production {2}cart {2}user_id=u·\[2J {2}n=1$/)
})

it('needs a project it may read', async () => {
  const { server } = await startShopServer()
  const token = addOwnerToken(server.platform, 'tail')
  await expect(tail({ url: server.url, token, project: 'elsewhere' }, () => undefined)).rejects.toThrow('404')
})
