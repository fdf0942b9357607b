import './nonce.ts'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './theme.css'
import { MantineProvider } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { type AnyRouter, RouterProvider } from '@tanstack/react-router'
import { type ReactElement, StrictMode } from 'react'
import { queryClient } from './data/query-client.ts'
import { styleNonce } from './nonce.ts'
import { Hints } from './shell/hints.tsx'
import { OfflineBanner } from './shell/offline-banner.tsx'
import { theme } from './theme.ts'

/** Everything a screen stands on: colours, dialogs, notices, what was read, and the address. */
export function App({ router }: { router: AnyRouter }): ReactElement {
  return (
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
        <QueryClientProvider client={queryClient}>
          <ModalsProvider>
            <Notifications position="bottom-right" limit={4} />
            <OfflineBanner />
            <Hints router={router} />
            <RouterProvider router={router} />
          </ModalsProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>
  )
}
