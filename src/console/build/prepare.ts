import { fileURLToPath } from 'node:url'

// An installation without the tools for development has no Vite; what was built before is served as it is.
const vite = await import('vite').catch((error: NodeJS.ErrnoException) => {
  if (error.code === 'ERR_MODULE_NOT_FOUND') return undefined
  throw error
})
await vite?.build({ configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)), logLevel: 'warn' })
