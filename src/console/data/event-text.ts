/** One message of a server-sent event stream. */
export type StreamMessage = { event: string; data: string; id: string | undefined }

/** Cuts the text of an event stream into messages, in whatever pieces it arrives (HTML standard, 9.2.6). */
export function eventText(): (piece: string) => StreamMessage[] {
  let rest = ''
  return piece => {
    rest += piece
    const blocks = rest.split(/\r\n\r\n|\n\n|\r\r/)
    rest = blocks.pop() ?? ''
    return blocks.flatMap(block => messageOf(block) ?? [])
  }
}

function messageOf(block: string): StreamMessage | undefined {
  const data: string[] = []
  let event = 'message'
  let id: string | undefined
  for (const line of block.split(/\r\n|\n|\r/)) {
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'data') data.push(value)
    else if (field === 'event') event = value
    else if (field === 'id') id = value
  }
  return data.length === 0 ? undefined : { event, data: data.join('\n'), id }
}
