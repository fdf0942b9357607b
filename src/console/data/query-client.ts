import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { failureOf } from './failure.ts'

let signedOut = () => {}

/** Sets what happens when the server no longer knows who we are. */
export function onSignedOut(handler: () => void): void {
  signedOut = handler
}

function watch(error: unknown, meta: Record<string, unknown> | undefined): void {
  if (failureOf(error).kind === 'signed-out' && meta?.expectsSignedOut !== true) signedOut()
}

/** Everything the console has read so far. Failures that another try cannot mend are not tried again. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (error, query) => watch(error, query.meta) }),
  mutationCache: new MutationCache({ onError: (error, _variables, _result, mutation) => watch(error, mutation.meta) }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => ['server', 'throttled'].includes(failureOf(error).kind) && failures < 2,
      refetchOnWindowFocus: true,
      // Asked even when the browser believes to be offline: the server may be on this very machine.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})
