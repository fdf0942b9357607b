import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '../..')

type RouteNode = { options: { path?: string }; children?: RouteNode[] }

/** The patterns of all addresses of the console that show a screen, as its router knows them. */
export async function screenPatterns(): Promise<string[]> {
  // Beside the packages it imports, which stay what they are.
  const folder = mkdtempSync(join(root, 'node_modules/.assay-screens-'))
  const outfile = join(folder, 'screens.mjs')
  try {
    await build({
      entryPoints: [join(root, 'src/console/screens.ts')],
      bundle: true,
      format: 'esm',
      packages: 'external',
      loader: { '.css': 'empty' },
      logLevel: 'error',
      outfile,
    })
    // The routes belong into a browser; their patterns can be read without one.
    Object.assign(globalThis, { location: new URL('http://localhost') })
    const { screens } = (await import(outfile)) as { screens: RouteNode }
    return patternsOf(screens, '')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function patternsOf({ options: { path = '' }, children = [] }: RouteNode, before: string): string[] {
  return children.length === 0 ? [before + path] : children.flatMap(child => patternsOf(child, before + path))
}
