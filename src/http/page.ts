import type { Context } from 'hono'
import { html } from 'hono/html'

const policy =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** A small page of the server itself; nothing on it may come from, or be sent to, anywhere else. */
export function page(c: Context, title: string, body: ReturnType<typeof html>): Response | Promise<Response> {
  c.header('content-security-policy', policy)
  c.header('referrer-policy', 'no-referrer')
  c.header('cache-control', 'no-store')
  return c.html(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<link rel="icon" href="data:,">
<style>
:root{color-scheme:light dark}
body>main{font:16px/1.5 system-ui;max-width:36rem;margin:4rem auto;padding:0 1rem}
pre{white-space:pre-wrap;word-break:break-all;background:#8882;padding:1rem;border-radius:.5rem}
button{font:inherit;padding:.5rem 1rem}
</style>
</head>
<body>${body}</body>
</html>`)
}
