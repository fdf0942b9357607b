import { html } from 'hono/html'
import { page } from '../http/page.ts'
import { problem } from '../http/problem.ts'
import type { Server } from '../http/server.ts'
import { redeemWelcome } from './owner.ts'

/** The page behind the one-time link of a first start. */
export function serveWelcome({ app, platform }: Server): void {
  // The link is opened by GET, by people and by whatever previews links; only the button spends the code.
  app.get('/welcome', c =>
    page(
      c,
      'Welcome to Assay',
      html`<main>
<h1>Welcome to Assay</h1>
<p>This link gives you the owner's token, once.</p>
<form method="post" action="/welcome">
<input type="hidden" name="code" value="${c.req.query('code') ?? ''}"><button>Show my token</button>
</form>
</main>`,
    ),
  )

  app.post('/welcome', async c => {
    const { code } = await c.req.parseBody()
    const token = redeemWelcome(platform, typeof code === 'string' ? code : '')
    if (token === undefined) {
      throw problem('forbidden', {
        detail: 'this link was used already; use the token it gave, or run "assay token" on the server',
      })
    }
    return page(
      c,
      'Your token',
      html`<main>
<h1>Your token</h1>
<p>Keep it safe: it is not shown again.</p>
<pre>${token}</pre>
<p><a href="/docs">The API reference</a> is a good next step.</p>
</main>`,
    )
  })
}
