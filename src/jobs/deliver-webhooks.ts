import type { Incident } from '../contract/health.ts'
import type { WebhookEvent } from '../contract/webhook.ts'
import type { Post } from '../health/webhook-post.ts'
import { signatureOf, webhookSecret } from '../health/webhook-secret.ts'
import type { ControlStore, Delivery } from '../store/control/control-store.ts'
import type { Log } from '../store/events/log.ts'

export type DeliveryOptions = {
  control: ControlStore
  now(): number
  randomBytes(length: number): Uint8Array
  post: Post
  log: Log
}

const batchMax = 50
const firstWaitMs = 10_000
const waitMsMax = 3_600_000
/** Two days of trying. */
const attemptsMax = 56

/** Keeps a message for every webhook of a project that wants it; to be called in the transaction that makes it true. */
export function keepDeliveries(
  control: ControlStore,
  project: string,
  type: WebhookEvent,
  incident: Incident,
  nowMs: number,
): void {
  for (const { definition } of control.snapshot(project).webhooks.values()) {
    if (!definition.events.includes(type)) continue
    const body = JSON.stringify({ type, project, at: new Date(nowMs).toISOString(), incident })
    control.addDelivery({ project, webhook: definition.key, body, nextAtMs: nowMs })
  }
}

/** Sends what is due. A message that is not taken is sent again, later each time, for two days; so it may arrive twice. */
export async function deliverWebhooks({ control, now, randomBytes, post, log }: DeliveryOptions): Promise<void> {
  for (const delivery of control.dueDeliveries(now(), batchMax)) {
    const { project, webhook: key, body, number, attempts } = delivery
    const webhook = control.snapshot(project).webhooks.get(key)?.definition
    if (webhook === undefined) {
      control.endDelivery(number)
      continue
    }
    const secret = webhookSecret(control, randomBytes, project, webhook)
    const signature = signatureOf(secret, Math.floor(now() / 1000), body)
    const outcome = await post(webhook.url, { 'assay-signature': signature, 'assay-delivery': String(number) }, body)
    if (outcome === 'delivered') control.endDelivery(number)
    else if (attempts + 1 >= attemptsMax) {
      log.error(
        { project, webhook: key, delivery: number, ...outcome },
        'a webhook did not take a message for two days; it is given up',
      )
      control.endDelivery(number)
    } else control.delayDelivery(number, now() + waitMsOf(delivery), outcome.problem)
  }
}

function waitMsOf({ attempts }: Delivery): number {
  return Math.min(waitMsMax, firstWaitMs * 2 ** attempts)
}

/** Delivers again and again, never twice at once; returns a function that ends it. */
export function startDelivering(options: DeliveryOptions, intervalMs: number): () => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  let busy = false
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    running = deliverWebhooks(options)
      .catch((error: unknown) =>
        options.log.error({ err: error }, 'webhooks could not be delivered; it is tried again'),
      )
      .finally(() => {
        busy = false
      })
  }, intervalMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
