import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Context } from 'hono'
import { problem } from '../http/problem.ts'
import type { Env, Server } from '../http/server.ts'
import { readIfThere, readWebFile } from './files.ts'
import { pageHeaders } from './headers.ts'

/** Where the build puts the console. */
export const builtFolder = fileURLToPath(new URL('../../dist/console/', import.meta.url))

const noncePlace = /ASSAY_NONCE/g
const year = 'public, max-age=31536000, immutable'
const programs = /^\/(api|sdk|v1|ofrep|docs|problems|schemas)(\/|$)/

/**
 * The console: its files, and its one page at every address that belongs to nothing else. Served last, so that whatever
 * has an endpoint of its own keeps it.
 */
export function serveWeb({ app, platform }: Server): void {
  const folder = platform.config.consoleDir ?? builtFolder
  app.get('/assets/:name', c => answerFile(c, join(folder, 'assets'), c.req.param('name'), year))
  for (const name of ['color-scheme.js', 'mark.svg'])
    app.get(`/${name}`, c => answerFile(c, folder, name, 'public, max-age=3600'))

  app.get('*', async (c, next) => {
    if (programs.test(c.req.path) || !(c.req.header('accept') ?? '').includes('text/html')) return next()
    const page = await readIfThere(join(folder, 'index.html'))
    if (page === undefined)
      throw problem('not-found', {
        detail: 'the console is not built in this installation',
        hint: 'Run "npm run build" where Assay is installed, then load this again. The API works all the same: /docs.',
      })
    const nonce = Buffer.from(platform.randomBytes(16)).toString('base64')
    return c.body(Buffer.from(page).toString('utf8').replace(noncePlace, nonce), 200, pageHeaders(nonce))
  })
}

async function answerFile(c: Context<Env>, folder: string, name: string, caching: string): Promise<Response> {
  const file = await readWebFile(folder, name, c.req.header('accept-encoding') ?? '')
  if (file === undefined) throw problem('not-found', { detail: `there is no ${c.req.path}` })
  return c.body(file.bytes, 200, {
    'content-type': file.type,
    'cache-control': caching,
    vary: 'accept-encoding',
    ...(file.encoding === undefined ? {} : { 'content-encoding': file.encoding }),
  })
}
