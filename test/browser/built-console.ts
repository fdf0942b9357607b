import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '../..')
const cache = join(root, 'node_modules/.cache/assay-console')
const keptMs = 3_600_000

type Wanted = {
  /** A folder of the tests with an index.html that stands in for the console's own. */
  page?: string | undefined
  /** With React as it is developed with, which says what is wrong, or as it is shipped. */
  mode?: 'development' | 'production'
}

/** The folder with a build of the console as its sources are now; built when there is none yet. */
export async function builtConsole({ page, mode = 'development' }: Wanted = {}): Promise<string> {
  const folder = join(cache, `${sourceHash(page)}-${mode}`)
  if (existsSync(join(folder, 'index.html'))) return folder
  mkdirSync(cache, { recursive: true })
  for (const name of readdirSync(cache)) {
    const old = join(cache, name)
    if (Date.now() - statSync(old).mtimeMs > keptMs) rmSync(old, { recursive: true, force: true })
  }
  // Test files run side by side, each may build; whoever is first is right for all.
  const own = `${folder}.${process.pid}`
  // Vite takes which React it is from here, and nowhere else while it is set.
  const { NODE_ENV } = process.env
  process.env.NODE_ENV = mode
  try {
    await build({
      configFile: join(root, 'src/console/vite.config.ts'),
      mode,
      logLevel: 'error',
      publicDir: join(root, 'src/console/public'),
      ...(page === undefined ? {} : { root: page }),
      build: { outDir: own, emptyOutDir: true },
    })
  } finally {
    process.env.NODE_ENV = NODE_ENV
  }
  try {
    renameSync(own, folder)
  } catch (error) {
    if (!existsSync(join(folder, 'index.html'))) throw error
    rmSync(own, { recursive: true, force: true })
  }
  return folder
}

/** Everything the build reads, in one hash. */
function sourceHash(page: string | undefined): string {
  const hash = createHash('sha256')
  const read = ['src/console/**/*', 'src/contract/*', 'src/core/**/*', 'src/http/client.ts', 'package-lock.json']
  const own = page === undefined ? [] : [`${relative(root, page)}/**/*`]
  const files = globSync([...read, ...own], { cwd: root }).sort()
  for (const file of files) {
    if (!statSync(join(root, file)).isFile()) continue
    hash.update(file).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex').slice(0, 16)
}
