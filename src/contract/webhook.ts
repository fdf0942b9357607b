import { z } from 'zod'
import { Key, Text } from './name.ts'

/** What a webhook may be told. */
export const WebhookEvent = z.enum(['incident.opened', 'incident.closed'])
export type WebhookEvent = z.infer<typeof WebhookEvent>

/** An address that is told what happens, each message signed with a secret that only it and the server know. */
export const Webhook = z
  .strictObject({
    key: Key,
    description: Text.optional(),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .refine(url => URL.parse(url)?.username === '' && URL.parse(url)?.password === '', 'leave out user and password')
      .meta({ example: 'https://example.com/hooks/assay' }),
    events: z.array(WebhookEvent).min(1).default(['incident.opened', 'incident.closed']),
    secretNumber: z.int().min(1).default(1).meta({ description: 'another number is another secret' }),
  })
  .meta({ id: 'Webhook' })
export type Webhook = z.infer<typeof Webhook>
