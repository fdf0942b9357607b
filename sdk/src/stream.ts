import type { Settings } from './options.ts'
import { send, setBackgroundTimeout } from './request.ts'

/**
 * Listens until the stream ends in some way; never rejects. Answers how long to wait before the next, undefined when there
 * was none. `heard` gets every message, and an empty text as a sign of life; when it fails the stream ends.
 */
export type Listen = (
  settings: Settings,
  version: string | undefined,
  closing: AbortSignal,
  heard: (text: string) => Promise<void>,
) => Promise<number | undefined>

// Two heartbeats of the server and a half: a connection this silent is dead, or somebody in between holds it back.
const silenceMsMax = 62_500
const lineLengthMax = 4_000_000

/**
 * The changes of a configuration as server-sent events, read by `fetch` so that the key stays in a header. `version` is
 * what is known: the server says nothing until there is another.
 */
export const listen: Listen = async (settings, version, closing, heard) => {
  const abort = new AbortController()
  const stop = () => abort.abort()
  let timer: unknown
  let retryMs: number | undefined
  let rest = ''

  function alive(): void {
    settings.timers.clearTimeout(timer)
    timer = setBackgroundTimeout(settings, stop, silenceMsMax)
  }

  closing.addEventListener('abort', stop)
  try {
    alive()
    const ask = { headers: version ? { 'last-event-id': version } : {} }
    const { body, headers } = await send(settings, '/sdk/v1/stream', ask, abort.signal)
    if (!body || !headers.get('content-type')?.includes('event-stream')) return
    retryMs = 1000
    const reader = body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { value } = await reader.read()
      if (value === undefined || rest.length > lineLengthMax) break
      alive()
      const lines = (rest + value).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        // The server writes every message in one line.
        const [, field, text = ''] = /^(\w*): ?(.*)/.exec(line) ?? []
        if (field === 'retry') retryMs = Number(text) || retryMs
        else if (field === 'data' || field === '') await heard(text)
      }
    }
  } catch {
    // However a stream breaks off, the next round finds out whether the server is there, and reports it.
  } finally {
    settings.timers.clearTimeout(timer)
    closing.removeEventListener('abort', stop)
    stop()
  }
  return retryMs
}
