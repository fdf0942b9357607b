import type { BatchAnswer, WireEvent } from '../../contract/event.ts'
import type { Connection } from '../connection.ts'
import { failure } from '../failure.ts'

const attemptsMax = 8

/** Sends a batch until the server has it. Ids are fixed, so an attempt whose answer was lost does no harm. */
export async function sendEvents(
  connection: Connection,
  key: string,
  events: readonly WireEvent[],
): Promise<BatchAnswer> {
  const body = JSON.stringify(events)
  for (let attempt = 1; ; attempt += 1) {
    const response = await connection
      .fetch('/v1/events', {
        method: 'POST',
        body,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'assay-backfill': 'true' },
      })
      .catch((error: unknown) => {
        if (attempt >= attemptsMax) throw error
        return undefined
      })
    if (response?.ok) return (await response.json()) as BatchAnswer
    const again = response === undefined || response.status === 429 || response.status >= 500
    if (!again || attempt >= attemptsMax) {
      throw failure(
        `the server answered ${response?.status}: ${await response?.text()}`,
        'Run the same command again: it goes on where it stopped.',
      )
    }
    const waitSeconds = Number(response?.headers.get('retry-after') ?? 0.1 * 2 ** attempt)
    await new Promise(resolve => setTimeout(resolve, waitSeconds * 1000))
  }
}
