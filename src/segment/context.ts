import { type Call, recordIn, textIn } from './call.ts'

/** Where a call was made, in the fields every event has, from what Segment's context says about it. */
export function contextOf(call: Call): Record<string, string> {
  const context = recordIn(call, 'context')
  const library = recordIn(context, 'library')
  const fields = {
    platform: platformOf(context),
    country: textIn(recordIn(context, 'location'), 'country'),
    app_version: textIn(recordIn(context, 'app'), 'version'),
    sdk: textIn(library, 'name'),
    sdk_version: textIn(library, 'version'),
    locale: textIn(context, 'locale'),
    device_type: deviceTypeOf(context),
  }
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
  )
}

function platformOf(context: Call): string {
  const system = textIn(recordIn(context, 'os'), 'name')?.toLowerCase()
  if (system === 'ios' || system === 'android') return system
  return textIn(context, 'userAgent') === undefined ? 'server' : 'web'
}

function deviceTypeOf(context: Call): string | undefined {
  const { mobile } = recordIn(context, 'userAgentData')
  if (typeof mobile !== 'boolean') return undefined
  return mobile ? 'mobile' : 'desktop'
}
