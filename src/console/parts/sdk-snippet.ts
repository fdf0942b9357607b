/** What a snippet is filled in with; the key only while somebody has it before their eyes. */
export type Filled = { url: string; appKey?: string | undefined; flag?: string | undefined; event?: string | undefined }

/** The same few lines in the languages an app may be written in: install, evaluate a flag, send an event. */
export type Snippet = { language: string; label: string; about: string; code: (filled: Filled) => string }

const keyOf = ({ appKey }: Filled) => appKey ?? 'YOUR_KEY'
const flagOf = ({ flag }: Filled) => flag ?? 'new-checkout'
const eventOf = ({ event }: Filled) => event ?? 'checkout_started'

export const snippets: Snippet[] = [
  {
    language: 'browser',
    label: 'Browser',
    about: 'With a client key. Evaluates flags in the page; 10 KB.',
    code: filled => `import { createClient } from '@assay/sdk'

const assay = createClient({
  url: '${filled.url}',
  key: '${keyOf(filled)}',
})
await assay.ready(500)

const on = assay.boolean('${flagOf(filled)}', false)
assay.track('${eventOf(filled)}')`,
  },
  {
    language: 'node',
    label: 'Node',
    about: 'With a server key. One client for the whole service.',
    code: filled => `import { createClient } from '@assay/sdk/node'

const assay = createClient({
  url: '${filled.url}',
  key: '${keyOf(filled)}',
})
await assay.ready(500)

const on = assay.boolean('${flagOf(filled)}', false, { targetingKey: userId })
assay.track('${eventOf(filled)}', { user_id: userId })`,
  },
  {
    language: 'react',
    label: 'React',
    about: 'With a client key. Renders again when an answer changes.',
    code: filled => `import { createClient } from '@assay/sdk'
import { AssayProvider, useClient, useFlag } from '@assay/sdk/react'

const assay = createClient({
  url: '${filled.url}',
  key: '${keyOf(filled)}',
})

function Checkout() {
  const on = useFlag('${flagOf(filled)}', false)
  const client = useClient()
  return <button onClick={() => client.track('${eventOf(filled)}')}>{on ? 'New' : 'Old'}</button>
}

<AssayProvider client={assay}><Checkout /></AssayProvider>`,
  },
  {
    language: 'curl',
    label: 'HTTP',
    about: 'From anywhere else: OpenFeature Remote Evaluation and plain JSON.',
    code: filled => `curl ${filled.url}/ofrep/v1/evaluate/flags/${flagOf(filled)} \\
  -H 'authorization: Bearer ${keyOf(filled)}' -H 'content-type: application/json' \\
  -d '{"context": {"targetingKey": "user-1"}}'

curl ${filled.url}/v1/events \\
  -H 'authorization: Bearer ${keyOf(filled)}' -H 'content-type: application/json' \\
  -d '[{"event": "${eventOf(filled)}", "user_id": "user-1"}]'`,
  },
]
