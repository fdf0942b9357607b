import { createElement, type ReactElement } from 'react'
import { AssayProvider, type ComponentClient, type Rendered, useFlag } from '../../sdk/src/react.ts'
import type { Context } from '../../src/core/evaluate/context.ts'

/** What a page needs to hydrate: the same for the server that renders it and for the browser. */
export type ShopState = { context: Context; rendered?: Rendered }

/** A page that shows two flags. */
export function shopPage(client: ComponentClient, state: Partial<ShopState>): ReactElement {
  return createElement(AssayProvider, { client, ...state }, createElement(Checkout))
}

function Checkout(): ReactElement {
  const title = useFlag('title', 'no title')
  const simple = useFlag('simple-checkout', false)
  return createElement('h1', null, `${title}, ${simple ? 'simple' : 'standard'} checkout`)
}
