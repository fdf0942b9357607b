import { onTestFinished } from 'vitest'
import { eventReader } from '../../src/edge/event-reader.ts'

export type Message = {
  type: string
  version: string
  configuration?: { version: string; flags: Record<string, { off: string }> }
}

/** A client of a stream that reads one message after another. */
export type StreamListener = {
  response: Response
  /** The next message; undefined at the end of the stream. */
  next(): Promise<Message | undefined>
  retryMs(): number | undefined
  close(): void
}

/** Opens a stream and reads it with the edge's reader. */
export async function listenTo(url: string, headers: Record<string, string>): Promise<StreamListener> {
  const abort = new AbortController()
  onTestFinished(() => abort.abort())
  const response = await fetch(url, { headers, signal: abort.signal })
  const reader = response.body?.getReader()
  const read = eventReader(10_000_000)
  const messages: Message[] = []
  let retryMs: number | undefined
  return {
    response,
    retryMs: () => retryMs,
    close: () => abort.abort(),
    async next() {
      while (messages.length === 0) {
        const chunk = await reader?.read()
        if (chunk === undefined || chunk.done) return undefined
        for (const item of read(chunk.value)) {
          if (item === 'heartbeat') continue
          if ('retryMs' in item) retryMs = item.retryMs
          else messages.push({ ...JSON.parse(item.data), id: item.id })
        }
      }
      return messages.shift()
    },
  }
}
