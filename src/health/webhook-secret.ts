import { createHmac } from 'node:crypto'
import type { Webhook } from '../contract/webhook.ts'
import type { ControlStore } from '../store/control/control-store.ts'

const setting = 'webhook-key'

/** The secret of a webhook. It is computed from the installation's own key, so that no definition and no history holds it. */
export function webhookSecret(
  control: Pick<ControlStore, 'setting' | 'keepSetting'>,
  randomBytes: (length: number) => Uint8Array,
  project: string,
  { key, secretNumber }: Pick<Webhook, 'key' | 'secretNumber'>,
): string {
  let installation = control.setting(setting)
  if (installation === undefined) {
    installation = Buffer.from(randomBytes(32)).toString('base64url')
    control.keepSetting(setting, installation)
  }
  const name = JSON.stringify([project, key, secretNumber])
  return `assay_webhook_${createHmac('sha256', installation).update(name).digest('base64url')}`
}

/** What a receiver checks: HMAC-SHA-256, by the secret, of the moment in seconds, a dot and the body. */
export function signatureOf(secret: string, atSeconds: number, body: string): string {
  return `t=${atSeconds},v1=${createHmac('sha256', secret).update(`${atSeconds}.${body}`).digest('hex')}`
}
