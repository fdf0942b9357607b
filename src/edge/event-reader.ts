/** One message of a stream of server-sent events, or what it says about reconnecting. */
export type StreamItem = { id: string | undefined; data: string } | { retryMs: number } | 'heartbeat'

/** Reads server-sent events (WHATWG HTML 9.2) as their bytes arrive, however they are cut. Throws when a message exceeds `messageLengthMax`. */
export function eventReader(messageLengthMax: number): (bytes: Uint8Array) => StreamItem[] {
  const decoder = new TextDecoder()
  let rest = ''
  let id: string | undefined
  let data: string[] = []

  function lineRead(line: string): StreamItem | undefined {
    if (line === '') {
      if (data.length === 0) return undefined
      const message = { id, data: data.join('\n') }
      data = []
      return message
    }
    const colon = line.indexOf(':')
    if (colon === 0) return 'heartbeat'
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'data') data.push(value)
    else if (field === 'id' && !value.includes('\0')) id = value
    else if (field === 'retry' && /^\d{1,9}$/.test(value)) return { retryMs: Number(value) }
    return undefined
  }

  return bytes => {
    rest += decoder.decode(bytes, { stream: true })
    const items: StreamItem[] = []
    const lines = rest.split(/\r\n|\n|\r(?=[^\n])/)
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const item = lineRead(line)
      if (item !== undefined) items.push(item)
    }
    if (rest.length > messageLengthMax) throw new Error(`a message of more than ${messageLengthMax} characters`)
    return items
  }
}
