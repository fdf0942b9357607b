import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressed } from './build/compress-plugin.ts'
import { routeTables } from './build/routes-plugin.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const server = 'http://127.0.0.1:4000'

export default defineConfig({
  root: here('.'),
  plugins: [routeTables(), react(), compressed()],
  // The server puts a nonce of its own in its place on every answer.
  html: { cspNonce: 'ASSAY_NONCE' },
  build: {
    outDir: here('../../dist/console'),
    emptyOutDir: true,
    target: 'es2023',
    // These know light-dark(), which the theme is written in.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    manifest: true,
    // Anything inlined would need a hole in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/sign-in/oidc', '/schemas', '/docs', '/openapi.json'].map(path => [path, server]),
    ),
  },
})
