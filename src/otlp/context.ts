import type { Attribute, Attributes, LogRecord } from './record.ts'

/** Where an event happened, in the fields every event has, from what OpenTelemetry's conventions say about it. */
export function contextOf({ attributes, resource }: LogRecord): Record<string, string> {
  const language = textIn(resource, 'telemetry.sdk.language')
  const country = textIn(attributes, 'geo.country.iso_code') ?? textIn(resource, 'geo.country.iso_code')
  const fields = {
    platform: platformOf(resource, language),
    country,
    app_version: textIn(resource, 'service.version'),
    sdk: ['opentelemetry', language].filter(part => part !== undefined).join('-'),
    sdk_version: textIn(resource, 'telemetry.sdk.version'),
    locale: textIn(attributes, 'browser.language') ?? textIn(resource, 'browser.language'),
    device_type: deviceTypeOf(attributes['browser.mobile'] ?? resource['browser.mobile']),
  }
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
  )
}

function platformOf(resource: Attributes, language: string | undefined): string {
  if (language === 'webjs') return 'web'
  const system = textIn(resource, 'os.name')?.toLowerCase() ?? ''
  return system === 'ios' || system === 'android' ? system : 'server'
}

function deviceTypeOf(mobile: Attribute | undefined): string | undefined {
  if (typeof mobile !== 'boolean') return undefined
  return mobile ? 'mobile' : 'desktop'
}

function textIn(attributes: Attributes, name: string): string | undefined {
  const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}
