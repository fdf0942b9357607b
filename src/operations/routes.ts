import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Context } from 'hono'
import { html } from 'hono/html'
import { redeemWelcome } from '../access/owner.ts'
import { problems } from '../contract/problem.ts'
import { operations } from '../contract/routes.ts'
import { problem } from '../http/problem.ts'
import { type Server, serve } from '../http/server.ts'

const assets: Record<string, string> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
}

const pagePolicy =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** How the server is, what its API looks like, and the page behind the one-time link. */
export function serveOperations(server: Server, readiness: () => string | undefined): void {
  const { app, meters, platform } = server

  serve(server, operations.alive, () => ({ body: { status: 'ok' as const } }))

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

  // The link is opened by GET, by people and by whatever previews links; only the button spends the code.
  app.get('/welcome', c =>
    page(
      c,
      'Welcome to Assay',
      html`<main><h1>Welcome to Assay</h1><p>This link gives you the owner's token, once.</p><form method="post" action="/welcome"><input type="hidden" name="code" value="${c.req.query('code') ?? ''}"><button>Show my token</button></form></main>`,
    ),
  )
  app.post('/welcome', async c => {
    const { code } = await c.req.parseBody()
    const token = redeemWelcome(platform, typeof code === 'string' ? code : '')
    if (token === undefined)
      throw problem('forbidden', {
        detail: 'this link was used already; use the token it gave, or run assay token on the server',
      })
    return page(
      c,
      'Your token',
      html`<main><h1>Your token</h1><p>Keep it safe: it is not shown again.</p><pre>${token}</pre><p><a href="/docs">The API reference</a> is a good next step.</p></main>`,
    )
  })
}

function page(c: Context, title: string, body: ReturnType<typeof html>): Response | Promise<Response> {
  c.header('content-security-policy', pagePolicy)
  c.header('referrer-policy', 'no-referrer')
  c.header('cache-control', 'no-store')
  return c.html(
    html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><link rel="icon" href="data:,"><style>main{font:16px/1.5 system-ui;max-width:36rem;margin:4rem auto;padding:0 1rem}pre{white-space:pre-wrap;word-break:break-all;background:#8882;padding:1rem;border-radius:.5rem}button{font:inherit;padding:.5rem 1rem}</style></head><body>${body}</body></html>`,
  )
}
