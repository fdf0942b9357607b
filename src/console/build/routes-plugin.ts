import { statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'
import type { Route } from '../../contract/route.ts'

const contractFile = /\/src\/contract\/(?:\w+-)*routes\.ts$/

/**
 * Gives the browser the routes of the contract as a table of methods and paths. Types still come from the real files,
 * so calls are checked by the contract while neither zod nor a schema is shipped.
 */
export function routeTables(): Plugin {
  return {
    name: 'assay-route-tables',
    enforce: 'pre',
    async load(id) {
      const file = id.split('?')[0] ?? id
      if (!contractFile.test(file)) return undefined
      const module = (await import(`${pathToFileURL(file).href}?at=${statSync(file).mtimeMs}`)) as Record<
        string,
        unknown
      >
      return Object.entries(module)
        .flatMap(([name, value]) => {
          const table = tableOf(value)
          return table === undefined ? [] : [`export const ${name} = ${JSON.stringify(table)}`]
        })
        .join('\n')
    },
  }
}

/** A route or a group of routes without its schemas; undefined for everything else a contract file exports. */
function tableOf(value: unknown): object | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  if (isRoute(value)) {
    const { method, path, access, etag, idempotent } = value
    return { method, path, access, etag, idempotent }
  }
  const entries = Object.entries(value).map(([name, part]) => [name, tableOf(part)] as const)
  return entries.some(([, part]) => part !== undefined) ? Object.fromEntries(entries) : undefined
}

function isRoute(value: object): value is Route {
  return 'method' in value && 'path' in value && 'access' in value
}
