import type { Browser, BrowserContext } from 'playwright-core'
import type { NewAccessKey, Role } from '../../src/contract/access.ts'
import type { WireEvent } from '../../src/contract/event.ts'
import { access } from '../../src/contract/routes.ts'
import { people } from '../../src/contract/session-routes.ts'
import { type ApiClient, apiClient } from '../../src/http/client.ts'
import type { RunningServer } from '../../src/main.ts'

/** What a server is prepared with, through its API. */
export type Room = {
  call: ApiClient
  url: string
  key(wanted: NewAccessKey): Promise<string>
  /** Sends events as an app would, and waits until they can be asked for. */
  send(key: string, events: (Partial<WireEvent> | unknown)[]): Promise<void>
}

/** The room of a server on its first start, whose owner prepares it. */
export function roomOf(server: RunningServer): Room {
  const call = apiClient({ url: server.url, token: server.welcome?.token ?? '' })
  return {
    call,
    url: server.url,
    key: async wanted => (await call(access.createKey, { body: wanted })).body.secret,
    async send(key, events) {
      const response = await fetch(`${server.url}/v1/events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(events),
      })
      if (!response.ok) throw new Error(`sending events: ${response.status} ${await response.text()}`)
      await server.settle()
    },
  }
}

/** What a browser keeps of somebody who is signed in. */
export type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>

/** Signs somebody in as they would by a link, and keeps the cookie for every page of theirs. */
export async function signIn(
  { server, browser, room }: { server: RunningServer; browser: Browser; room: Room },
  who: Role | 'owner',
): Promise<SignedIn> {
  const link =
    who === 'owner'
      ? server.ownerLink('/')
      : (await room.call(people.create, { body: { name: `Test ${who}`, email: `${who}@shop.example`, role: who } }))
          .body.invitation.link
  const code = new URL(link).searchParams.get('code')
  const context = await browser.newContext({ baseURL: server.url })
  try {
    const answer = await context.request.post('/api/v1/session/code', {
      data: { code },
      headers: { origin: server.url },
    })
    if (!answer.ok()) throw new Error(`signing in as ${who}: ${answer.status()} ${await answer.text()}`)
    return await context.storageState()
  } finally {
    await context.close()
  }
}
