import { hydrateRoot } from 'react-dom/client'
import { createClient } from '../../sdk/src/index.ts'
import type { Configuration } from '../../src/contract/configuration.ts'
import type { Context } from '../../src/core/evaluate/context.ts'
import { type ShopState, shopPage } from './react-shop.ts'

/** What the page finds in itself, and leaves for the test. */
export type HydratedPage = {
  state: ShopState & { bootstrap?: Configuration; standing?: boolean }
  /** What the heading said at every frame, repetitions left out. */
  texts: string[]
  errors: string[]
  setContext: (context: Context) => Promise<boolean>
}

const page = globalThis as unknown as HydratedPage
page.errors = []
const { bootstrap, standing, ...state } = page.state
const client = createClient({
  url: location.origin,
  key: 'client',
  bootstrap,
  evaluationContext: state.context,
  stream: false,
  pollIntervalMs: 50,
  flushIntervalMs: 10,
  storage: false,
})
page.setContext = client.setContext
const root = document.querySelector('#root')
if (root === null) throw new Error('the page has a root')
hydrateRoot(root, shopPage(client, standing ? {} : state), {
  onRecoverableError: error => page.errors.push(String(error)),
})
