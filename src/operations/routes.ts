import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { html } from 'hono/html'
import { problems } from '../contract/problem.ts'
import { operations } from '../contract/routes.ts'
import { page } from '../http/page.ts'
import { problem } from '../http/problem.ts'
import { documented, type Server, serve } from '../http/server.ts'

const assets: Record<string, string> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
}

/** How the server is, and what its API looks like. */
export function serveOperations(server: Server, readiness: () => string | undefined): void {
  const { app, meters } = server

  serve(server, operations.alive, () => ({ body: { status: 'ok' as const } }))

  app.openAPIRegistry.registerPath(documented(operations.ready))
  app.get('/readyz', c => {
    const reason = readiness()
    return reason === undefined ? c.json({ status: 'ready' }) : c.json({ status: 'not-ready', reason }, 503)
  })

  app.get('/metrics', async c =>
    c.text(await meters.registry.metrics(), 200, { 'content-type': meters.registry.contentType }),
  )

  app.get('/problems/:code', c => {
    const entry = Object.entries(problems).find(([code]) => code === c.req.param('code'))
    if (!entry) throw problem('not-found')
    const [code, [status, title, hint]] = entry
    return c.json({ type: `/problems/${code}`, status, title, hint })
  })

  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'A token, or on the endpoints for apps a client or server key',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'assay_session',
    description: 'Somebody signed in; __Host-assay_session where people come by https. Changes need x-assay-csrf too',
  })
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Assay', version: '1', description: 'Feature flags, experiments and the telemetry they stand on.' },
  })
  app.get('/docs', c =>
    page(
      c,
      'Assay API',
      html`<link rel="stylesheet" href="/docs/swagger-ui.css"><div id="reference"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script>`,
    ),
  )
  app.get('/docs/start.js', c =>
    c.body("SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reference', deepLinking: true })", 200, {
      'content-type': 'text/javascript',
    }),
  )
  app.get('/docs/:asset', c => {
    const asset = c.req.param('asset')
    const type = assets[asset]
    if (type === undefined) throw problem('not-found')
    const file = fileURLToPath(import.meta.resolve(`swagger-ui-dist/${asset}`))
    return c.body(readFileSync(file), 200, { 'content-type': type, 'cache-control': 'public, max-age=86400' })
  })
}
