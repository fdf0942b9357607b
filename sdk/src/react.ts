import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
} from 'react'
import type { Context } from '../../src/core/evaluate/context.ts'
import type { Json } from '../../src/core/evaluate/resolution.ts'
import type { Client, Details, Widened } from './client.ts'

/** What components need of a client, whichever way that evaluates. */
export type ComponentClient = Pick<Client, 'peek' | 'exposed' | 'subscribe' | 'track'>

/** What a server rendered, by flag: what `client.peek` said there. */
export type Rendered = Readonly<Record<string, Details<Json>>>

type Provided = {
  readonly client: ComponentClient
  readonly context: Context | undefined
  readonly rendered: Rendered | undefined
}

const Assay = createContext<Provided | undefined>(undefined)

/**
 * Gives the components below a client. A server, where many share one, also gives the `context`; so does a browser that
 * hydrates its page, with the same `bootstrap` configuration or with what was `rendered`, so that nothing flickers.
 */
export function AssayProvider(props: {
  readonly client: ComponentClient
  readonly context?: Context
  readonly rendered?: Rendered
  readonly children?: ReactNode
}): ReactElement {
  const { client, context, rendered, children } = props
  const provided = useMemo(() => ({ client, context, rendered }), [client, context, rendered])
  return createElement(Assay.Provider, { value: provided }, children)
}

/** The client of the provider above, or undefined when there is none. */
export function useClient(): ComponentClient | undefined {
  return useContext(Assay)?.client
}

/**
 * The value of a flag, of the type of the default, which is also what comes without a provider. The component renders
 * again when the value changes; the exposure is logged once the component is on the page.
 */
export function useFlag<T extends Json>(flag: string, standard: T): Widened<T> {
  const provided = useContext(Assay)
  const { client, context, rendered } = provided ?? {}
  const before = rendered && Object.hasOwn(rendered, flag) ? rendered[flag] : undefined

  const current = () => {
    const now = client?.peek(flag, standard, context)
    // Until the client knows better, what the server rendered stays.
    return now === undefined || now.errorCode === 'PROVIDER_NOT_READY' ? hydrating() : now.value
  }
  const hydrating = () => {
    const then = before ?? client?.peek(flag, standard, context)
    return (typeof then?.value === typeof standard ? then?.value : standard) as Widened<T>
  }
  const value = useSyncExternalStore(client?.subscribe ?? never, current, hydrating)

  useEffect(() => {
    if (client === undefined) return
    const expose = () => {
      if (client.peek(flag, standard, context).variant !== undefined) client.exposed(flag, context)
    }
    expose()
    // The same value may be a variant of another experiment by then.
    return client.subscribe(expose)
  }, [client, context, flag, standard])

  return value
}

const never = () => () => undefined
